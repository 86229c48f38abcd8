import type { TimelineEntry } from '../../domain/alert.ts'
import { isForgotten } from '../../domain/alertHandling.ts'
import { alertState } from '../../domain/alertState.ts'
import type { AlertRecord } from './alertRecords.ts'
import { appendAudit } from './audit.ts'
import { touchEscalation } from './escalationLooks.ts'
import type { NewLiveEvent } from './liveEvents.ts'
import { liveOrderOf } from './orderAlerts.ts'
import type { Queryable } from './pool.ts'
import { presentRecords } from './presentAlerts.ts'

/**
 * Puts an alert that was taken over at this time back to open, unless something has followed: it ended, somebody else
 * acted on it, or an order goes on about it. Repeating it changes nothing, for then it is no longer taken over.
 * @returns what live subscribers are to hear, or nothing where it stays as it is
 */
export async function returnAlert(client: Queryable, alertId: string, takenAt: string, now: number): Promise<NewLiveEvent[]> {
  const { rows: [row] } = await client.query<{ record: AlertRecord }>('SELECT to_jsonb(alert) AS record FROM alert WHERE id = $1 FOR UPDATE', [alertId])
  if (!row || row.record.state !== 'acknowledged' || !isForgotten(row.record.timeline, takenAt)) return []
  if (await liveOrderOf(client, [alertId])) return []
  const { record } = row
  const entry: TimelineEntry = { at: new Date(now).toISOString(), event: 'returned', by: 'system' }
  const { rows: [changed] } = await client.query<{ record: AlertRecord }>(
    `UPDATE alert SET handled = NULL, state = $2, acknowledged_at = NULL, assignee = NULL, version = version + 1, timeline = timeline || $3::jsonb
     WHERE id = $1 RETURNING to_jsonb(alert) AS record`,
    [alertId, alertState(record.judged, null), JSON.stringify([entry])])
  await touchEscalation(client, alertId, false, now)
  const alerts = changed ? await presentRecords(client, [changed.record]) : []
  await appendAudit(client, { at: now, actor: 'system', action: 'alert.return', subject: `alert:${alertId}`, detail: { takenAt } })
  return alerts.map((data) => ({ topic: 'alerts', type: 'alert.returned', at: now, unitId: data.unitId, district: data.district, data }))
}
