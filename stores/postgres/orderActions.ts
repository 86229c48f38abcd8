import type { Order } from '../../domain/order.ts'
import type { OrderTerms } from '../../domain/order/deadline.ts'
import { decide } from '../../domain/order/decide.ts'
import type { OrderInput } from '../../domain/order/input.ts'
import { officeFor, orderNumber, serialYear, type Office } from '../../domain/order/number.ts'
import { REMINDED } from '../../domain/order/reminder.ts'
import type { OrderAction, OrderActor, Refusal } from '../../domain/order/transitions.ts'
import { cancelNotifications } from './notifications.ts'
import { readDossier } from './orderDossier.ts'
import { updateOrder } from './orders.ts'
import { nextSerial } from './orderSerials.ts'
import type { Queryable } from './pool.ts'

/** Something that is done to an order. */
export interface OrderDeed<A extends OrderAction = OrderAction> {
  readonly action: A
  readonly input: OrderInput<A>
  readonly actor: OrderActor
  /** Epoch milliseconds. */
  readonly at: number
}

/** How orders are issued here. */
export interface OrderRules {
  readonly offices: readonly Office[]
  readonly terms: OrderTerms
}

export type OrderDeedResult =
  | { readonly ok: true; readonly order: Order; readonly event: string; readonly unknownYears: readonly number[] }
  | Refusal

/**
 * Carries the deed out on an order the caller has locked, within the caller's transaction, which then writes the audit
 * log and the live event. A number is taken last, so that other issuers wait for as little as possible.
 */
export async function doToOrder<A extends OrderAction>(client: Queryable, order: Order, deed: OrderDeed<A>, rules: OrderRules): Promise<OrderDeedResult> {
  const { action, input, actor, at } = deed
  const dossier = await readDossier(client, order, namesIn(input))
  const decision = decide(dossier, action, actor, input, rules.terms, at)
  if (!decision.ok) return decision
  const after = action === 'issue' ? await numbered(client, decision.order, rules.offices, at) : decision.order
  await updateOrder(client, after)
  // Nobody hears of a deadline that has been met meanwhile.
  if (after.state !== order.state && !(REMINDED as readonly string[]).includes(after.state)) await cancelNotifications(client, { kind: 'order', id: order.id }, at)
  return { ok: true, order: after, event: decision.entry.event, unknownYears: decision.unknownYears }
}

function namesIn(input: object): string[] {
  const { approver, watcher } = input as { approver?: string; watcher?: string }
  return [approver, watcher].filter((name) => name !== undefined)
}

async function numbered(client: Queryable, order: Order, offices: readonly Office[], at: number): Promise<Order> {
  const office = officeFor(offices, order.district)
  if (!office) throw new Error(`no office issues orders in ${order.district}`)
  const year = serialYear(at)
  return { ...order, office: office.id, number: orderNumber(office, year, await nextSerial(client, office.id, year)) }
}
