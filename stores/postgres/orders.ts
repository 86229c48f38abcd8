import type { Evidence } from '../../domain/alert.ts'
import type { MetricName } from '../../domain/metrics.ts'
import type { Order, OrderState } from '../../domain/order.ts'
import { isOverdue, SETTLED } from '../../domain/order/deadline.ts'
import { NO_ORDERS } from '../../domain/order/funnel.ts'
import { SEEN_BY_UNIT } from '../../domain/order/transitions.ts'
import type { Jurisdiction } from '../../domain/user.ts'
import type { NewLiveEvent } from './liveEvents.ts'
import { orderJurisdictionSql } from './orderJurisdiction.ts'
import { Conditions, containing, readPage, type Page, type PageRequest } from './page.ts'
import type { Queryable } from './pool.ts'
import { photosOf } from './proofPhotos.ts'

export interface OrderRow {
  readonly id: string
  readonly number: string | null
  readonly unit_id: string | null
  readonly unit_name: string | null
  readonly district: string | null
  readonly title: string
  readonly severity: Order['severity']
  readonly state: OrderState
  readonly source: Order['source']
  readonly source_id: string | null
  readonly fact: string | null
  readonly items: Order['items']
  readonly office: string | null
  readonly signer: string | null
  readonly issued_at: Date | null
  readonly notice_deadline: Date | null
  readonly officers: Order['officers']
  readonly served_at: Date | null
  readonly service: Order['service']
  readonly receiver: string | null
  readonly submitted_at: Date | null
  readonly watcher: string | null
  readonly deadline: Date | null
  readonly extended_to: Date | null
  readonly escalation_level: number
  readonly case_id: string | null
  readonly basis: Order['basis']
  readonly timeline: Order['timeline']
  readonly version: number
  readonly created_at: Date
  readonly alert_ids: string[]
}

/** Of `rectification_order o`. */
export const ORDER_COLUMNS = `o.id, o.number, o.unit_id, o.unit_name, o.district, o.title, o.severity, o.state, o.source, o.source_id, o.fact, o.items,
  o.office, o.signer, o.issued_at, o.officers, o.served_at, o.service, o.receiver, o.submitted_at, o.watcher, o.notice_deadline, o.deadline, o.extended_to,
  o.escalation_level, o.case_id, o.basis, o.timeline, o.version, o.created_at,
  ARRAY(SELECT oa.alert_id FROM order_alert oa WHERE oa.order_id = o.id ORDER BY oa.alert_id) AS alert_ids`
const FROM = 'rectification_order o'

/** The order as the API and the live push give it; whether it is overdue depends on `now`, epoch milliseconds. */
export function orderFromRow(row: OrderRow, now: number): Order {
  const order: Order = {
    id: row.id, number: row.number, alertIds: row.alert_ids, unitId: row.unit_id, unitName: row.unit_name, district: row.district,
    title: row.title, severity: row.severity, state: row.state, source: row.source, sourceId: row.source_id, fact: row.fact, items: row.items,
    office: row.office, signer: row.signer, issuedAt: iso(row.issued_at), officers: row.officers,
    servedAt: iso(row.served_at), service: row.service, receiver: row.receiver,
    submittedAt: iso(row.submitted_at), noticeDeadline: iso(row.notice_deadline), deadline: iso(row.deadline), extendedTo: iso(row.extended_to), overdue: false,
    escalationLevel: row.escalation_level, watcher: row.watcher, caseId: row.case_id, basis: row.basis, evidence: [], photos: [],
    timeline: row.timeline, createdAt: row.created_at.toISOString(), version: row.version,
  }
  return { ...order, overdue: isOverdue(order, now) }
}

function iso(at: Date | null): string | null {
  return at?.toISOString() ?? null
}

/** What live subscribers hear of an order. Before it is issued its unit hears nothing. */
export function orderEvent(type: string, at: number, order: Order): NewLiveEvent {
  return { topic: 'orders', type, at, unitId: isSeenByUnit(order) ? order.unitId : null, district: order.district, data: order }
}

export function isSeenByUnit({ state }: Pick<Order, 'state'>): boolean {
  return (SEEN_BY_UNIT as readonly OrderState[]).includes(state)
}

export interface OrderFilter {
  readonly states?: readonly string[]
  readonly unit?: string
  readonly district?: string
  readonly alert?: string
  readonly overdue?: boolean
  /** User name of an officer whose it is: who did something to it, watches over it, or is in charge of the unit. */
  readonly mine?: string
  /** Found in the number, the title, the unit's name or the id. */
  readonly q?: string
  /** Bounds of `createdAt`: from it on, and before it. Epoch milliseconds. */
  readonly from?: number
  readonly to?: number
}

/** The same as `isOverdue`; `?` is the present. */
const OVERDUE = `o.state NOT IN (${SETTLED.map((state) => `'${state}'`).join(', ')})
  AND coalesce(o.extended_to, o.deadline) < CASE WHEN o.state = 'submitted' THEN coalesce(o.submitted_at, ?) ELSE ? END`

/** Newest first. */
export async function listOrders(
  db: Queryable, jurisdiction: Jurisdiction, filter: OrderFilter, request: PageRequest, now: number,
): Promise<Page<Order>> {
  const conditions = conditionsOf(jurisdiction, filter, now)
  const { items, next } = await readPage<OrderRow>(db, { columns: ORDER_COLUMNS, from: FROM, time: 'o.created_at', id: 'o.id' }, conditions, request)
  return { items: items.map((row) => orderFromRow(row, now)), next }
}

