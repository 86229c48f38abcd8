import { isRelapse } from '../../domain/order/relapse.ts'
import type { AlertRecord } from './alertRecords.ts'
import { appendAudit } from './audit.ts'
import type { NewLiveEvent } from './liveEvents.ts'
import { doToOrder, type OrderRules } from './orderActions.ts'
import { linkAlerts, liveOrderOf } from './orderAlerts.ts'
import { lockOrder, orderEvent } from './orders.ts'
import type { Queryable } from './pool.ts'

/** Those of the alerts on whose device the same rule led to an order that is closed now: nearly always none. */
export async function suspectedRelapses(db: Queryable, alertIds: readonly string[]): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `SELECT a.id FROM alert a WHERE a.id = ANY($1::text[]) AND EXISTS (
       SELECT 1 FROM alert earlier JOIN order_alert oa ON oa.alert_id = earlier.id JOIN rectification_order o ON o.id = oa.order_id
       WHERE earlier.device_id = a.device_id AND earlier.rule_id = a.rule_id AND earlier.id <> a.id AND o.state = 'closed')`, [alertIds])
  return rows.map((row) => row.id)
}

/**
 * Opens again the closed order whose trouble this alert shows to be back, and takes the alert into it. Once, however
 * often it is asked for: an alert that is in an order opens none again.
 * @returns what live subscribers are to hear, or nothing where no order was closed about it lately
 */
export async function reopenRelapsed(client: Queryable, alertId: string, rules: OrderRules, now: number): Promise<NewLiveEvent[]> {
  // The alert before the order, as everybody locks them.
  const { rows: [alert] } = await client.query<Pick<AlertRecord, 'rule_id' | 'rule_name' | 'state'> & { opened_at: Date }>(
    'SELECT rule_id, rule_name, state, opened_at FROM alert WHERE id = $1 AND metric IS NOT NULL FOR UPDATE', [alertId])
  if (!alert || alert.state === 'withdrawn' || alert.state === 'dismissed') return []
  const { rows: candidates } = await client.query<{ id: string }>(
    `SELECT DISTINCT o.id, o.created_at FROM alert a JOIN alert earlier ON earlier.device_id = a.device_id AND earlier.rule_id = a.rule_id AND earlier.id <> a.id
       JOIN order_alert oa ON oa.alert_id = earlier.id JOIN rectification_order o ON o.id = oa.order_id
     WHERE a.id = $1 AND o.state = 'closed' AND NOT EXISTS (SELECT 1 FROM order_alert mine WHERE mine.alert_id = a.id AND mine.order_id = o.id)
     ORDER BY o.created_at DESC LIMIT 5`, [alertId])
  for (const { id } of candidates) {
    const order = await lockOrder(client, id, now)
    if (!order || !isRelapse(order, alert.opened_at.getTime(), rules.terms) || (await liveOrderOf(client, [alertId]))) continue
    const by = `rule:${alert.rule_id}`
    const actor = { by, name: alert.rule_name, party: 'rule', mayIssue: false } as const
    const result = await doToOrder(client, order, { action: 'reopen', input: { reason: `alert ${alertId}` }, actor, at: now }, rules)
    if (!result.ok) continue
    const events = await linkAlerts(client, id, [alertId], by, now)
    const after = { ...result.order, alertIds: [...result.order.alertIds, alertId].sort() }
    await appendAudit(client, { at: now, actor: by, action: 'order.reopen', subject: `order:${id}`, detail: { alertId, deadline: after.deadline } })
    return [orderEvent('order.reopened', now, after), ...events]
  }
  return []
}
