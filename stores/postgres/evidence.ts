import type { Queryable } from './pool.ts'
import { FLAGS } from './history.ts'

/** How much before the breach and after its end is kept with an alert. */
export const EVIDENCE_AROUND_MS = 30 * 60_000

/**
 * Keeps the full-resolution readings around an alert with it, so that they outlive the history they come from. Doing it
 * again brings it up to date.
 */
export async function gatherEvidence(db: Queryable, alertId: string): Promise<void> {
  await db.query(
    `INSERT INTO alert_evidence (alert_id, metric, since, until, readings)
     SELECT a.id, a.metric, w.since, w.until, coalesce((
       SELECT jsonb_agg(jsonb_build_array(round(extract(epoch FROM r.ts) * 1000), r.value) ORDER BY r.ts)
       FROM series s JOIN reading r ON r.series_id = s.id
       WHERE s.device_id = a.device_id AND s.metric = a.metric AND r.ts BETWEEN w.since AND w.until AND r.flags & $3 = 0
     ), '[]')
     FROM alert a CROSS JOIN LATERAL (
       SELECT a.breached_at - $2 * interval '1 ms' AS since, coalesce(a.resolved_at, a.last_seen_at) + $2 * interval '1 ms' AS until
     ) w WHERE a.id = $1 AND a.metric IS NOT NULL
     ON CONFLICT (alert_id) DO UPDATE SET since = excluded.since, until = excluded.until, readings = excluded.readings, gathered_at = now()`,
    [alertId, EVIDENCE_AROUND_MS, FLAGS.faultValue])
}
