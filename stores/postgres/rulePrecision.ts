import type { Jurisdiction } from '../../domain/user.ts'
import { RULE_FAULTS, type RulePrecision } from '../../domain/rulePrecision.ts'
import { jurisdictionSql } from './jurisdiction.ts'
import { Conditions } from './page.ts'
import type { Queryable } from './pool.ts'

/** A person confirmed what the camera said, resolved what a sensor said, or let an order go on about it. */
const RIGHT = `CASE WHEN a.review IS NOT NULL THEN a.review = 'confirmed' AND a.confirmed_type = a.type
  ELSE a.handled = 'resolved' OR EXISTS (SELECT FROM order_alert x JOIN rectification_order o ON o.id = x.order_id WHERE x.alert_id = a.id AND o.state NOT IN ('found', 'rejected', 'withdrawn')) END`
const WRONG = `coalesce((a.handled = 'dismissed' AND a.dismissed_for = ANY($1::text[])) OR (a.review = 'confirmed' AND a.confirmed_type <> a.type), false)`

interface Row {
  rule_id: string
  rule_version: number
  judged: number
  right_count: number
}

/** What people found of the rules' alerts since then, every version by itself; the newest version of each rule first. */
export async function rulePrecision(db: Queryable, jurisdiction: Jurisdiction, filter: { readonly rule?: string; readonly since: number }): Promise<RulePrecision[]> {
  const conditions = new Conditions()
  conditions.params.push([...RULE_FAULTS])
  conditions.where('a.opened_at >= ?', new Date(filter.since)).raw("(a.handled IN ('resolved', 'dismissed', 'acknowledged') OR a.review = 'confirmed' OR a.state = 'resolved')")
  conditions.raw(jurisdictionSql(jurisdiction, { unit: 'a.unit_id', district: 'a.district' }, conditions.params))
  if (filter.rule) conditions.where('a.rule_id = ?', filter.rule)
  const { rows } = await db.query<Row>(
    `SELECT rule_id, rule_version, count(*)::int AS judged, count(*) FILTER (WHERE NOT is_wrong)::int AS right_count
     FROM (SELECT a.rule_id, a.rule_version, ${WRONG} AS is_wrong, a.handled IS DISTINCT FROM 'dismissed' AND ${RIGHT} AS is_right FROM alert a WHERE ${conditions.sql}) AS found
     WHERE is_wrong OR is_right GROUP BY rule_id, rule_version ORDER BY rule_id, rule_version DESC`, conditions.params)
  return rows.map((row) => ({ ruleId: row.rule_id, ruleVersion: row.rule_version, judged: row.judged, right: row.right_count, precision: row.right_count / row.judged }))
}
