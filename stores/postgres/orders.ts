import type { Evidence } from '../../domain/alert.ts'
import type { MetricName } from '../../domain/metrics.ts'
import type { Order, OrderState } from '../../domain/order.ts'
import type { Jurisdiction } from '../../domain/user.ts'
import { jurisdictionSql } from './jurisdiction.ts'
import { Conditions, readPage, type Page, type PageRequest } from './page.ts'
import type { Queryable } from './pool.ts'

export interface OrderRow {
  readonly id: string
  readonly number: string | null
  readonly unit_id: string | null
  readonly unit_name: string | null
  readonly district: string | null
  readonly title: string
  readonly severity: Order['severity']
  readonly state: OrderState
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
export const ORDER_COLUMNS = `o.id, o.number, o.unit_id, o.unit_name, o.district, o.title, o.severity, o.state, o.deadline, o.extended_to,
  o.escalation_level, o.case_id, o.basis, o.timeline, o.version, o.created_at,
  ARRAY(SELECT oa.alert_id FROM order_alert oa WHERE oa.order_id = o.id ORDER BY oa.alert_id) AS alert_ids`
const FROM = 'rectification_order o'
const HERE = { unit: 'o.unit_id', district: 'o.district' }

/** Nothing more is expected of the unit in these. */
const DONE: ReadonlySet<OrderState> = new Set(['rejected', 'withdrawn', 'verified', 'closed'])

/** The order as the API and the live push give it; whether it is overdue depends on `now`, epoch milliseconds. */
export function orderFromRow(row: OrderRow, now: number): Order {
  const due = row.extended_to ?? row.deadline
  return {
    id: row.id,
    number: row.number,
    alertIds: row.alert_ids,
    unitId: row.unit_id,
    unitName: row.unit_name,
    district: row.district,
    title: row.title,
    severity: row.severity,
    state: row.state,
    deadline: row.deadline?.toISOString() ?? null,
    extendedTo: row.extended_to?.toISOString() ?? null,
    overdue: due !== null && due.getTime() < now && !DONE.has(row.state),
    escalationLevel: row.escalation_level,
    caseId: row.case_id,
    basis: row.basis,
    evidence: [],
    timeline: row.timeline,
    createdAt: row.created_at.toISOString(),
    version: row.version,
  }
}

export interface OrderFilter {
  readonly states?: readonly string[]
  readonly unit?: string
  readonly district?: string
  readonly alert?: string
  /** Bounds of `createdAt`: from it on, and before it. Epoch milliseconds. */
  readonly from?: number
  readonly to?: number
}

/** Newest first. */
export async function listOrders(
  db: Queryable, jurisdiction: Jurisdiction, filter: OrderFilter, request: PageRequest, now: number,
): Promise<Page<Order>> {
  const conditions = new Conditions()
  conditions.raw(jurisdictionSql(jurisdiction, HERE, conditions.params))
  if (filter.states) conditions.where('o.state = ANY(?::text[])', filter.states)
  if (filter.unit) conditions.where('o.unit_id = ?', filter.unit)
  if (filter.district) conditions.where('o.district = ?', filter.district)
  if (filter.alert) conditions.where('o.id IN (SELECT oa.order_id FROM order_alert oa WHERE oa.alert_id = ?)', filter.alert)
  if (filter.from !== undefined) conditions.where('o.created_at >= ?', new Date(filter.from))
  if (filter.to !== undefined) conditions.where('o.created_at < ?', new Date(filter.to))
  const { items, next } = await readPage<OrderRow>(db, { columns: ORDER_COLUMNS, from: FROM, time: 'o.created_at', id: 'o.id' }, conditions, request)
  return { items: items.map((row) => orderFromRow(row, now)), next }
}

/** The order with the evidence of its alerts, if it lies in the jurisdiction. */
export async function findOrder(db: Queryable, id: string, jurisdiction: Jurisdiction, now: number): Promise<Order | null> {
  const params: unknown[] = [id]
  const within = jurisdictionSql(jurisdiction, HERE, params)
  const { rows: [row] } = await db.query<OrderRow>(`SELECT ${ORDER_COLUMNS} FROM ${FROM} WHERE o.id = $1 AND ${within}`, params)
  if (!row) return null
  return { ...orderFromRow(row, now), evidence: await evidenceOf(db, row.alert_ids) }
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
