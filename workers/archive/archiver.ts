import type { Logger } from 'pino'
import { METRICS, type MetricName } from '../../domain/metrics.ts'
import { isFaultValue, type Profile } from '../../domain/profile.ts'
import type { Detection, Reading } from '../../domain/feed.ts'
import {
  conflictingReadings, FLAGS, insertDeadLetters, insertReadings, insertSnapshots, markRollupsDue, newestReadings, seriesIds, upsertDetections,
  type ArchivedReading, type KeptDeadLetter, type SeriesKey,
} from '../../stores/postgres/history.ts'
import { transaction, type Pool } from '../../stores/postgres/pool.ts'
import type { ReadingPartitions } from '../../stores/postgres/readingPartitions.ts'
import { moveTaken, readTaken } from '../../stores/postgres/taken.ts'
import type { RedisClient } from '../../stores/redis/connect.ts'
import { parseEntry, parsePicture, type Picture } from '../../stores/redis/feed.ts'
import { keys } from '../../stores/redis/keys.ts'
import type { RawEntry } from '../partitions/feedLoop.ts'
import type { JudgingRegister } from '../register/judgingRegister.ts'

const HOUR = 3_600_000
/** How far behind its device's newest reading one still counts as in time. */
const LATE_MS = 10 * 60_000
const ENTRIES_A_ROUND = 400

export interface ArchiverParts {
  readonly partition: number
  readonly redis: RedisClient
  readonly db: Pool
  readonly tables: ReadingPartitions
  readonly register: JudgingRegister
  readonly profiles: ReadonlyMap<string, Profile>
  readonly clock: () => number
  readonly log: Logger
}

interface Row extends ArchivedReading {
  readonly entry: string
  readonly reading: Reading
  readonly metric: MetricName
}

/** What one round takes over: everything of some consecutive entries. */
interface Round {
  readonly to: string
  readonly readings: { entry: string; reading: Reading }[]
  readonly letters: KeptDeadLetter[]
  readonly detections: Detection[]
  readonly pictures: Picture[]
}

/**
 * Takes one partition of the feed over into history, its position in the same transaction: a crash at any moment
 * repeats nothing and loses nothing. It runs behind the judgement and never on an alert's way.
 */
export class Archiver {
  readonly #parts: ArchiverParts
  readonly #series = new Map<string, number>()
  readonly #newest = new Map<string, number>()
  /** Series already marked for the hour under way; older hours are marked each time. */
  #marked = { hour: 0, series: new Set<number>() }
  #position: string | null = null

  constructor(parts: ArchiverParts) {
    this.#parts = parts
  }

  /** The place up to which history has everything, or null before the first round. */
  get position(): string | null {
    return this.#position
  }

  /** Takes over what there is, up to one round; true where there may be more. */
  async round(): Promise<boolean> {
    const { redis, db, partition } = this.#parts
    this.#position ??= await readTaken(db, 'archive', partition)
    const raw = (await redis.xrange(keys.feed(partition), `(${this.#position}`, '+', 'COUNT', ENTRIES_A_ROUND)) as unknown as RawEntry[]
    if (raw.length === 0) return false
    const round = readRound(partition, raw)
    try {
      await this.#write(round, this.#position)
      this.#position = round.to
    } catch (error) {
      // Whatever was remembered of a transaction that did not happen is wrong.
      this.#position = null
      this.#newest.clear()
      this.#marked.series.clear()
      throw error
    }
    return raw.length === ENTRIES_A_ROUND
  }

  async #write(round: Round, from: string): Promise<void> {
    const { db, partition, tables } = this.#parts
    const rows = await this.#rows(round.readings)
    await tables.ensure(rows.map((row) => row.ts))
    await transaction(db, async (client) => {
      await moveTaken(client, 'archive', partition, from, round.to)
      const added = await insertReadings(client, rows)
      if (added < rows.length) round.letters.push(...(await conflictingReadings(client, rows)).flatMap((at) => conflictLetter(partition, rows[at])))
      await markRollupsDue(client, this.#due(rows))
      await insertDeadLetters(client, round.letters)
      await insertSnapshots(client, round.pictures)
      await upsertDetections(client, round.detections)
    })
  }

