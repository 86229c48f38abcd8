import type { Order, OrderState } from '../../../domain/order.ts'

/** What a unit looks for: what it has to do, what lies with the officer, what is done. */
export const SHELVES = {
  todo: ['assigned', 'accepted', 'in_progress', 'returned'],
  sent: ['submitted', 'verified'],
  closed: ['closed'],
} as const satisfies Record<string, readonly OrderState[]>
export type Shelf = keyof typeof SHELVES

/** By when it must be put right, epoch milliseconds; null where no date was set. */
export function dueAt({ extendedTo, deadline }: Pick<Order, 'extendedTo' | 'deadline'>): number | null {
  const due = extendedTo ?? deadline
  return due === null ? null : Date.parse(due)
}

export type Pressure = 'late' | 'soon' | 'ample' | 'none'

const SOON_SHARE = 0.2

/** How much the date presses: the last fifth of the time given is soon. Waiting for an officer presses nobody. */
export function pressureOf(order: Pick<Order, 'extendedTo' | 'deadline' | 'issuedAt' | 'state' | 'overdue'>, now: number): Pressure {
  const due = dueAt(order)
  if (due === null || !(SHELVES.todo as readonly OrderState[]).includes(order.state)) return order.overdue ? 'late' : 'none'
  if (now >= due) return 'late'
  const from = order.issuedAt === null ? now : Date.parse(order.issuedAt)
  return due - now < (due - from) * SOON_SHARE ? 'soon' : 'ample'
}

/** What presses most comes first; without a date it comes last. */
export function byUrgency<T extends Pick<Order, 'extendedTo' | 'deadline' | 'createdAt'>>(orders: readonly T[]): T[] {
  return orders.toSorted((a, b) => (dueAt(a) ?? Infinity) - (dueAt(b) ?? Infinity) || a.createdAt.localeCompare(b.createdAt))
}
