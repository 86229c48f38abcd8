import type { Order } from '../order.ts'
import type { OrderTerms } from './deadline.ts'

/**
 * Whether what opened now is the closed order's trouble come back: within the watch period, and not of before the time
 * in which the readings were found back in range. Epoch milliseconds.
 */
export function isRelapse({ state, timeline }: Pick<Order, 'state' | 'timeline'>, openedAt: number, { watchMs, backInRangeMs }: Pick<OrderTerms, 'watchMs' | 'backInRangeMs'>): boolean {
  const closed = timeline.findLast((entry) => entry.event === 'closed')
  if (state !== 'closed' || !closed) return false
  const closedAt = Date.parse(closed.at)
  return openedAt > closedAt - backInRangeMs && openedAt <= closedAt + watchMs
}