  async #rows(readings: Round['readings']): Promise<Row[]> {
    await this.#learn(readings)
    const rows: Row[] = []
    for (const { entry, reading } of readings) {
      const profile = this.#parts.profiles.get(this.#parts.register.get(reading.device)?.profile ?? '')
      const newest = this.#newest.get(reading.device) ?? -Infinity
      const common = (reading.ts < newest - LATE_MS ? FLAGS.late : 0) | (reading.clockFault ? FLAGS.clockFault : 0)
      if (reading.ts > newest) this.#newest.set(reading.device, reading.ts)
      for (const [name, value] of Object.entries(reading.values)) {
        const metric = name as MetricName
        // Kept as a dead letter by the door; it came this far only to make the fault known.
        if (value < METRICS[metric].min || value > METRICS[metric].max) continue
        const series = this.#series.get(`${reading.device} ${metric}`)
        if (series === undefined) throw new Error(`no series for ${reading.device} ${metric}`)
        const fault = profile && isFaultValue(profile, metric, value) ? FLAGS.faultValue : 0
        rows.push({ series, ts: reading.ts, value, flags: common | fault, entry, reading, metric })
      }
    }
    return rows
  }

  async #learn(readings: Round['readings']): Promise<void> {
    const { db, register } = this.#parts
    const devices = new Set(readings.map(({ reading }) => reading.device))
    await register.ensure(devices)
    const strange = [...devices].filter((device) => !this.#newest.has(device))
    if (strange.length > 0) {
      const newest = await newestReadings(db, strange)
      for (const device of strange) this.#newest.set(device, newest.get(device) ?? -Infinity)
    }
    const missing = new Map<string, SeriesKey>()
    for (const { reading } of readings) {
      for (const metric of Object.keys(reading.values) as MetricName[]) {
        const key = `${reading.device} ${metric}`
        if (!this.#series.has(key)) missing.set(key, { device: reading.device, metric })
      }
    }
    const ids = await seriesIds(db, [...missing.values()])
    for (const [place, key] of [...missing.keys()].entries()) this.#series.set(key, ids[place] ?? 0)
  }

  #due(rows: readonly Row[]): { series: number; hour: number }[] {
    const current = Math.floor(this.#parts.clock() / HOUR) * HOUR
    if (this.#marked.hour !== current) this.#marked = { hour: current, series: new Set() }
    const due = new Map<string, { series: number; hour: number }>()
    for (const { series, ts } of rows) {
      const hour = Math.floor(ts / HOUR) * HOUR
      if (hour === current) {
        if (this.#marked.series.has(series)) continue
        this.#marked.series.add(series)
      }
      due.set(`${series} ${hour}`, { series, hour })
    }
    return [...due.values()]
  }
}

function readRound(partition: number, raw: readonly RawEntry[]): Round {
  const round: Round = { to: raw.at(-1)?.[0] ?? '0-0', readings: [], letters: [], detections: [], pictures: [] }
  for (const entry of raw) {
    const picture = parsePicture(entry)
    if (picture) round.pictures.push(picture)
    for (const [index, item] of parseEntry(entry).items.entries()) {
      if (item.kind === 'reading') round.readings.push({ entry: `${entry[0]}:${index}`, reading: item })
      else if (item.kind === 'detection') round.detections.push(item)
      else if (item.kind === 'dead-letter') round.letters.push({ id: `${partition}:${entry[0]}:${index}`, letter: item })
    }
  }
  return round
}

function conflictLetter(partition: number, row: Row | undefined): KeptDeadLetter[] {
  if (!row) return []
  const { reading, metric, entry } = row
  return [{
    id: `${partition}:${entry}:${metric}`,
    letter: {
      device: reading.device, receivedAt: reading.receivedAt, source: 'mqtt', address: 'feed', type: 'conflicting-value',
      detail: `another ${metric} was kept for the same time`, payload: JSON.stringify({ ts: reading.ts, values: { [metric]: row.value } }),
    },
  }]
}
