import { ORDER_STATES, type OrderState } from '../order.ts'

/** The steps by which an office counts (发现—交办—签收—整改—验收—销号). */
export const FUNNEL_STEPS = ['found', 'assigned', 'accepted', 'rectified', 'verified', 'closed'] as const
export type FunnelStep = (typeof FUNNEL_STEPS)[number]

export type OrderCounts = Readonly<Record<OrderState, number>>

/** How far an order of each state has come; what was returned has still to be rectified. Those that ended otherwise count nowhere. */
const REACHED: Readonly<Record<OrderState, FunnelStep | null>> = {
  found: 'found', triaged: 'found', rejected: null, withdrawn: null, assigned: 'assigned', accepted: 'accepted', in_progress: 'accepted',
  returned: 'accepted', submitted: 'rectified', verified: 'verified', closed: 'closed',
}

/** How many orders have come at least as far as each step: it never grows from one to the next. */
export function funnelOf(counts: OrderCounts): { step: FunnelStep; count: number }[] {
  return FUNNEL_STEPS.map((step, i) => ({
    step, count: ORDER_STATES.reduce((sum, state) => sum + (isAtLeast(REACHED[state], i) ? counts[state] : 0), 0),
  }))
}

function isAtLeast(step: FunnelStep | null, index: number): boolean {
  return step !== null && FUNNEL_STEPS.indexOf(step) >= index
}

/** No order at all in any state. */
export const NO_ORDERS = Object.fromEntries(ORDER_STATES.map((state) => [state, 0])) as Record<OrderState, number>
