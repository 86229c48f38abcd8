import { Router, type Request } from 'express'
import type { z } from 'zod'
import { ORDER_INPUTS, type OrderInput } from '../../../domain/order/input.ts'
import { ORDER_ACTIONS, permit, TRANSITIONS, type OrderAction } from '../../../domain/order/transitions.ts'
import type { Role, User } from '../../../domain/user.ts'
import { appendLiveEvents } from '../../../stores/postgres/liveEvents.ts'
import { doToOrder } from '../../../stores/postgres/orderActions.ts'
import { orderEvent, withEvidence } from '../../../stores/postgres/orders.ts'
import { invalid, pathParameter, userOf } from '../input.ts'
import { once } from '../once.ts'
import { describe } from '../openapi.ts'
import { audit } from '../register.ts'
import { actorOf, orderWithin, problemOf, viewOf } from './actor.ts'
import type { OrderContext } from './routes.ts'
import { orderSchema } from './shapes.ts'

/** What a rule alone does has no address. */
const OFFERED = ORDER_ACTIONS.filter((action) => action !== 'withdraw')

/** The closed loop: POST /orders/{id}/{action}. */
export function actionRoutes(context: OrderContext): Router {
  const router = Router()
  for (const action of OFFERED) {
    router.post(`/orders/:id/${action}`, async (request, response) => {
      // Most actions need no words, so an absent body is an empty one.
      const body: unknown = request.body ?? {}
      response.json(await carryOut(context, request, userOf(response), action, body))
    })
  }
  return router
}

/** Lock, decide, write, tell: one transaction. Who and when are looked at before what was sent. */
function carryOut<A extends OrderAction>(context: OrderContext, request: Request, user: User, action: A, body: unknown): Promise<object> {
  const id = pathParameter(request, 'id')
  const at = context.clock()
  const actor = actorOf(user)
  return once(context, request, user, async (client) => {
    const order = await orderWithin(client, id, user, at)
    const refused = permit(order, action, actor)
    if (refused) throw problemOf(refused, action)
    const input = readInput(action, body)
    const result = await doToOrder(client, order, { action, input, actor, at }, context.configuration.orders)
    if (!result.ok) throw problemOf(result, action)
    for (const year of result.unknownYears) context.log.warn({ year, order: id }, `config/holidays.yaml has no days for ${year}: the deadline may be wrong`)
    const view = viewOf(await withEvidence(client, result.order), user)
    const detail = { ...input, ...(action === 'issue' ? { number: result.order.number, deadline: result.order.deadline } : {}), state: result.order.state }
    await audit(client, { by: user, at, action: `order.${action}`, subject: `order:${id}`, detail })
    await appendLiveEvents(client, [orderEvent(`order.${result.event}`, at, result.order)])
    return view
  })
}

function readInput<A extends OrderAction>(action: A, body: unknown): OrderInput<A> {
  const schema: z.ZodType = ORDER_INPUTS[action]
  const result = schema.safeParse(body)
  if (!result.success) throw invalid(result.error)
  return result.data as OrderInput<A>
}

describe(...OFFERED.map((action) => {
  const { from, to, who } = TRANSITIONS[action]
  const does = to === null ? `When ${from.join(', ')}.` : `${from.join(', ')} → ${to}.`
  return {
    method: 'post' as const, path: `/api/v1/orders/{id}/${action}`, tag: 'orders', summary: `${action[0]?.toUpperCase()}${action.slice(1)} an order`,
    description: `${does} Answers 409 with the reason where the state or a guard does not allow it, 403 where the person may not.`,
    once: true, roles: who.filter((party): party is Role => party !== 'rule'), body: ORDER_INPUTS[action], answer: orderSchema,
  }
}))
