import type { Alert } from '../../domain/alert.ts'
import { isCameraRight, type PrecisionBar } from '../../domain/cameraPrecision.ts'
import { severityIn } from '../../domain/detectionCriteria.ts'
import type { Jurisdiction } from '../../domain/user.ts'
import { writeAlertRecords, writeOutbox, type AlertRecord } from './alertRecords.ts'
import { addReview } from './cameraPrecision.ts'
import { ruleOfCamera } from './cameraRules.ts'
import type { Queryable } from './pool.ts'
import { jurisdictionSql } from './jurisdiction.ts'
import { presentRecords } from './presentAlerts.ts'

/** An event of a camera that is to await a person, and for how long others like it are the same. */
export interface AwaitingDetection {
  readonly device: string
  readonly id: string
  readonly cooldownMs: number
}

/** Lets these await a review, unless one like it did within the merge window: a bad camera must not bury the people. */
export async function awaitReview(client: Queryable, detections: readonly AwaitingDetection[]): Promise<void> {
  if (detections.length === 0) return
  await client.query(
    `UPDATE detection d SET review = 'pending' FROM jsonb_to_recordset($1::jsonb) AS a (device text, id text, "cooldownMs" float8)
     WHERE d.device_id = a.device AND d.id = a.id AND d.review IS NULL AND NOT EXISTS (
       SELECT 1 FROM detection o WHERE o.device_id = d.device_id AND o.type = d.type AND o.track IS NOT DISTINCT FROM d.track AND o.review IS NOT NULL
         AND o.id <> d.id AND o.started_at > d.started_at - a."cooldownMs" * interval '1 ms' AND o.started_at <= d.started_at)`,
    [JSON.stringify(detections)])
}

/** What a person says of a detection that awaits review. */
export interface ReviewDeed {
  readonly id: string
  /** Cameras choose their own ids: names the camera where two chose the same. */
  readonly device: string | undefined
  readonly by: string
  readonly at: number
  readonly note: string | undefined
  readonly says: { readonly confirmedType: string | undefined } | { readonly dismissedFor: string }
}

export type ReviewResult =
  | { readonly outcome: 'done'; readonly device: string; readonly alert: Alert | null }
  | { readonly outcome: 'unknown' }
  | { readonly outcome: 'ambiguous' }
  | { readonly outcome: 'refused'; readonly reason: string }

interface Seen {
  device_id: string
  id: string
  type: string
  started_at: Date
  last_seen_at: Date
  ended_at: Date | null
  confidence: number | null
  zone: string | null
  snapshot: string | null
  review: string | null
  place: string | null
  unit_id: string | null
  unit_name: string | null
  district: string | null
  lng: number | null
  lat: number | null
}

/** Carries the review out within the caller's transaction: confirmed, the detection becomes an alert that is reviewed already. */
export async function reviewDetection(client: Queryable, deed: ReviewDeed, jurisdiction: Jurisdiction, bar: PrecisionBar): Promise<ReviewResult> {
  const seen = await lockDetection(client, deed, jurisdiction)
  if (seen === 'ambiguous') return { outcome: seen }
  if (seen === null) return { outcome: 'unknown' }
  if (seen.review !== 'pending') return { outcome: 'refused', reason: seen.review ? `the review is over: ${seen.review}` : 'it awaits no review' }
  const { says } = deed
  const confirmed = 'confirmedType' in says ? { confirmedType: says.confirmedType ?? seen.type } : null
  const right = isCameraRight(seen.type, confirmed ?? (says as { dismissedFor: string }))
  if (right !== null) await addReview(client, seen.device_id, seen.type, right, bar, deed.at)
  const record = confirmed && reviewedRecord(seen, deed, confirmed.confirmedType, await ruleOfCamera(client, seen.device_id, seen.type))
  await client.query(
    'UPDATE detection SET review = $3, reviewed_by = $4, reviewed_at = $5, confirmed_type = $6, alert_id = $7 WHERE device_id = $1 AND id = $2',
    [seen.device_id, seen.id, confirmed ? 'confirmed' : 'dismissed', deed.by, new Date(deed.at), confirmed?.confirmedType ?? null, record?.id ?? null])
  if (!record) return { outcome: 'done', device: seen.device_id, alert: null }
  await writeAlertRecords(client, [record])
  await writeOutbox(client, [{ queue: 'orders', name: 'draft', jobId: `draft-${record.id}`, data: { alertId: record.id }, delayMs: 0 }])
  const [alert] = await presentRecords(client, [record])
  return { outcome: 'done', device: seen.device_id, alert: alert ?? null }
}

async function lockDetection(client: Queryable, { id, device }: ReviewDeed, jurisdiction: Jurisdiction): Promise<Seen | 'ambiguous' | null> {
  const params: unknown[] = [id, device ?? null]
  const within = jurisdictionSql(jurisdiction, { unit: 'u.id', district: 'u.district' }, params)
  const { rows } = await client.query<Seen>(
    `SELECT d.device_id, d.id, d.type, d.started_at, d.last_seen_at, d.ended_at, d.confidence, d.zone, d.snapshot, d.review,
       v.place, u.id AS unit_id, u.name AS unit_name, u.district, u.lng, u.lat
     FROM detection d LEFT JOIN device v ON v.id = d.device_id LEFT JOIN unit u ON u.id = v.unit
     WHERE d.id = $1 AND ($2::text IS NULL OR d.device_id = $2) AND ${within} FOR UPDATE OF d`, params)
  if (rows.length > 1) return 'ambiguous'
  return rows[0] ?? null
}

/** Its id names the detection, so that no repeat makes a second one. */
function reviewedRecord(seen: Seen, { by, at, note }: ReviewDeed, confirmedType: string, known: Awaited<ReturnType<typeof ruleOfCamera>>): AlertRecord {
  // Its rule may have been switched off since it began to await a person: what was confirmed stands all the same.
  const severity = known ? severityIn(known.rule, seen.zone) : 'minor'
  const rule = known?.rule.id ?? `violation-${seen.type}`
  const iso = (time: Date): string => time.toISOString()
  const judged = seen.ended_at === null ? 'open' : 'resolved'
  return {
    id: `${seen.device_id}~${rule}~reviewed-${seen.id}`, rule_id: rule, rule_version: known?.rule.version ?? 1, rule_name: known?.text.name ?? seen.type,
    unit_id: seen.unit_id, unit_name: seen.unit_name, district: seen.district, lng: seen.lng, lat: seen.lat, device_id: seen.device_id, place: seen.place,
    metric: null, type: seen.type, confirmed_type: confirmedType, severity, current_severity: severity, judged, handled: null, state: judged, review: 'confirmed',
    breached_at: iso(seen.started_at), opened_at: new Date(at).toISOString(), last_seen_at: iso(seen.last_seen_at), acknowledged_at: null,
    resolved_at: seen.ended_at && iso(seen.ended_at), value: seen.confidence, limit_value: known?.rule.minConfidence ?? null, basis: known?.text.basis ?? null, snapshot: seen.snapshot,
    affected: null, occurrences: 1, corroborated_by: null, assignee: null, dismissed_for: null,
    timeline: [
      { at: new Date(at).toISOString(), event: 'opened', by },
      { at: new Date(at).toISOString(), event: 'confirmed', by, ...(note === undefined ? {} : { note }) },
    ],
    revision: 1, version: 1, recorded_at: new Date(at).toISOString(),
  }
}
