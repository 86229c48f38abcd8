import type { Alert } from '../../domain/alert.ts'
import type { OrderItem, OrderState } from '../../domain/order.ts'
import { beijingStamp } from '../format/time.ts'
import { subjectOf, type Wordbook } from '../screen/alertText.ts'
import { findingOf } from '../screen/finding.ts'

/** Orders that take further alerts. */
export const RUNNING: readonly OrderState[] = ['found', 'triaged', 'assigned', 'accepted', 'in_progress', 'submitted', 'returned', 'verified']

/** What was found, one line an alert: when, where, what and how much. The officer changes it as needed. */
export function factOf(alerts: readonly Alert[], now: number, words: Wordbook): string {
  return alerts.map((alert) => {
    const finding = findingOf(alert, now, words)
    return [beijingStamp(Date.parse(alert.openedAt)), alert.place, subjectOf(alert, words), finding?.value, finding?.limit].filter(Boolean).join(' ')
  }).join('\n')
}

/** What is to be put right: one item a line, numbered as they stand. */
export const itemsOf = (text: string): OrderItem[] =>
  text.split('\n').map((line) => line.trim()).filter((line) => line !== '').map((line, i) => ({ id: String(i + 1), text: line }))
