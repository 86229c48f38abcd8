import type { MetricName } from '../../domain/metrics.ts'
import type { Queryable } from './pool.ts'

/** What a device said last of one metric. */
export interface LatestReading {
  readonly device: string
  readonly metric: MetricName
  readonly value: number
  /** ISO 8601 UTC. */
  readonly at: string
}

/** Of every device of the unit what it said last since then, epoch milliseconds; a door may not have spoken for days. */
export async function latestReadings(db: Queryable, unitId: string, since: number): Promise<LatestReading[]> {
  const { rows } = await db.query<{ device: string; metric: MetricName; value: number; ts: Date }>(
    `SELECT s.device_id AS device, s.metric, r.value, r.ts FROM device d JOIN series s ON s.device_id = d.id
     JOIN LATERAL (SELECT value, ts FROM reading WHERE series_id = s.id AND ts > $2 ORDER BY ts DESC LIMIT 1) r ON true
     WHERE d.unit = $1 ORDER BY s.device_id, s.metric`, [unitId, new Date(since)])
  return rows.map(({ ts, ...row }) => ({ ...row, at: ts.toISOString() }))
}
