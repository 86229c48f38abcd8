import type { Inspection, InspectionDossier } from '../../domain/inspection.ts'
import { isSeenByInspectedUnit } from '../../domain/inspection/sight.ts'
import type { User } from '../../domain/user.ts'
import { jurisdictionSql } from './jurisdiction.ts'
import type { NewLiveEvent } from './liveEvents.ts'
import { Conditions, readPage, type Page, type PageRequest } from './page.ts'
import type { Queryable } from './pool.ts'

interface InspectionRow {
  readonly data: Omit<InspectionDossier, 'orderIds'>
  readonly order_ids: string[]
}

/** Of `inspection i`; its orders name it as their source. */
const COLUMNS = `i.data, ARRAY(SELECT o.id FROM rectification_order o WHERE o.source = 'inspection' AND o.source_id = i.id ORDER BY o.created_at, o.id) AS order_ids`

function fromRow(row: InspectionRow): InspectionDossier {
  return { ...row.data, orderIds: row.order_ids }
}

/** What lists and live events show: nothing of what was said or signed. */
export function outlineOf(inspection: Inspection & Partial<InspectionDossier>): Inspection {
  const { checklist: _checklist, signatures: _signatures, ...outline } = inspection
  return outline
}

/** What live subscribers hear. An unannounced inspection is none of the unit's business before the check-in. */
export function inspectionEvent(type: string, at: number, inspection: InspectionDossier): NewLiveEvent {
  return { topic: 'inspections', type, at, unitId: isSeenByInspectedUnit(inspection) ? inspection.unitId : null, district: inspection.district, data: outlineOf(inspection) }
}

function values(inspection: InspectionDossier): unknown[] {
  const { orderIds: _orderIds, ...data } = inspection
  const members = [inspection.commander, ...inspection.inspectors, ...inspection.watchers].map((one) => one.username)
  return [inspection.id, inspection.unitId, inspection.district, inspection.state, isSeenByInspectedUnit(inspection), members, inspection.campaign, inspection.sourceId,
    JSON.stringify(data), inspection.openedAt, inspection.updatedAt]
}

export async function insertInspection(client: Queryable, inspection: InspectionDossier): Promise<void> {
  await client.query(
    `INSERT INTO inspection (id, unit_id, district, state, open_to_unit, members, campaign, source_id, data, created_at, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb, $10, $11)`, values(inspection))
}

export async function updateInspection(client: Queryable, inspection: InspectionDossier): Promise<void> {
  await client.query(
    `UPDATE inspection SET unit_id = $2, district = $3, state = $4, open_to_unit = $5, members = $6, campaign = $7, source_id = $8, data = $9::jsonb,
       created_at = $10, updated_at = $11 WHERE id = $1`, values(inspection))
}

/**
 * The inspection, wherever it lies; locked until the transaction ends where asked, and read once it is: a statement that
 * waits for the lock would see the inspection's orders as they were when it began to wait.
 */
export async function findInspection(db: Queryable, id: string, lock = false): Promise<InspectionDossier | null> {
  if (lock) await db.query('SELECT 1 FROM inspection WHERE id = $1 FOR UPDATE', [id])
  const { rows: [row] } = await db.query<InspectionRow>(`SELECT ${COLUMNS} FROM inspection i WHERE i.id = $1`, [id])
  return row ? fromRow(row) : null
}

export interface InspectionFilter {
  readonly states?: readonly string[]
  readonly unit?: string
  readonly campaign?: string
  readonly source?: string
  /** Only those the user takes part in. */
  readonly mine?: boolean
}

/** Newest first: those of the user's jurisdiction, and those it is a member of. */
export async function listInspections(db: Queryable, user: User, filter: InspectionFilter, request: PageRequest): Promise<Page<Inspection>> {
  const conditions = new Conditions()
  const within = jurisdictionSql(user.jurisdiction, { unit: 'i.unit_id', district: 'i.district' }, conditions.params)
  const seen = user.role === 'enterprise' ? `(${within}) AND i.open_to_unit` : within
  conditions.params.push([user.username])
  conditions.raw(`(${seen}) OR i.members @> $${conditions.params.length}::text[]`)
  if (filter.states) conditions.where('i.state = ANY(?::text[])', filter.states)
  if (filter.unit) conditions.where('i.unit_id = ?', filter.unit)
  if (filter.campaign) conditions.where('i.campaign = ?', filter.campaign)
  if (filter.source) conditions.where('i.source_id = ?', filter.source)
  if (filter.mine) conditions.where('i.members @> ?::text[]', [user.username])
  const { items, next } = await readPage<InspectionRow>(db, { columns: COLUMNS, from: 'inspection i', time: 'i.created_at', id: 'i.id' }, conditions, request)
  return { items: items.map((row) => outlineOf(fromRow(row))), next }
}

/** How busy an inspector is, and where one last checked in and was there. */
export interface InspectorStanding {
  readonly username: string
  readonly name: string
  readonly running: number
  readonly lastPoint: readonly [number, number] | null
  readonly lastAt: string | null
}

/** The inspectors in whose jurisdiction the unit lies. */
export async function inspectorsFor(db: Queryable, unit: { readonly id: string; readonly district: string }): Promise<InspectorStanding[]> {
  const { rows } = await db.query<{ username: string; name: string; running: number; last: { point: [number, number]; at: string } | null }>(
    `SELECT u.username, u.name,
       (SELECT count(*)::int FROM inspection i WHERE i.members @> ARRAY[u.username] AND i.state IN ('accepted', 'checked_in', 'under_way')) AS running,
       (SELECT i.data -> 'checkIn' FROM inspection i WHERE i.members @> ARRAY[u.username] AND i.data -> 'checkIn' ->> 'holds' = 'true'
          ORDER BY i.data -> 'checkIn' ->> 'at' DESC LIMIT 1) AS last
     FROM app_user u WHERE u.role = 'inspector' AND (u.jurisdiction ->> 'scope' = 'city' OR u.jurisdiction -> 'districts' ? $1) ORDER BY u.username`, [unit.district])
  return rows.map((row) => ({ username: row.username, name: row.name, running: row.running, lastPoint: row.last?.point ?? null, lastAt: row.last?.at ?? null }))
}
