import type { Detection } from '../../domain/feed.ts'
import type { Jurisdiction } from '../../domain/user.ts'
import { jurisdictionSql } from './jurisdiction.ts'
import { Conditions, readPage, type Page, type PageRequest } from './page.ts'
import type { Queryable } from './pool.ts'

/** One event a camera saw, from its start to its end, as the API gives it. Times are ISO 8601 UTC. */
export interface DetectionView {
  id: string
  deviceId: string
  unitId: string | null
  unitName: string | null
  district: string | null
  type: string
  phase: Detection['phase']
  startedAt: string
  lastSeenAt: string
  endedAt: string | null
  confidence: number | null
  box: Detection['box']
  zone: string | null
  track: string | null
  model: string | null
  frames: Detection['frames']
  snapshot: string | null
  /** `pending` while it awaits a person, because it opens no alert by itself; null where it need not. */
  review: 'pending' | 'confirmed' | 'dismissed' | null
  reviewedBy: string | null
  reviewedAt: string | null
  /** What the person says it was; `type` is what the camera said. */
  confirmedType: string | null
  /** The alert that a person made of it. */
  alertId: string | null
}

interface DetectionRow {
  id: string
  device_id: string
  unit_id: string | null
  unit_name: string | null
  district: string | null
  type: string
  phase: Detection['phase']
  started_at: Date
  last_seen_at: Date
  ended_at: Date | null
  confidence: number | null
  box: Detection['box']
  zone: string | null
  track: string | null
  model: string | null
  frames_hit: number | null
  frames_total: number | null
  snapshot: string | null
  review: DetectionView['review']
  reviewed_by: string | null
  reviewed_at: Date | null
  confirmed_type: string | null
  alert_id: string | null
}

const COLUMNS = `d.id, d.device_id, u.id AS unit_id, u.name AS unit_name, u.district, d.type, d.phase, d.started_at, d.last_seen_at, d.ended_at,
  d.confidence, d.box, d.zone, d.track, d.model, d.frames_hit, d.frames_total, d.snapshot,
  d.review, d.reviewed_by, d.reviewed_at, d.confirmed_type, d.alert_id`
const FROM = 'detection d LEFT JOIN device v ON v.id = d.device_id LEFT JOIN unit u ON u.id = v.unit'
const HERE = { unit: 'u.id', district: 'u.district' }

export interface DetectionFilter {
  readonly device?: string
  readonly unit?: string
  readonly type?: string
  readonly district?: string
  readonly awaiting?: 'review'
  /** Bounds of `startedAt`: from it on, and before it. Epoch milliseconds. */
  readonly from?: number
  readonly to?: number
}

/** Newest first. */
export async function listDetections(
  db: Queryable, jurisdiction: Jurisdiction, filter: DetectionFilter, request: PageRequest,
): Promise<Page<DetectionView>> {
  const conditions = new Conditions()
  conditions.raw(jurisdictionSql(jurisdiction, HERE, conditions.params))
  if (filter.device) conditions.where('d.device_id = ?', filter.device)
  if (filter.unit) conditions.where('u.id = ?', filter.unit)
  if (filter.type) conditions.where('d.type = ?', filter.type)
  if (filter.district) conditions.where('u.district = ?', filter.district)
  if (filter.awaiting) conditions.raw("d.review = 'pending'")
  if (filter.from !== undefined) conditions.where('d.started_at >= ?', new Date(filter.from))
  if (filter.to !== undefined) conditions.where('d.started_at < ?', new Date(filter.to))
  // Ids are the cameras' own, so two cameras may share one; a newline is in no device id.
  const listing = { columns: COLUMNS, from: FROM, time: 'd.started_at', id: "(d.device_id || E'\\n' || d.id)" }
  const { items, next } = await readPage<DetectionRow>(db, listing, conditions, request)
  return { items: items.map(present), next }
}

function present(row: DetectionRow): DetectionView {
  return {
    id: row.id,
    deviceId: row.device_id,
    unitId: row.unit_id,
    unitName: row.unit_name,
    district: row.district,
    type: row.type,
    phase: row.phase,
    startedAt: row.started_at.toISOString(),
    lastSeenAt: row.last_seen_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    confidence: row.confidence,
    box: row.box,
    zone: row.zone,
    track: row.track,
    model: row.model,
    frames: row.frames_hit === null || row.frames_total === null ? null : { hit: row.frames_hit, total: row.frames_total },
    snapshot: row.snapshot,
    review: row.review,
    reviewedBy: row.reviewed_by,
    reviewedAt: row.reviewed_at?.toISOString() ?? null,
    confirmedType: row.confirmed_type,
    alertId: row.alert_id,
  }
}

/** The detection, if it lies in the jurisdiction. */
export async function findDetection(db: Queryable, device: string, id: string, jurisdiction: Jurisdiction): Promise<DetectionView | null> {
  const params: unknown[] = [device, id]
  const within = jurisdictionSql(jurisdiction, HERE, params)
  const { rows: [row] } = await db.query<DetectionRow>(`SELECT ${COLUMNS} FROM ${FROM} WHERE d.device_id = $1 AND d.id = $2 AND ${within}`, params)
  return row ? present(row) : null
}
