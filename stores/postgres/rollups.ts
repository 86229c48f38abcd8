import { FLAGS } from './history.ts'
import { transaction, type Pool } from './pool.ts'

const HOURS_A_ROUND = 2_000
/** An hour is rolled up once it is over and what came a little late is in. */
const SETTLE_MS = 10 * 60_000
const HOUR = 3_600_000

const summarise = (table: string, unit: 'minute' | 'hour') => `
  INSERT INTO ${table} AS old (series_id, t, min, max, last, count)
  SELECT r.series_id, date_trunc('${unit}', r.ts, 'UTC'), min(value), max(value), (array_agg(value ORDER BY ts DESC))[1], count(*)
  FROM unnest($1::int[], $2::timestamptz[]) AS due (series_id, hour)
  JOIN reading r ON r.series_id = due.series_id AND r.ts >= due.hour AND r.ts < due.hour + interval '1 hour'
  WHERE r.flags & ${FLAGS.faultValue} = 0
  GROUP BY 1, 2
  ON CONFLICT (series_id, t) DO UPDATE SET min = excluded.min, max = excluded.max, last = excluded.last, count = excluded.count`

/**
 * Brings the minute and hour summaries of some finished hours up to date, from the readings themselves.
 * @returns how many series-hours were done; 0 when there is nothing left
 */
export function rollUp(db: Pool, now: number): Promise<number> {
  return transaction(db, async (client) => {
    const { rows } = await client.query<{ series_id: number; hour: Date }>(
      `DELETE FROM rollup_due WHERE (series_id, hour) IN (
         SELECT series_id, hour FROM rollup_due WHERE hour < $1 AND marked_at < now() - interval '1 minute' ORDER BY hour LIMIT $2 FOR UPDATE SKIP LOCKED
       ) RETURNING series_id, hour`,
      [new Date(now - HOUR - SETTLE_MS), HOURS_A_ROUND])
    if (rows.length === 0) return 0
    const values = [rows.map((row) => row.series_id), rows.map((row) => row.hour)]
    await client.query(summarise('rollup_minute', 'minute'), values)
    await client.query(summarise('rollup_hour', 'hour'), values)
    return rows.length
  })
}
