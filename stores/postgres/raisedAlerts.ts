import type { Severity } from '../../domain/severity.ts'
import type { Queryable } from './pool.ts'

/** An alert as it was raised in earnest, no more than a comparison needs. */
export interface RaisedAlert {
  readonly id: string
  readonly deviceId: string
  readonly ruleId: string
  readonly ruleName: string
  readonly severity: Severity
  readonly state: string
  readonly breachedAt: string
  readonly openedAt: string
  readonly resolvedAt: string | null
  readonly value: number | null
  readonly limit: number | null
}

interface RaisedRow {
  id: string
  device_id: string
  rule_id: string
  rule_name: string
  severity: Severity
  state: string
  breached_at: Date
  opened_at: Date
  resolved_at: Date | null
  value: number | null
  limit_value: number | null
}

export interface RaisedQuery {
  readonly devices: readonly string[]
  /** What they are about: a metric, or a violation. */
  readonly about: { readonly metric: string } | { readonly type: string }
  /** Bounds of `openedAt`: from it on, and before it. Epoch milliseconds. */
  readonly from: number
  readonly to: number
}

/** Alerts about this of these devices that opened in the span and still stand, newest first, at most `limit`. */
export async function raisedAlerts(db: Queryable, query: RaisedQuery, limit: number): Promise<RaisedAlert[]> {
  const { rows } = await db.query<RaisedRow>(
    `SELECT id, device_id, rule_id, rule_name, severity, state, breached_at, opened_at, resolved_at, value, limit_value FROM alert
     WHERE device_id = ANY($1::text[]) AND ${'metric' in query.about ? 'metric' : 'type'} = $2 AND opened_at >= $3 AND opened_at < $4 AND state <> 'withdrawn'
     ORDER BY opened_at DESC, id DESC LIMIT $5`,
    [query.devices, 'metric' in query.about ? query.about.metric : query.about.type, new Date(query.from), new Date(query.to), limit])
  return rows.map((row) => ({
    id: row.id, deviceId: row.device_id, ruleId: row.rule_id, ruleName: row.rule_name, severity: row.severity, state: row.state,
    breachedAt: row.breached_at.toISOString(), openedAt: row.opened_at.toISOString(), resolvedAt: row.resolved_at?.toISOString() ?? null,
    value: row.value, limit: row.limit_value,
  }))
}
