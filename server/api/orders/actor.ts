import type { Order } from '../../../domain/order.ts'
import { actionsFor, type OrderAction, type OrderActor, type Refusal } from '../../../domain/order/transitions.ts'
import { within, type User } from '../../../domain/user.ts'
import { isSeenByUnit, lockOrder } from '../../../stores/postgres/orders.ts'
import type { Client } from '../../../stores/postgres/pool.ts'
import { Problem, type ProblemType } from '../problem.ts'

/** A signed-in person as the transition table knows one. */
export function actorOf(user: User): OrderActor {
  return { by: `user:${user.username}`, name: user.name, party: user.role, mayIssue: user.mayIssue }
}

/** The order with what this person can do now. */
export function viewOf<T extends Order>(order: T, user: User): T & { actions: OrderAction[] } {
  return { ...order, actions: within(user.jurisdiction, order) ? actionsFor(order, actorOf(user)) : [] }
}

/** The order, locked, for one in whose jurisdiction it lies; to others it does not exist, nor to a unit before it is issued. */
export async function orderWithin(client: Client, id: string, user: User, now: number): Promise<Order> {
  const order = await lockOrder(client, id, now)
  if (!order || !within(user.jurisdiction, order) || (user.role === 'enterprise' && !isSeenByUnit(order))) throw new Problem('not-found')
  return order
}

const TYPES: Record<Refusal['kind'], ProblemType> = { person: 'forbidden', transition: 'conflict', input: 'invalid', guard: 'conflict' }

/** The refusal as a problem; its code stands in `errors`, for pages to translate. */
export function problemOf({ kind, code, reason }: Refusal, action: string): Problem {
  return new Problem(TYPES[kind], reason, { errors: [{ path: action, type: code, detail: reason }] })
}
