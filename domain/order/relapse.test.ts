import { expect, it } from 'vitest'
import { TERMS } from '../../test/builders/orders.ts'
import { isRelapse } from './relapse.ts'

it('is a relapse what opens between the readings being back and the end of the watch period, of a closed order only', () => {
  const at = '2026-09-10T00:00:00.000Z'
  const closed = Date.parse(at)
  const order = { state: 'closed' as const, timeline: [{ at, event: 'closed', by: 'user:duty' }] }
  expect(isRelapse(order, closed + 1_000, TERMS)).toBe(true)
  expect(isRelapse(order, closed - TERMS.backInRangeMs, TERMS)).toBe(false)
  expect(isRelapse(order, closed - TERMS.backInRangeMs + 1, TERMS)).toBe(true)
  expect(isRelapse(order, closed + TERMS.watchMs, TERMS)).toBe(true)
  expect(isRelapse(order, closed + TERMS.watchMs + 1, TERMS)).toBe(false)
  expect(isRelapse({ ...order, state: 'in_progress' }, closed + 1_000, TERMS)).toBe(false)
})
