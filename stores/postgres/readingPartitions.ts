import { transaction, type Pool } from './pool.ts'

const DAY = 86_400_000
/** Any fixed number: workers that need the same partition at once take turns. */
const LOCK = 724_510

interface Bounds {
  readonly name: string
  readonly since: number
  readonly until: number
}

/** The partitions of `reading`, made as readings need them. */
export class ReadingPartitions {
  readonly #db: Pool
  readonly #made = new Set<string>()
  #dailySince: number | null = null

  constructor(db: Pool) {
    this.#db = db
  }

  /** Makes sure that every one of these times has a partition to go to. */
  async ensure(times: Iterable<number>): Promise<void> {
    const since = await this.#epoch()
    const wanted = new Map<string, Bounds>()
    for (const ts of times) {
      const bounds = partitionFor(ts, since)
      if (!this.#made.has(bounds.name)) wanted.set(bounds.name, bounds)
    }
    for (const bounds of wanted.values()) await this.#make(bounds)
  }

  async #epoch(): Promise<number> {
    if (this.#dailySince === null) {
      const { rows } = await this.#db.query<{ at: Date }>(`SELECT daily_since::timestamp AT TIME ZONE 'UTC' AS at FROM history_epoch`)
      this.#dailySince = rows[0]?.at.getTime() ?? 0
    }
    return this.#dailySince
  }

  async #make({ name, since, until }: Bounds): Promise<void> {
    const from = new Date(since).toISOString()
    const to = new Date(until).toISOString()
    await transaction(this.#db, async (client) => {
      await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK])
      await client.query(`CREATE TABLE IF NOT EXISTS ${name} PARTITION OF reading FOR VALUES FROM ('${from}') TO ('${to}')`)
      await client.query('INSERT INTO reading_partition (name, since, until) VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING', [name, from, to])
    })
    this.#made.add(name)
  }
}

/** By day from `dailySince` (epoch ms, midnight UTC) on, by year before it: a recorded past makes few partitions. */
export function partitionFor(ts: number, dailySince: number): Bounds {
  if (ts >= dailySince) {
    const since = Math.floor(ts / DAY) * DAY
    return { name: `reading_${new Date(since).toISOString().slice(0, 10).replaceAll('-', '')}`, since, until: since + DAY }
  }
  const year = new Date(ts).getUTCFullYear()
  return { name: `reading_y${year}`, since: Date.UTC(year, 0, 1), until: Math.min(Date.UTC(year + 1, 0, 1), dailySince) }
}
