import type { Order, OrderState } from '../../domain/order.ts'

/** The good way of an order; what ended otherwise stops where it did. */
const WAY = ['found', 'triaged', 'assigned', 'accepted', 'in_progress', 'submitted', 'verified', 'closed'] as const

export interface Step {
  readonly name: OrderState
  readonly standing: 'done' | 'now' | 'todo' | 'stopped'
  /** When it last got there; ISO 8601. */
  readonly at: string | null
}

/** What the timeline calls the arrival at each step. */
const ARRIVALS: Readonly<Record<(typeof WAY)[number], readonly string[]>> = {
  found: ['found'], triaged: ['triaged'], assigned: ['issued'], accepted: ['accepted', 'served'], in_progress: ['started', 'reopened'], submitted: ['submitted'], verified: ['verified'], closed: ['closed'],
}

/** The way of the order with where it stands: a returned order is back before the fixing. */
export function stepsOf({ state, timeline }: Pick<Order, 'state' | 'timeline'>): Step[] {
  const arrival = (step: (typeof WAY)[number]): string | null => timeline.findLast(({ event }) => ARRIVALS[step].includes(event))?.at ?? null
  if (state === 'rejected' || state === 'withdrawn') {
    const passed = WAY.filter((step) => arrival(step) !== null)
    return [...passed.map((name) => ({ name, standing: 'done' as const, at: arrival(name) })), { name: state, standing: 'stopped', at: timeline.findLast(({ event }) => event === state)?.at ?? null }]
  }
  const here = WAY.findIndex((step) => step === (state === 'returned' ? 'in_progress' : state))
  return WAY.map((name, i) => {
    const isNow = i === here
    if (isNow && state === 'returned') return { name: state, standing: 'stopped', at: timeline.findLast(({ event }) => event === 'returned')?.at ?? null }
    return { name, standing: i < here || state === 'closed' ? 'done' : isNow ? 'now' : 'todo', at: i <= here ? arrival(name) : null }
  })
}