/** How many orders are in each state, and how many are late. */
export async function countOrderStates(db: Queryable, jurisdiction: Jurisdiction, filter: OrderFilter, now: number): Promise<{ states: Record<OrderState, number>; overdue: number }> {
  const conditions = conditionsOf(jurisdiction, filter, now)
  conditions.params.push(new Date(now))
  const late = OVERDUE.replaceAll('?', `$${conditions.params.length}`)
  const { rows } = await db.query<{ state: OrderState; count: number; overdue: number }>(
    `SELECT o.state, count(*)::int AS count, (count(*) FILTER (WHERE ${late}))::int AS overdue FROM ${FROM} WHERE ${conditions.sql} GROUP BY o.state`, conditions.params)
  return { states: { ...NO_ORDERS, ...Object.fromEntries(rows.map((row) => [row.state, row.count])) }, overdue: rows.reduce((sum, row) => sum + row.overdue, 0) }
}

function conditionsOf(jurisdiction: Jurisdiction, filter: OrderFilter, now: number): Conditions {
  const conditions = new Conditions()
  conditions.raw(orderJurisdictionSql(jurisdiction, conditions.params))
  if (filter.states) conditions.where('o.state = ANY(?::text[])', filter.states)
  if (filter.unit) conditions.where('o.unit_id = ?', filter.unit)
  if (filter.district) conditions.where('o.district = ?', filter.district)
  if (filter.alert) conditions.where('o.id IN (SELECT oa.order_id FROM order_alert oa WHERE oa.alert_id = ?)', filter.alert)
  if (filter.overdue !== undefined) conditions.where(`(${OVERDUE}) IS ${filter.overdue ? '' : 'NOT '}TRUE`, new Date(now))
  if (filter.mine) {
    conditions.where(`o.watcher = ? OR o.timeline @> jsonb_build_array(jsonb_build_object('by', 'user:' || ?::text)) OR o.unit_id IN (SELECT u.id FROM unit u WHERE u.officer = ?)`, filter.mine)
  }
  if (filter.q) conditions.where('o.number ILIKE ? OR o.title ILIKE ? OR o.unit_name ILIKE ? OR o.id ILIKE ?', containing(filter.q))
  if (filter.from !== undefined) conditions.where('o.created_at >= ?', new Date(filter.from))
  if (filter.to !== undefined) conditions.where('o.created_at < ?', new Date(filter.to))
  return conditions
}

/** The order with the evidence of its alerts, if it lies in the jurisdiction. */
export async function findOrder(db: Queryable, id: string, jurisdiction: Jurisdiction, now: number): Promise<Order | null> {
  const params: unknown[] = [id]
  const within = orderJurisdictionSql(jurisdiction, params)
  const { rows: [row] } = await db.query<OrderRow>(`SELECT ${ORDER_COLUMNS} FROM ${FROM} WHERE o.id = $1 AND ${within}`, params)
  return row ? withEvidence(db, orderFromRow(row, now)) : null
}

/** The order with the evidence of its alerts and the photos of its proof, which lists leave out. */
export async function withEvidence(db: Queryable, order: Order): Promise<Order> {
  return { ...order, evidence: await evidenceOf(db, order.alertIds), photos: await photosOf(db, order.id) }
}

/**
 * The order, locked until the transaction ends, wherever it lies. It is read once it is locked: a statement that waits for
 * the lock sees the row as it then is, but the order's alerts as they were when it began to wait.
 */
export async function lockOrder(client: Queryable, id: string, now: number): Promise<Order | null> {
  await client.query('SELECT 1 FROM rectification_order WHERE id = $1 FOR UPDATE', [id])
  const { rows: [row] } = await client.query<OrderRow>(`SELECT ${ORDER_COLUMNS} FROM ${FROM} WHERE o.id = $1`, [id])
  return row ? orderFromRow(row, now) : null
}

/** Writes all of an order that an action may change. */
export async function updateOrder(client: Queryable, order: Order): Promise<void> {
  await client.query(
    `UPDATE rectification_order SET number = $2, severity = $3, state = $4, fact = $5, items = $6::jsonb, office = $7, signer = $8, issued_at = $9,
       served_at = $10, service = $11, submitted_at = $12, watcher = $13, deadline = $14, extended_to = $15, escalation_level = $16, case_id = $17,
       basis = $18::jsonb, timeline = $19::jsonb, version = $20, officers = $21::jsonb, receiver = $22, notice_deadline = $23 WHERE id = $1`,
    [order.id, order.number, order.severity, order.state, order.fact, JSON.stringify(order.items), order.office, order.signer, order.issuedAt,
      order.servedAt, order.service, order.submittedAt, order.watcher, order.deadline, order.extendedTo, order.escalationLevel, order.caseId,
      JSON.stringify(order.basis), JSON.stringify(order.timeline), order.version, JSON.stringify(order.officers), order.receiver, order.noticeDeadline],
  )
}

interface EvidenceRow {
  metric: MetricName | null
  since: Date
  until: Date
  readings: Evidence['readings'] | null
  snapshot: string | null
}

async function evidenceOf(db: Queryable, alertIds: readonly string[]): Promise<Evidence[]> {
  const { rows } = await db.query<EvidenceRow>(
    `SELECT a.metric, coalesce(e.since, a.breached_at) AS since, coalesce(e.until, a.last_seen_at) AS until, e.readings, a.snapshot
     FROM alert a LEFT JOIN alert_evidence e ON e.alert_id = a.id
     WHERE a.id = ANY($1::text[]) AND (e.alert_id IS NOT NULL OR a.snapshot IS NOT NULL) ORDER BY a.breached_at, a.id`,
    [alertIds],
  )
  return rows.map((row) => ({
    from: row.since.toISOString(),
    to: row.until.toISOString(),
    metric: row.metric,
    readings: row.readings ?? [],
    count: row.readings?.length ?? 0,
    snapshot: row.snapshot,
  }))
}
