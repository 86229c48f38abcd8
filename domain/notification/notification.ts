import type { Severity } from '../severity.ts'

/** What a notification speaks of. */
export const SUBJECT_KINDS = ['alert', 'order', 'handover', 'trial', 'phone'] as const
export type SubjectKind = (typeof SUBJECT_KINDS)[number]

export interface Subject {
  readonly kind: SubjectKind
  readonly id: string
}

/** What one person is to be told once. Subject, step and person together are what makes it one. */
export interface NewNotification {
  readonly subject: Subject
  /** Which telling of the subject this is, such as `reminder-80`; the same step never reaches a person twice. */
  readonly step: string
  /** User name. */
  readonly person: string
  /** Where the subject lies, for who may look at the log. */
  readonly unitId: string | null
  readonly district: string | null
  readonly severity: Severity
  readonly title: string
  readonly text: string
  /** Path of the page to act on, such as `/duty?alert=…`. */
  readonly link: string
  /** Ids of channels; the next is tried where one refuses or stays out of reach. */
  readonly channels: readonly string[]
  /** The number to send to, where it is not the person's own. */
  readonly phone?: string
}

/** `grouped` waits to go out in the message of another; `unsent`: none of its channels is set up, so that nothing was tried. */
export const NOTIFICATION_STATES = ['queued', 'grouped', 'sending', 'sent', 'failed', 'cancelled', 'unsent'] as const
export type NotificationState = (typeof NOTIFICATION_STATES)[number]

/** A try to reach a person. */
export interface Delivery {
  readonly attempt: number
  readonly channel: string
  /** ISO 8601 UTC. */
  readonly begunAt: string
  /** Whether it said of itself that it may be a repeat. */
  readonly possibleRepeat: boolean
  /** Null while under way, and for ever where the process died before it knew. */
  readonly result: DeliveryResult | null
  /** What the other side said, without any secret. */
  readonly answer: string | null
  readonly tookMs: number | null
}

/** A notification with all that came of it, as the API gives it. Times are ISO 8601 UTC. */
export interface Notification extends Omit<NewNotification, 'unitId' | 'district' | 'phone'> {
  /** The idempotency key of every attempt. */
  readonly id: string
  readonly personName: string | null
  readonly district: string | null
  readonly state: NotificationState
  readonly attempts: number
  /** The notification in whose message it goes out; null where it has its own. */
  readonly leadId: string | null
  /** How many others go out in its message. */
  readonly gathered: number
  readonly createdAt: string
  readonly endedAt: string | null
  readonly deliveries: readonly Delivery[]
}

/**
 * How an attempt went. `accepted`: the other side has it. `refused`: it will never take it. `failed`: it surely did not
 * get it, which may change. `unsure`: it may have got it, but we have no answer.
 */
export const DELIVERY_RESULTS = ['accepted', 'refused', 'failed', 'unsure'] as const
export type DeliveryResult = (typeof DELIVERY_RESULTS)[number]
