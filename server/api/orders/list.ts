import { Router } from 'express'
import { z } from 'zod'
import { ORDER_STATES } from '../../../domain/order.ts'
import { funnelOf, FUNNEL_STEPS } from '../../../domain/order/funnel.ts'
import type { User } from '../../../domain/user.ts'
import { liveCursor } from '../../../stores/postgres/liveEvents.ts'
import { countOrderStates, findOrder, listOrders, type OrderFilter } from '../../../stores/postgres/orders.ts'
import { pageAnswer, pageQuery, pageRequest, pathParameter, readQuery, userOf } from '../input.ts'
import { describe } from '../openapi.ts'
import { Problem } from '../problem.ts'
import { someOf, span, word } from '../read/query.ts'
import { livePageOf } from '../read/shapes.ts'
import { peopleIn } from '../read/people.ts'
import { viewOf } from './actor.ts'
import type { OrderContext } from './routes.ts'
import { orderSchema } from './shapes.ts'

const narrowing = {
  ...span,
  state: someOf(ORDER_STATES).optional(),
  unit: word.optional(),
  district: word.optional(),
  alert: word.optional(),
  overdue: z.enum(['true', 'false']).transform((text) => text === 'true').optional().meta({ type: 'boolean' }),
  mine: z.literal('true').transform(() => true).optional().meta({ type: 'boolean', description: 'Those the caller had a hand in, watches over, or whose unit is in their charge' }),
  q: z.string().trim().max(100).regex(/^[^\0]*$/).optional().meta({ description: 'Found in the number, the title, the unit\'s name or the id' }),
} as const
const filters = z.strictObject({ ...pageQuery, ...narrowing })
const countFilters = z.strictObject(narrowing)
const funnelSchema = z.object({
  steps: z.array(z.object({ step: z.enum(FUNNEL_STEPS), count: z.int() })).meta({ description: 'How many have come at least as far' }),
  states: z.record(z.enum(ORDER_STATES), z.int()), overdue: z.int(), asOf: z.string(),
}).meta({ id: 'OrderFunnel' })

/** Orders as each may see them: a unit its own, from `assigned` on. */
export function orderListRoutes(context: OrderContext): Router {
  const router = Router()
  router.get('/orders', async (request, response) => {
    const query = readQuery(request, filters)
    const user = userOf(response)
    const asOf = await liveCursor(context.db)
    const page = await listOrders(context.db, user.jurisdiction, filterOf(query, user), pageRequest(query), context.clock())
    response.json({ ...pageAnswer({ ...page, items: page.items.map((order) => viewOf(order, user)) }), asOf })
  })
  router.get('/orders/funnel', async (request, response) => {
    const user = userOf(response)
    const asOf = await liveCursor(context.db)
    const counts = await countOrderStates(context.db, user.jurisdiction, filterOf(readQuery(request, countFilters), user), context.clock())
    response.json({ steps: funnelOf(counts.states), ...counts, asOf })
  })
  router.get('/orders/:id', async (request, response) => {
    const user = userOf(response)
    const asOf = await liveCursor(context.db)
    const order = await findOrder(context.db, pathParameter(request, 'id'), user.jurisdiction, context.clock())
    if (!order) throw new Problem('not-found')
    response.json({ ...viewOf(order, user), people: await peopleIn(context.db, order), asOf })
  })
  return router
}

type Narrowed = z.output<typeof countFilters>

function filterOf({ state, mine, ...rest }: Narrowed, { username }: User): OrderFilter {
  return { ...rest, ...(state ? { states: state } : {}), ...(mine ? { mine: username } : {}) }
}

const path = '/api/v1/orders'
describe(
  { method: 'get', path, tag: 'orders', summary: 'Rectification orders, newest first', description: 'A unit sees its own, from `assigned` on.', query: filters, answer: livePageOf(orderSchema) },
  { method: 'get', path: `${path}/funnel`, tag: 'orders', summary: 'How many orders have come how far', description: 'Of those that the filters leave, by when they were opened.', query: countFilters, answer: funnelSchema },
  { method: 'get', path: `${path}/{id}`, tag: 'orders', summary: 'One order with the evidence of its alerts', answer: orderSchema },
)
