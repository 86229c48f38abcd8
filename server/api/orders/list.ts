import { Router } from 'express'
import { z } from 'zod'
import { ORDER_STATES } from '../../../domain/order.ts'
import { liveCursor } from '../../../stores/postgres/liveEvents.ts'
import { findOrder, listOrders } from '../../../stores/postgres/orders.ts'
import { pageAnswer, pageQuery, pageRequest, pathParameter, readQuery, userOf } from '../input.ts'
import { describe } from '../openapi.ts'
import { Problem } from '../problem.ts'
import { someOf, span, word } from '../read/query.ts'
import { livePageOf } from '../read/shapes.ts'
import { viewOf } from './actor.ts'
import type { OrderContext } from './routes.ts'
import { orderSchema } from './shapes.ts'

const filters = z.strictObject({
  ...pageQuery,
  ...span,
  state: someOf(ORDER_STATES).optional(),
  unit: word.optional(),
  district: word.optional(),
  alert: word.optional(),
  overdue: z.enum(['true', 'false']).transform((text) => text === 'true').optional().meta({ type: 'boolean' }),
  q: z.string().trim().max(100).regex(/^[^\0]*$/).optional().meta({ description: 'Found in the number, the title, the unit\'s name or the id' }),
})

/** Orders as each may see them: a unit its own, from `assigned` on. */
export function orderListRoutes(context: OrderContext): Router {
  const router = Router()
  router.get('/orders', async (request, response) => {
    const { state: states, ...query } = readQuery(request, filters)
    const user = userOf(response)
    const asOf = await liveCursor(context.db)
    const page = await listOrders(context.db, user.jurisdiction, { ...query, states }, pageRequest(query), context.clock())
    response.json({ ...pageAnswer({ ...page, items: page.items.map((order) => viewOf(order, user)) }), asOf })
  })
  router.get('/orders/:id', async (request, response) => {
    const user = userOf(response)
    const asOf = await liveCursor(context.db)
    const order = await findOrder(context.db, pathParameter(request, 'id'), user.jurisdiction, context.clock())
    if (!order) throw new Problem('not-found')
    response.json({ ...viewOf(order, user), asOf })
  })
  return router
}

const path = '/api/v1/orders'
describe(
  { method: 'get', path, tag: 'orders', summary: 'Rectification orders, newest first', description: 'A unit sees its own, from `assigned` on.', query: filters, answer: livePageOf(orderSchema) },
  { method: 'get', path: `${path}/{id}`, tag: 'orders', summary: 'One order with the evidence of its alerts', answer: orderSchema },
)
