import type { DeliveryResult, NotificationState } from './notification.ts'

/** What of a notification decides how it goes on. */
export interface Progress {
  readonly state: NotificationState
  /** How many channels there are, and which is in use. */
  readonly channels: number
  readonly channelIndex: number
  /** Tries on the present channel that came to nothing. */
  readonly failures: number
  readonly uncertain: boolean
}

/** What happens to a notification. */
export type NotificationEvent = 'claim' | 'lose' | 'cancel' | 'leave' | DeliveryResult

/** From which states each is possible. An attempt that was given up for lost may still turn out well. */
export const FROM: Readonly<Record<NotificationEvent, readonly NotificationState[]>> = {
  claim: ['queued'],
  lose: ['sending'],
  cancel: ['queued', 'grouped'],
  leave: ['queued'],
  accepted: ['sending', 'queued', 'failed'],
  refused: ['sending'],
  failed: ['sending'],
  unsure: ['sending'],
}

const SECOND_MS = 1_000
/** How long to wait after the first, second … failure on one channel; after the last the next channel is tried. */
const WAITS_MS = [5 * SECOND_MS, 15 * SECOND_MS, 45 * SECOND_MS, 120 * SECOND_MS]

export interface NextAttempt {
  readonly progress: Progress
  /** Milliseconds until the next try; null where there is none. */
  readonly waitMs: number | null
}

/**
 * How a notification goes on after an attempt with this result. A channel that refuses is left at once, one that fails
 * is tried five times; the last one's failure is the notification's. Whatever may have arrived stays marked.
 */
export function afterAttempt(progress: Progress, result: DeliveryResult, retryAfterMs = 0): NextAttempt {
  const uncertain = progress.uncertain || result === 'unsure'
  if (result === 'accepted') return { progress: { ...progress, state: 'sent' }, waitMs: null }
  const wait = result === 'refused' ? undefined : WAITS_MS[progress.failures]
  if (wait !== undefined) return { progress: { ...progress, state: 'queued', failures: progress.failures + 1, uncertain }, waitMs: Math.max(wait, retryAfterMs) }
  if (progress.channelIndex + 1 < progress.channels) {
    return { progress: { ...progress, state: 'queued', channelIndex: progress.channelIndex + 1, failures: 0, uncertain }, waitMs: 0 }
  }
  return { progress: { ...progress, state: 'failed', uncertain }, waitMs: null }
}
