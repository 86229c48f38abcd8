import { expect, it } from 'vitest'
import { funnelOf, NO_ORDERS } from './funnel.ts'

it('counts an order at every step it has reached, and never one that was rejected or withdrawn', () => {
  const counts = { ...NO_ORDERS, found: 2, triaged: 1, rejected: 9, withdrawn: 9, assigned: 1, in_progress: 1, returned: 1, submitted: 1, verified: 1, closed: 4 }
  expect(funnelOf(counts).map(({ count }) => count)).toEqual([12, 9, 8, 6, 5, 4])
  expect(funnelOf({ ...NO_ORDERS, closed: 449 }).map(({ count }) => count)).toEqual([449, 449, 449, 449, 449, 449])
})
