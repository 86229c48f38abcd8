import type { OrderState } from '../../domain/order.ts'

/** The good way of an order; returned ones are back in the fixing, and say so beside it. */
const WAY = ['found', 'triaged', 'assigned', 'accepted', 'in_progress', 'submitted', 'verified', 'closed'] as const

export interface FunnelStep {
  state: (typeof WAY)[number]
  count: number
  /** Width of the bar, 0 to 1, against the fullest step in hand; the closed ones have a scale of their own. */
  share: number
}

export interface Funnel {
  steps: FunnelStep[]
  /** Orders in hand: neither closed nor ended otherwise. */
  open: number
  closed: number
  returned: number
  rejected: number
  withdrawn: number
}

export function funnelOf(orders: Record<OrderState, number>): Funnel {
  const inHand = WAY.filter((state) => state !== 'closed')
  const fullest = Math.max(1, ...inHand.map((state) => orders[state]))
  return {
    steps: WAY.map((state) => ({ state, count: orders[state], share: state === 'closed' ? Math.min(1, orders.closed) : orders[state] / fullest })),
    open: inHand.reduce((sum, state) => sum + orders[state], 0) + orders.returned,
    closed: orders.closed,
    returned: orders.returned,
    rejected: orders.rejected,
    withdrawn: orders.withdrawn,
  }
}
