import type { Alert } from '../../domain/alert.ts'
import { lockAlertRecords, type AlertRecord } from './alertRecords.ts'
import type { NewLiveEvent } from './liveEvents.ts'
import { presentRecords } from './presentAlerts.ts'
import type { Queryable } from './pool.ts'

/** Why alerts can't go into an order. */
export interface AlertRefusal {
  readonly type: 'unknown' | 'conflict'
  readonly detail: string
}

/** The alerts of one unit's case, locked until the transaction ends, in the order they were named. */
export async function lockAlertsFor(
  client: Queryable, ids: readonly string[], isInReach: (alert: AlertRecord) => boolean,
): Promise<AlertRecord[] | AlertRefusal> {
  const records = await lockAlertRecords(client, [...new Set(ids)].sort())
  const found: AlertRecord[] = []
  for (const id of new Set(ids)) {
    const record = records.get(id)
    if (!record || !isInReach(record)) return { type: 'unknown', detail: `There is no alert ${id} in your jurisdiction` }
    if (record.state === 'withdrawn' || record.state === 'dismissed') return { type: 'conflict', detail: `Alert ${id} is ${record.state}` }
    found.push(record)
  }
  if (new Set(found.map((record) => record.unit_id)).size > 1) return { type: 'conflict', detail: 'The alerts are of different units' }
  const taken = await liveOrderOf(client, ids)
  return taken ? { type: 'conflict', detail: `Alert ${taken.alertId} is in order ${taken.orderId} already` } : found
}

/** The first of the alerts that is in an order which goes on. */
export async function liveOrderOf(client: Queryable, alertIds: readonly string[]): Promise<{ alertId: string; orderId: string } | null> {
  const { rows: [row] } = await client.query<{ alert_id: string; order_id: string }>(
    `SELECT oa.alert_id, oa.order_id FROM order_alert oa JOIN rectification_order o ON o.id = oa.order_id
     WHERE oa.alert_id = ANY($1::text[]) AND o.state NOT IN ('rejected', 'withdrawn', 'closed') LIMIT 1`, [alertIds])
  return row ? { alertId: row.alert_id, orderId: row.order_id } : null
}

/** Notes on both sides that the alerts are in the order; returns what live subscribers hear of the alerts. */
export async function linkAlerts(client: Queryable, orderId: string, alertIds: readonly string[], by: string, now: number): Promise<NewLiveEvent[]> {
  if (alertIds.length === 0) return []
  await client.query('INSERT INTO order_alert (alert_id, kind, order_id) SELECT unnest($1::text[]), $2, $3', [alertIds, `joined:${orderId}`, orderId])
  const entry = { at: new Date(now).toISOString(), event: 'order-joined', by, note: orderId }
  const { rows } = await client.query<{ record: AlertRecord }>(
    'UPDATE alert SET version = version + 1, timeline = timeline || $2::jsonb WHERE id = ANY($1::text[]) RETURNING to_jsonb(alert) AS record',
    [alertIds, JSON.stringify([entry])])
  const alerts: Alert[] = await presentRecords(client, rows.map((row) => row.record))
  return alerts.map((data) => ({ topic: 'alerts', type: 'alert.updated', at: now, unitId: data.unitId, district: data.district, data }))
}
