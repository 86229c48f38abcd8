import type { AlertState, AlertVerdict } from './alert.ts'

/** What the judgement says of an alert. */
export type JudgedState = AlertVerdict['state']

/** What people did about an alert; the last step of it; null for nothing yet. */
export type Handling = 'acknowledged' | 'resolved' | 'dismissed' | null

/**
 * The one state of an alert that follows from both. A withdrawn alert never was one, whatever was done about it;
 * otherwise a person's closing stands over the judgement's, and either closes it.
 */
export function alertState(judged: JudgedState, handled: Handling): AlertState {
  if (judged === 'withdrawn') return 'withdrawn'
  if (handled === 'dismissed' || handled === 'resolved') return handled
  if (judged === 'resolved') return 'resolved'
  return handled === 'acknowledged' ? 'acknowledged' : 'open'
}
