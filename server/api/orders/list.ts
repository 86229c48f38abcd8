import { Router } from 'express'
import { z } from 'zod'
import { ORDER_STATES } from '../../../domain/order.ts'
import { liveCursor } from '../../../stores/postgres/liveEvents.ts'
import { findOrder, listOrders } from '../../../stores/postgres/orders.ts'
import { pageAnswer, pageQuery, pageRequest, pathParameter, readQuery, userOf } from '../input.ts'
import { describe } from '../openapi.ts'
import { Problem } from '../problem.ts'
import { someOf, span, word } from './query.ts'
import type { ReadContext } from './routes.ts'
import { livePageOf, orderSchema } from './shapes.ts'

const filters = z.strictObject({
  ...pageQuery,
  ...span,
  state: someOf(ORDER_STATES).optional(),
  unit: word.optional(),
  district: word.optional(),
  alert: word.optional(),
})

/** Rectification orders. */
export function orderRoutes(context: ReadContext): Router {
  const router = Router()
  router.get('/orders', async (request, response) => {
    const { state: states, ...query } = readQuery(request, filters)
    const asOf = await liveCursor(context.db)
    const page = await listOrders(context.db, userOf(response).jurisdiction, { ...query, states }, pageRequest(query), context.clock())
    response.json({ ...pageAnswer(page), asOf })
  })
  router.get('/orders/:id', async (request, response) => {
    const asOf = await liveCursor(context.db)
    const order = await findOrder(context.db, pathParameter(request, 'id'), userOf(response).jurisdiction, context.clock())
    if (!order) throw new Problem('not-found')
    response.json({ ...order, asOf })
  })
  return router
}

const path = '/api/v1/orders'
describe(
  { method: 'get', path, tag: 'orders', summary: 'Rectification orders, newest first', query: filters, answer: livePageOf(orderSchema) },
  { method: 'get', path: `${path}/{id}`, tag: 'orders', summary: 'One order with the evidence of its alerts', answer: orderSchema },
)
