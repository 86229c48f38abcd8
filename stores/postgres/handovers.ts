import { DEVICE_FAULTS, type Alert } from '../../domain/alert.ts'
import type { Handover, HandoverAlert, HandoverContent } from '../../domain/duty/handover.ts'
import type { Jurisdiction, User } from '../../domain/user.ts'
import { listAlerts } from './alerts.ts'
import { listOrders } from './orders.ts'
import { Conditions, readPage, type Page, type PageRequest } from './page.ts'
import type { Queryable } from './pool.ts'

interface HandoverRow {
  id: string
  jurisdiction: Jurisdiction
  state: Handover['state']
  shift: string
  notes: string
  content: HandoverContent | null
  author: string
  created_at: Date
  signed_out_by: string | null
  signed_out_at: Date | null
  signed_in_by: string | null
  signed_in_at: Date | null
  version: number
}

const COLUMNS = 'h.id, h.jurisdiction, h.state, h.shift, h.notes, h.content, h.author, h.created_at, h.signed_out_by, h.signed_out_at, h.signed_in_by, h.signed_in_at, h.version'
const MOST = 500
const RUNNING = ['found', 'triaged', 'assigned', 'accepted', 'in_progress', 'submitted', 'returned', 'verified']

/** What stands open in the jurisdiction now. */
export async function handoverContent(db: Queryable, jurisdiction: Jurisdiction, now: number): Promise<HandoverContent> {
  const page = { limit: MOST, after: null }
  const open = await listAlerts(db, jurisdiction, { states: ['open', 'acknowledged'] }, page)
  const orders = await listOrders(db, jurisdiction, { states: RUNNING }, page, now)
  const isFault = ({ type }: Alert): boolean => (DEVICE_FAULTS as readonly (string | null)[]).includes(type)
  return {
    at: new Date(now).toISOString(),
    alerts: open.items.filter((alert) => !isFault(alert)).map(lineOf),
    faults: open.items.filter(isFault).map(lineOf),
    orders: orders.items.map(({ id, number, title, unitName, severity, state, deadline, extendedTo, overdue }) => ({ id, number, title, unitName, severity, state, due: extendedTo ?? deadline, overdue })),
    more: open.next !== null || orders.next !== null,
  }
}

function lineOf({ id, severity, state, unitName, district, place, ruleName, openedAt }: Alert): HandoverAlert {
  return { id, severity, state, unitName, district, place, ruleName, openedAt }
}

export async function insertHandover(client: Queryable, { id, jurisdiction, state, shift, notes, author, createdAt }: Handover): Promise<void> {
  await client.query('INSERT INTO handover (id, jurisdiction, state, shift, notes, author, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)',
    [id, JSON.stringify(jurisdiction), state, shift, notes, author, createdAt])
}

/** The handover that somebody is writing for their jurisdiction. Until the transaction ends they begin no other. */
export async function draftOf(client: Queryable, { username, jurisdiction }: Pick<User, 'username' | 'jurisdiction'>): Promise<string | null> {
  await client.query(`SELECT pg_advisory_xact_lock(hashtext('handover ' || $1))`, [username])
  const { rows: [row] } = await client.query<{ id: string }>(
    `SELECT id FROM handover WHERE author = $1 AND jurisdiction = $2::jsonb AND state = 'draft' LIMIT 1`, [username, JSON.stringify(jurisdiction)])
  return row?.id ?? null
}

/** Writes all that an action may change. */
export async function updateHandover(client: Queryable, handover: Handover): Promise<void> {
  const { id, state, shift, notes, content, signedOutBy, signedOutAt, signedInBy, signedInAt, version } = handover
  await client.query(
    `UPDATE handover SET state = $2, shift = $3, notes = $4, content = $5::jsonb, signed_out_by = $6, signed_out_at = $7, signed_in_by = $8, signed_in_at = $9, version = $10 WHERE id = $1`,
    [id, state, shift, notes, content === null ? null : JSON.stringify(content), signedOutBy, signedOutAt, signedInBy, signedInAt, version])
}

/** The handover, wherever it lies; locked until the transaction ends where asked for. */
export async function findHandover(db: Queryable, id: string, lock = false): Promise<Handover | null> {
  const { rows: [row] } = await db.query<HandoverRow>(`SELECT ${COLUMNS} FROM handover h WHERE h.id = $1 ${lock ? 'FOR UPDATE' : ''}`, [id])
  return row ? present(row) : null
}

/** Newest first: those of exactly this jurisdiction's desk, and of those within it. */
export async function listHandovers(db: Queryable, jurisdiction: Jurisdiction, request: PageRequest): Promise<Page<Handover>> {
  const conditions = new Conditions()
  if (jurisdiction.scope === 'districts') {
    conditions.where("h.jurisdiction->>'scope' = 'districts' AND h.jurisdiction->'districts' <@ ?::jsonb", JSON.stringify(jurisdiction.districts))
  } else if (jurisdiction.scope === 'unit') conditions.raw('FALSE')
  const { items, next } = await readPage<HandoverRow>(db, { columns: COLUMNS, from: 'handover h', time: 'h.created_at', id: 'h.id' }, conditions, request)
  return { items: items.map(present), next }
}

function present(row: HandoverRow): Handover {
  return {
    id: row.id, jurisdiction: row.jurisdiction, state: row.state, shift: row.shift, notes: row.notes, content: row.content, author: row.author,
    createdAt: row.created_at.toISOString(), signedOutBy: row.signed_out_by, signedOutAt: row.signed_out_at?.toISOString() ?? null,
    signedInBy: row.signed_in_by, signedInAt: row.signed_in_at?.toISOString() ?? null, version: row.version,
  }
}
