import type { Alert, Evidence } from '../../domain/alert.ts'
import type { Jurisdiction } from '../../domain/user.ts'
import type { AlertRecord } from './alertRecords.ts'
import { jurisdictionSql } from './jurisdiction.ts'
import { Conditions, readPage, type Page, type PageRequest } from './page.ts'
import type { Queryable } from './pool.ts'
import { presentRecords } from './presentAlerts.ts'

interface AlertRow {
  readonly record: AlertRecord
}

const COLUMNS = 'to_jsonb(a) AS record'
const FROM = 'alert a'
const HERE = { unit: 'a.unit_id', district: 'a.district' }

export interface AlertFilter {
  readonly states?: readonly string[]
  readonly severities?: readonly string[]
  readonly unit?: string
  readonly device?: string
  readonly district?: string
  readonly type?: string
  readonly metric?: string
  readonly review?: string
  /** User name of whom it is assigned to. */
  readonly assignee?: string
  /** Bounds of `openedAt`: from it on, and before it. Epoch milliseconds. */
  readonly from?: number
  readonly to?: number
}

/** Newest first. Evidence carries the number of its readings only. */
export async function listAlerts(db: Queryable, jurisdiction: Jurisdiction, filter: AlertFilter, request: PageRequest): Promise<Page<Alert>> {
  const conditions = new Conditions()
  conditions.raw(jurisdictionSql(jurisdiction, HERE, conditions.params))
  if (filter.states) conditions.where('a.state = ANY(?::text[])', filter.states)
  if (filter.severities) conditions.where('a.severity = ANY(?::text[])', filter.severities)
  if (filter.unit) conditions.where('a.unit_id = ?', filter.unit)
  if (filter.device) conditions.where('a.device_id = ?', filter.device)
  if (filter.district) conditions.where('a.district = ?', filter.district)
  if (filter.type) conditions.where('a.type = ?', filter.type)
  if (filter.metric) conditions.where('a.metric = ?', filter.metric)
  if (filter.assignee) conditions.where("a.assignee->>'username' = ?", filter.assignee)
  if (filter.review) conditions.where('a.review = ?', filter.review)
  if (filter.from !== undefined) conditions.where('a.opened_at >= ?', new Date(filter.from))
  if (filter.to !== undefined) conditions.where('a.opened_at < ?', new Date(filter.to))
  const { items, next } = await readPage<AlertRow>(db, { columns: COLUMNS, from: FROM, time: 'a.opened_at', id: 'a.id', costly: true }, conditions, request)
  return { items: await presentRecords(db, items.map((row) => row.record)), next }
}

/** The alert with all the readings of its evidence, if it lies in the jurisdiction. */
export async function findAlert(db: Queryable, id: string, jurisdiction: Jurisdiction): Promise<Alert | null> {
  const params: unknown[] = [id]
  const within = jurisdictionSql(jurisdiction, HERE, params)
  const { rows: [row] } = await db.query<AlertRow & { readings: Evidence['readings'] | null }>(
    `SELECT ${COLUMNS}, (SELECT e.readings FROM alert_evidence e WHERE e.alert_id = a.id) AS readings
     FROM ${FROM} WHERE a.id = $1 AND ${within}`,
    params,
  )
  const [alert] = row ? await presentRecords(db, [row.record]) : []
  if (alert?.evidence && row?.readings) alert.evidence.readings = row.readings
  return alert ?? null
}

/** Those of the alerts that still stand, the earliest first; neither withdrawn nor dismissed ones. */
export async function standingAlerts(db: Queryable, ids: readonly string[], jurisdiction: Jurisdiction): Promise<Alert[]> {
  const params: unknown[] = [ids]
  const within = jurisdictionSql(jurisdiction, HERE, params)
  const { rows } = await db.query<AlertRow>(
    `SELECT ${COLUMNS} FROM ${FROM} WHERE a.id = ANY($1::text[]) AND a.state NOT IN ('withdrawn', 'dismissed') AND ${within} ORDER BY a.breached_at, a.id`, params)
  return presentRecords(db, rows.map((row) => row.record))
}

/** The alert's record, locked until the transaction ends, if it lies in the jurisdiction. */
export async function lockAlert(client: Queryable, id: string, jurisdiction: Jurisdiction): Promise<AlertRecord | null> {
  const params: unknown[] = [id]
  const within = jurisdictionSql(jurisdiction, HERE, params)
  const { rows: [row] } = await client.query<AlertRow>(`SELECT ${COLUMNS} FROM ${FROM} WHERE a.id = $1 AND ${within} FOR UPDATE`, params)
  return row?.record ?? null
}
