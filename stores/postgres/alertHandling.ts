import type { Alert, Assignee, TimelineEntry } from '../../domain/alert.ts'
import { handleAlert, type AlertAction } from '../../domain/alertHandling.ts'
import { alertState } from '../../domain/alertState.ts'
import { isCameraRight, type PrecisionBar } from '../../domain/cameraPrecision.ts'
import { holdersOf } from '../../domain/escalation/escalate.ts'
import type { Jurisdiction } from '../../domain/user.ts'
import type { AlertRecord } from './alertRecords.ts'
import { writeOutbox } from './alertRecords.ts'
import { lockAlert } from './alerts.ts'
import { touchEscalation } from './escalationLooks.ts'
import { addReview } from './cameraPrecision.ts'
import type { Queryable } from './pool.ts'
import { presentRecords } from './presentAlerts.ts'

/** What a person does about an alert. */
export interface AlertDeed {
  readonly id: string
  readonly action: AlertAction
  /** `user:<username>`. */
  readonly by: string
  readonly note: string | undefined
  /** Why it is dismissed. */
  readonly reason?: string | undefined
  /** What a confirming person says it was; as the camera said where absent. */
  readonly confirmedType?: string | undefined
  /** Whom it is assigned to; the caller has seen that they may see to it. */
  readonly assignee?: Assignee | undefined
  /** Epoch milliseconds. */
  readonly at: number
  /** An alert taken over is looked at again after so many milliseconds. */
  readonly returnAfterMs: number
}

export type AlertDeedResult =
  | { readonly outcome: 'done'; readonly alert: Alert; readonly event: string }
  | { readonly outcome: 'unknown' }
  | { readonly outcome: 'refused'; readonly reason: string }

/**
 * Carries the deed out within the caller's transaction, which then writes the audit log and the live event. A confirmed
 * picture asks for an order; a unique key sees to it that it is drafted once.
 */
export async function doToAlert(client: Queryable, deed: AlertDeed, jurisdiction: Jurisdiction, bar: PrecisionBar): Promise<AlertDeedResult> {
  const record = await lockAlert(client, deed.id, jurisdiction)
  if (!record) return { outcome: 'unknown' }
  const { state, review } = record as Pick<Alert, 'state' | 'review'>
  const result = handleAlert({ state, review }, deed.action)
  if (!result.ok) return { outcome: 'refused', reason: result.reason }
  if (deed.assignee && deed.assignee.username === record.assignee?.username) return { outcome: 'refused', reason: `it is assigned to ${deed.assignee.username} already` }
  if (deed.action === 'join' && holdersOf(record.timeline).includes(deed.by)) return { outcome: 'refused', reason: 'who has taken it over or joined has it already' }
  const { handled = record.handled, review: reviewed = review, event } = result.change
  const at = new Date(deed.at).toISOString()
  const entry: TimelineEntry = { at, event, by: deed.by, ...(deed.note === undefined ? {} : { note: deed.note }), ...(deed.assignee ? { to: deed.assignee.username } : {}) }
  const after: AlertRecord = {
    ...record,
    handled,
    review: reviewed,
    confirmed_type: event === 'confirmed' ? (deed.confirmedType ?? record.type) : record.confirmed_type,
    state: alertState(record.judged, handled),
    acknowledged_at: event === 'acknowledged' ? at : record.acknowledged_at,
    resolved_at: event === 'resolved' ? at : record.resolved_at,
    assignee: deed.assignee ?? record.assignee,
    dismissed_for: event === 'dismissed' ? (deed.reason ?? null) : record.dismissed_for,
    timeline: [...record.timeline, entry],
    version: record.version + 1,
  }
  await client.query(
    `UPDATE alert SET handled = $2, review = $3, state = $4, acknowledged_at = $5, resolved_at = $6, timeline = $7::jsonb, version = $8, confirmed_type = $9, assignee = $10::jsonb, dismissed_for = $11
     WHERE id = $1`,
    [after.id, after.handled, after.review, after.state, after.acknowledged_at, after.resolved_at, JSON.stringify(after.timeline), after.version, after.confirmed_type,
      after.assignee && JSON.stringify(after.assignee), after.dismissed_for],
  )
  if (review === 'pending' && reviewed !== 'pending') await reviewCamera(client, after, deed, bar)
  // Taken over, or given to another by who had it: either way something must follow.
  if (event === 'acknowledged' || (event === 'assigned' && state === 'acknowledged')) {
    const data = { alertId: after.id, takenAt: at }
    await writeOutbox(client, [{ queue: 'returns', name: 'return', jobId: `return-${after.id}-${after.version}`, data, delayMs: deed.returnAfterMs }])
  }
  if (event === 'confirmed') {
    await writeOutbox(client, [{ queue: 'orders', name: 'draft', jobId: `draft-${after.id}`, data: { alertId: after.id }, delayMs: 0 }])
  }
  if (event !== 'commented' && event !== 'confirmed' && event !== 'assigned') await touchEscalation(client, after.id, event === 'sent-up', deed.at)
  const [alert] = await presentRecords(client, [after])
  return alert ? { outcome: 'done', alert, event } : { outcome: 'unknown' }
}

/** What the review of its alert says of the camera. */
async function reviewCamera(client: Queryable, { device_id, type, confirmed_type }: AlertRecord, { reason, at }: AlertDeed, bar: PrecisionBar): Promise<void> {
  if (type === null) return
  const right = isCameraRight(type, confirmed_type === null ? { dismissedFor: reason } : { confirmedType: confirmed_type })
  if (right !== null) await addReview(client, device_id, type, right, bar, at)
}
