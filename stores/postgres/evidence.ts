import { FLAGS } from './history.ts'
import { transaction, type Pool, type Queryable } from './pool.ts'

/** How much before the breach and after its end is kept with an alert. */
const AROUND_MS = 30 * 60_000
/** By then the readings up to now are surely in history. */
const SOON_MS = 3_000
/** What is kept from after the end has come by then, too. */
const AFTER_END_MS = AROUND_MS + 60_000
const ALERTS_A_ROUND = 200

/** Notes that evidence is to be gathered: soon, and for those that ended once more later. */
export async function noteEvidenceDue(client: Queryable, alerts: readonly { id: string; ended: boolean }[], now: number): Promise<void> {
  if (alerts.length === 0) return
  const due = alerts.flatMap(({ id, ended }) => [
    { id, occasion: 'soon', at: now + SOON_MS },
    ...(ended ? [{ id, occasion: 'end', at: now + AFTER_END_MS }] : []),
  ])
  await client.query({
    name: 'evidence-due',
    text: `INSERT INTO evidence_due (alert_id, occasion, due_at) SELECT DISTINCT ON (id, occasion) id, occasion, to_timestamp(at / 1000.0)
      FROM unnest($1::text[], $2::text[], $3::float8[]) AS d (id, occasion, at) ON CONFLICT DO NOTHING`,
    values: [due.map((d) => d.id), due.map((d) => d.occasion), due.map((d) => d.at)],
  })
}

/**
 * Keeps the full-resolution readings around alerts with them, so that they outlive the history they come from. Doing it
 * again brings it up to date.
 * @returns how many notes were seen to; 0 when none is due
 */
export function gatherEvidence(db: Pool, now: number): Promise<number> {
  return transaction(db, async (client) => {
    const { rows } = await client.query<{ alert_id: string }>(
      `DELETE FROM evidence_due WHERE (alert_id, occasion) IN (
         SELECT alert_id, occasion FROM evidence_due WHERE due_at <= $1 ORDER BY due_at LIMIT $2 FOR UPDATE SKIP LOCKED
       ) RETURNING alert_id`, [new Date(now), ALERTS_A_ROUND])
    if (rows.length > 0) await client.query(GATHER, [[...new Set(rows.map((row) => row.alert_id))], AROUND_MS, FLAGS.faultValue])
    return rows.length
  })
}

const GATHER = `
  INSERT INTO alert_evidence (alert_id, metric, since, until, readings)
  SELECT a.id, a.metric, w.since, w.until, coalesce((
    SELECT jsonb_agg(jsonb_build_array(round(extract(epoch FROM r.ts) * 1000), r.value) ORDER BY r.ts)
    FROM series s JOIN reading r ON r.series_id = s.id
    WHERE s.device_id = a.device_id AND s.metric = a.metric AND r.ts BETWEEN w.since AND w.until AND r.flags & $3 = 0
  ), '[]')
  FROM alert a CROSS JOIN LATERAL (
    SELECT a.breached_at - $2 * interval '1 ms' AS since, coalesce(a.resolved_at, a.last_seen_at) + $2 * interval '1 ms' AS until
  ) w WHERE a.id = ANY($1) AND a.metric IS NOT NULL
  ORDER BY a.id
  ON CONFLICT (alert_id) DO UPDATE SET since = excluded.since, until = excluded.until, readings = excluded.readings, gathered_at = now()`
