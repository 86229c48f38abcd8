import type { Alert, AlertState, TimelineEntry } from './alert.ts'
import type { Handling } from './alertState.ts'

/** What a person can do about an alert. */
export const ALERT_ACTIONS = ['acknowledge', 'join', 'assign', 'resolve', 'dismiss', 'confirm', 'comment', 'escalate'] as const
export type AlertAction = (typeof ALERT_ACTIONS)[number]

/** What of an alert decides whether an action is legal. */
export interface AlertStanding {
  readonly state: AlertState
  readonly review: Alert['review']
}

/** What an action leaves behind; `undefined` means as it was. */
export interface Handled {
  readonly handled?: Handling
  readonly review?: Alert['review']
  /** The entry for the timeline. */
  readonly event: 'acknowledged' | 'joined' | 'assigned' | 'resolved' | 'dismissed' | 'confirmed' | 'commented' | 'sent-up'
}

export type HandlingResult = { readonly ok: true; readonly change: Handled } | { readonly ok: false; readonly reason: string }

/** In which states each action is legal. */
const LEGAL: Record<AlertAction, readonly AlertState[]> = {
  acknowledge: ['open'],
  // Where a policy asks for several people: who takes it over besides.
  join: ['acknowledged'],
  // It is somebody's to see to, and stays open, with its escalation, until they take it over.
  assign: ['open', 'acknowledged'],
  resolve: ['open', 'acknowledged'],
  dismiss: ['open', 'acknowledged', 'resolved'],
  confirm: ['open', 'acknowledged', 'resolved'],
  comment: ['open', 'acknowledged', 'resolved', 'dismissed', 'withdrawn'],
  escalate: ['open', 'acknowledged'],
}

/**
 * Whether a person may do this to the alert now, and what follows. An alert of a camera (`review` not null) is reviewed
 * once: confirming it says that the picture shows the violation, dismissing it that it does not. An alert of a sensor
 * has nothing to confirm, but may be dismissed, even after it cleared: a door left open for a delivery is no breach.
 */
export function handleAlert(alert: AlertStanding, action: AlertAction): HandlingResult {
  if (!LEGAL[action].includes(alert.state)) return refuse(`an alert that is ${alert.state} can't be ${PAST[action]}`)
  switch (action) {
    case 'acknowledge':
      return { ok: true, change: { handled: 'acknowledged', event: 'acknowledged' } }
    case 'join':
      return { ok: true, change: { event: 'joined' } }
    case 'assign':
      return { ok: true, change: { event: 'assigned' } }
    case 'resolve':
      if (alert.review === 'pending') return refuse('an alert awaiting review is confirmed or dismissed before it is resolved')
      return { ok: true, change: { handled: 'resolved', event: 'resolved' } }
    case 'dismiss':
      if (alert.review === 'confirmed') return refuse('an alert that a person has confirmed is not dismissed any more')
      return { ok: true, change: { handled: 'dismissed', review: alert.review && 'dismissed', event: 'dismissed' } }
    case 'confirm':
      if (alert.review !== 'pending') return refuse(alert.review ? `the review is over: ${alert.review}` : 'only what a camera saw awaits a review')
      return { ok: true, change: { review: 'confirmed', event: 'confirmed' } }
    case 'comment':
      return { ok: true, change: { event: 'commented' } }
    case 'escalate':
      return { ok: true, change: { event: 'sent-up' } }
  }
}

const PAST: Record<AlertAction, string> = {
  acknowledge: 'acknowledged', join: 'joined', assign: 'assigned', resolve: 'resolved', dismiss: 'dismissed', confirm: 'confirmed', comment: 'commented on', escalate: 'sent up the line',
}

function refuse(reason: string): HandlingResult {
  return { ok: false, reason }
}

/** What a rule goes on saying about an alert is nothing that anybody did. */
const byPerson = (entry: TimelineEntry): boolean => entry.by.startsWith('user:')

/**
 * Whether nobody has done anything since the alert was taken over, or given to another, at this time (ISO 8601, as the
 * timeline has it). An alert that changed hands again counts from the last time only.
 */
export function isForgotten(timeline: readonly TimelineEntry[], takenAt: string): boolean {
  const taken = timeline.findLastIndex(({ event }) => event === 'acknowledged' || event === 'assigned')
  return taken >= 0 && timeline[taken]?.at === takenAt && !timeline.slice(taken + 1).some(byPerson)
}
