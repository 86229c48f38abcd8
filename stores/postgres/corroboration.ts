import type { Queryable } from './pool.ts'

/** An alert that may bear out another, or be borne out. Times are epoch milliseconds. */
export interface RelatedAlert {
  readonly id: string
  readonly deviceId: string
  readonly unitId: string
  readonly metric: string | null
  readonly type: string | null
  readonly value: number | null
  readonly from: number
  readonly until: number
}

/**
 * Makes whoever records for one of these units wait until the transaction ends: two sources that come by different
 * partitions at once see each other, whichever is first. Take it before any alert's row.
 */
export async function lockUnits(client: Queryable, units: readonly string[]): Promise<void> {
  await client.query(
    `SELECT pg_advisory_xact_lock(hashtextextended('corroboration ' || unit, 0)) FROM (SELECT unnest($1::text[]) AS unit ORDER BY 1) AS units`, [units])
}

/** Alerts of the units, of these types or metrics, that lasted at some time from `since` on and nobody took back. */
export async function relatedAlerts(client: Queryable, units: readonly string[], types: readonly string[], metrics: readonly string[], since: number): Promise<RelatedAlert[]> {
  const { rows } = await client.query<{ id: string; device_id: string; unit_id: string; metric: string | null; type: string | null; value: number | null; breached_at: Date; last_seen_at: Date; resolved_at: Date | null }>(
    `SELECT id, device_id, unit_id, metric, type, value, breached_at, last_seen_at, resolved_at FROM alert
     WHERE unit_id = ANY($1::text[]) AND (type = ANY($2::text[]) OR metric = ANY($3::text[])) AND state NOT IN ('withdrawn', 'dismissed')
       AND (last_seen_at >= $4 OR (metric IS NOT NULL AND resolved_at IS NULL)) AND opened_at > $4 - interval '7 days'`,
    [units, types, metrics, new Date(since)])
  return rows.map((row) => ({
    id: row.id, deviceId: row.device_id, unitId: row.unit_id, metric: row.metric, type: row.type, value: row.value,
    from: row.breached_at.getTime(), until: row.metric !== null && row.resolved_at === null ? Infinity : row.last_seen_at.getTime(),
  }))
}
