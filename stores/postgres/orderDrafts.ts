import type { Order } from '../../domain/order.ts'
import { groundOf } from '../../domain/order/ground.ts'
import type { AlertRecord } from './alertRecords.ts'
import type { NewLiveEvent } from './liveEvents.ts'
import { ORDER_COLUMNS, orderEvent, orderFromRow, type OrderRow } from './orders.ts'
import { TRANSITIONS } from '../../domain/order/transitions.ts'
import { presentRecords } from './presentAlerts.ts'
import type { Queryable } from './pool.ts'

/**
 * Drafts the order an alert calls for, once: however often the work is repeated, the unique key (alert, kind) lets one
 * order through.
 * @returns what live subscribers are to hear, or nothing where the order was there already
 */
export async function draftOrder(client: Queryable, alertId: string, now: number): Promise<NewLiveEvent[]> {
  const { rows: [alert] } = await client.query<{ record: AlertRecord }>('SELECT to_jsonb(alert) AS record FROM alert WHERE id = $1 FOR UPDATE', [alertId])
  if (!alert || alert.record.state === 'withdrawn' || alert.record.state === 'dismissed') return []
  // A person was faster: the alert is in an order already, or was in one that has come to its end.
  const { rowCount } = await client.query('SELECT 1 FROM order_alert WHERE alert_id = $1 LIMIT 1', [alertId])
  if (rowCount) return []
  const { record } = alert
  if (record.review !== null && (await wantsNone(client, record))) return []
  const id = `order-${alertId}`
  const at = new Date(now).toISOString()
  const by = `rule:${record.rule_id}`
  const timeline: Order['timeline'] = [{ at, event: 'found', by, note: `alert ${alertId}` }]
  const { rows: [row] } = await client.query<OrderRow>(
    `INSERT INTO rectification_order AS o (id, unit_id, unit_name, district, title, severity, state, basis, timeline, created_at, source, source_id)
     VALUES ($1, $2, $3, $4, $5, $6, 'found', $7, $8, $9, 'alert', $10) ON CONFLICT (id) DO NOTHING RETURNING ${ORDER_COLUMNS}`,
    [id, record.unit_id, record.unit_name, record.district, record.rule_name, record.severity, JSON.stringify(groundOf(record)), JSON.stringify(timeline), at, alertId])
  if (!row) return []
  await client.query(`INSERT INTO order_alert (alert_id, kind, order_id) VALUES ($1, 'draft', $2)`, [alertId, id])
  const { rows: [changed] } = await client.query<{ record: AlertRecord }>(
    `UPDATE alert SET version = version + 1, timeline = timeline || $2::jsonb WHERE id = $1 RETURNING to_jsonb(alert) AS record`,
    [alertId, JSON.stringify([{ at, event: 'order-drafted', by, note: id }])])
  const alerts = changed ? await presentRecords(client, [changed.record]) : []
  return [
    orderEvent('order.drafted', now, orderFromRow({ ...row, alert_ids: [alertId] }, now)),
    ...alerts.map((data) => ({ topic: 'alerts', type: 'alert.updated', at: now, unitId: data.unitId, district: data.district, data })),
  ]
}

/** Whether the rule of what a camera saw asks for no order. Of a sensor's alert the judgement says so itself. */
async function wantsNone(client: Queryable, { rule_id, rule_version }: AlertRecord): Promise<boolean> {
  const { rowCount } = await client.query("SELECT 1 FROM rule WHERE id = $1 AND version = $2 AND text->>'order' = 'none'", [rule_id, rule_version])
  return rowCount !== 0
}

/** Takes back the drafts all of whose alerts have been withdrawn; an order already assigned stays, with a note of it. */
export async function withdrawDrafts(client: Queryable, alertIds: readonly string[], now: number): Promise<NewLiveEvent[]> {
  if (alertIds.length === 0) return []
  const at = new Date(now).toISOString()
  const entry = JSON.stringify([{ at, event: 'alert-withdrawn', by: 'system' }])
  const { rows } = await client.query<OrderRow>(
    `UPDATE rectification_order o SET version = version + 1, timeline = timeline || $2::jsonb,
       state = CASE WHEN state = ANY($3::text[]) AND NOT EXISTS (
         SELECT 1 FROM order_alert oa JOIN alert a ON a.id = oa.alert_id WHERE oa.order_id = o.id AND a.judged <> 'withdrawn'
       ) THEN 'withdrawn' ELSE state END
     WHERE id IN (SELECT order_id FROM order_alert WHERE alert_id = ANY($1)) AND state NOT IN ('rejected', 'withdrawn', 'closed')
     RETURNING ${ORDER_COLUMNS}`,
    [alertIds, entry, TRANSITIONS.withdraw.from])
  return rows.map((row) => orderEvent(row.state === 'withdrawn' ? 'order.withdrawn' : 'order.updated', now, orderFromRow(row, now)))
}
