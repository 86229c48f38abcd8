import type { Alert, Evidence } from '../../domain/alert.ts'
import { METRICS, type MetricName } from '../../domain/metrics.ts'
import type { AlertRecord } from './alertRecords.ts'
import type { Jurisdiction } from '../../domain/user.ts'
import { jurisdictionSql } from './jurisdiction.ts'
import { Conditions, readPage, type Page, type PageRequest } from './page.ts'
import type { Queryable } from './pool.ts'

/** What is kept beside an alert's own record. */
interface AlertCompany {
  /** Null until the readings around the alert have been gathered. */
  readonly evidence: { readonly since: string; readonly until: string; readonly count: number } | null
  readonly order_ids: readonly string[]
}

interface AlertRow extends AlertCompany {
  readonly record: AlertRecord
}

const COMPANY = `
  (SELECT jsonb_build_object('since', e.since, 'until', e.until, 'count', e.reading_count)
   FROM alert_evidence e WHERE e.alert_id = a.id) AS evidence,
  ARRAY(SELECT o.order_id FROM order_alert o WHERE o.alert_id = a.id ORDER BY o.order_id) AS order_ids`
const COLUMNS = `to_jsonb(a) AS record, ${COMPANY}`
const FROM = 'alert a'
const HERE = { unit: 'a.unit_id', district: 'a.district' }

const iso = (time: string): string => new Date(time).toISOString()
const isoOrNull = (time: string | null): string | null => (time === null ? null : iso(time))

/** The alert as the API and the live push give it. */
export function alertFromRow({ record, evidence, order_ids: orderIds }: AlertRow): Alert {
  const metric = record.metric as MetricName | null
  return {
    id: record.id,
    ruleId: record.rule_id,
    ruleVersion: record.rule_version,
    ruleName: record.rule_name,
    unitId: record.unit_id,
    unitName: record.unit_name,
    district: record.district,
    point: record.lng === null || record.lat === null ? null : [record.lng, record.lat],
    deviceId: record.device_id,
    place: record.place,
    metric,
    type: record.type,
    severity: record.severity as Alert['severity'],
    currentSeverity: record.current_severity as Alert['severity'],
    state: record.state as Alert['state'],
    review: record.review as Alert['review'],
    breachedAt: iso(record.breached_at),
    openedAt: iso(record.opened_at),
    lastSeenAt: iso(record.last_seen_at),
    acknowledgedAt: isoOrNull(record.acknowledged_at),
    resolvedAt: isoOrNull(record.resolved_at),
    value: record.value,
    limit: record.limit_value,
    unitOfMeasure: metric === null ? null : METRICS[metric].unit || null,
    basis: record.basis as Alert['basis'],
    evidence: evidenceOf(record, evidence),
    orderIds: [...orderIds],
    timeline: record.timeline,
    version: record.version,
  }
}

function evidenceOf(record: AlertRecord, gathered: AlertCompany['evidence']): Evidence | null {
  if (record.metric === null && record.snapshot === null) return null
  return {
    from: iso(gathered?.since ?? record.breached_at),
    to: iso(gathered?.until ?? record.last_seen_at),
    metric: record.metric as MetricName | null,
    readings: [],
    count: gathered?.count ?? 0,
    snapshot: record.snapshot,
  }
}

/** The records as alerts; each is as given, whether or not it is written yet. In the order given. */
export async function presentRecords(db: Queryable, records: readonly AlertRecord[]): Promise<Alert[]> {
  const { rows } = await db.query<AlertCompany & { id: string }>({
    name: 'alert-company',
    text: `SELECT a.id, ${COMPANY} FROM unnest($1::text[]) AS a (id)`,
    values: [records.map((record) => record.id)],
  })
  const company = new Map(rows.map((row) => [row.id, row]))
  return records.map((record) => {
    const { evidence = null, order_ids = [] } = company.get(record.id) ?? {}
    return alertFromRow({ record, evidence, order_ids })
  })
}

export interface AlertFilter {
  readonly states?: readonly string[]
  readonly severities?: readonly string[]
  readonly unit?: string
  readonly device?: string
  readonly district?: string
  readonly type?: string
  readonly metric?: string
  readonly review?: string
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
  if (filter.review) conditions.where('a.review = ?', filter.review)
  if (filter.from !== undefined) conditions.where('a.opened_at >= ?', new Date(filter.from))
  if (filter.to !== undefined) conditions.where('a.opened_at < ?', new Date(filter.to))
  const { items, next } = await readPage<AlertRow>(db, { columns: COLUMNS, from: FROM, time: 'a.opened_at', id: 'a.id' }, conditions, request)
  return { items: items.map(alertFromRow), next }
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
  if (!row) return null
  const alert = alertFromRow(row)
  if (alert.evidence && row.readings) alert.evidence.readings = row.readings
  return alert
}
