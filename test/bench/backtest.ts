import { compileRule, metricRuleSchema } from '../../domain/rule.ts'
import { Backtests, type Found } from '../../server/backtest/backtests.ts'
import { seriesIds } from '../../stores/postgres/history.ts'
import { migrate } from '../../stores/postgres/migrate.ts'
import { createPool, type Pool } from '../../stores/postgres/pool.ts'
import { ReadingPartitions } from '../../stores/postgres/readingPartitions.ts'
import { startStores } from '../integration/constellation.ts'

const DAY = 86_400_000
const MINUTE = 60_000
const DEVICES = 100
const RUNS = 3

/** Tries a rule on a month of minutes of a hundred devices, on a PostgreSQL of its own; the seconds of each of three runs. */
export async function backtestSeconds(days: number): Promise<{ readings: number; seconds: number[] }> {
  const stores = await startStores()
  const db = createPool(stores.databaseUrl, { name: 'bench' })
  try {
    await migrate(db)
    const devices = Array.from({ length: DEVICES }, (_, n) => `backtest-${n}`)
    const from = Math.floor(Date.now() / DAY - days - 1) * DAY
    const readings = await writeHistory(db, devices, from, days)
    const seconds: number[] = []
    while (seconds.length < RUNS) seconds.push((await runBacktest(stores.databaseUrl, devices, from, days)).seconds)
    return { readings, seconds }
  } finally {
    await db.end()
    await stores.stop()
  }
}

/** Writes a month of minutes of so many devices into history, as it lies there: in order of arrival. Answers how many readings. */
async function writeHistory(db: Pool, devices: readonly string[], from: number, days: number): Promise<number> {
  const series = await seriesIds(db, devices.map((device) => ({ device, metric: 'temperature' as const })))
  await new ReadingPartitions(db).ensure(Array.from({ length: days }, (_, day) => from + day * DAY))
  for (let day = 0; day < days; day++) {
    // A fridge between 2 and 6 °C, whose door stands open for a while now and then.
    await db.query(
      `INSERT INTO reading (series_id, ts, value) SELECT s.id, to_timestamp(t.ms / 1000.0),
         round((4 + 2 * sin(t.ms / 900000.0 + s.id) + CASE WHEN (t.ms / 60000 + s.id * 97) % 700 < 25 THEN 6 ELSE 0 END)::numeric, 1)
       FROM generate_series($2::bigint, $3::bigint, ${MINUTE}::bigint) AS t (ms), unnest($1::int[]) AS s (id) ORDER BY t.ms, s.id`,
      [series, from + day * DAY, from + (day + 1) * DAY - 1])
  }
  await db.query('ANALYZE reading')
  return devices.length * days * (DAY / MINUTE)
}

/** Tries one plain rule on that history, over the machinery of the server but for HTTP. */
function runBacktest(databaseUrl: string, devices: readonly string[], from: number, days: number): Promise<Found> {
  const text = { id: 'bench', name: 'bench', scope: { deviceIds: devices }, metric: 'temperature', above: 8, for: '10m', severity: 'minor' } as const
  const draft = compileRule(metricRuleSchema.parse(text), 1)
  const to = from + days * DAY
  const tried = devices.map((id) => ({ id, intervalMs: MINUTE, hours: null, faultValues: {} }))
  return new Backtests().run({ kind: 'metric', databaseUrl, devices: tried, draft, inForce: null, from, to, now: to, limit: 500 }, () => undefined, new AbortController().signal)
}
