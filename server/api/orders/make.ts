import { Router, type Request } from 'express'
import { z } from 'zod'
import { ORDER_SOURCES, type Order } from '../../../domain/order.ts'
import { groundOf } from '../../../domain/order/ground.ts'
import { orderBasis, orderItems, orderText } from '../../../domain/order/input.ts'
import { OFFICERS } from '../../../domain/order/transitions.ts'
import { SEVERITIES, worstSeverity, type Severity } from '../../../domain/severity.ts'
import { within, type User } from '../../../domain/user.ts'
import type { AlertRecord } from '../../../stores/postgres/alertRecords.ts'
import { appendLiveEvents, type NewLiveEvent } from '../../../stores/postgres/liveEvents.ts'
import { linkAlerts, lockAlertsFor } from '../../../stores/postgres/orderAlerts.ts'
import { insertOrder } from '../../../stores/postgres/orderMaking.ts'
import { orderEvent, updateOrder, withEvidence } from '../../../stores/postgres/orders.ts'
import type { Client } from '../../../stores/postgres/pool.ts'
import { findUnit } from '../../../stores/postgres/units.ts'
import { requireRole } from '../../session/authenticate.ts'
import { pathParameter, readBody, userOf } from '../input.ts'
import { once } from '../once.ts'
import { describe } from '../openapi.ts'
import { Problem } from '../problem.ts'
import { answerCreated, audit, makeId } from '../register.ts'
import { orderWithin, viewOf } from './actor.ts'
import type { OrderContext } from './routes.ts'
import { orderSchema } from './shapes.ts'

const alertIds = z.array(z.string().min(1).max(300)).min(1).max(100)
const orderInput = z.strictObject({
  unitId: z.string().min(1).max(64).optional().meta({ description: 'May be left out where alerts name it' }),
  title: z.string().trim().min(1).max(200).optional(),
  severity: z.enum(SEVERITIES).optional(),
  source: z.enum(ORDER_SOURCES).optional(),
  sourceId: z.string().trim().min(1).max(100).optional().meta({ description: 'The number of the inspection or complaint' }),
  basis: orderBasis.optional(),
  fact: orderText.optional(),
  items: orderItems.optional(),
  alertIds: alertIds.optional(),
}).meta({ id: 'OrderInput' })
type OrderInput = z.output<typeof orderInput>
const joinInput = z.strictObject({ alertIds })

/** Opening orders, and bringing further alerts into them. */
export function makeRoutes(context: OrderContext): Router {
  const router = Router()
  router.post('/orders', requireRole(...OFFICERS), async (request, response) => {
    const order = await openOrder(context, request, userOf(response), readBody(request, orderInput))
    answerCreated(request, response, order.id, order)
  })
  router.post('/orders/:id/alerts', requireRole(...OFFICERS), async (request, response) => {
    const { alertIds: ids } = readBody(request, joinInput)
    response.json(await joinAlerts(context, request, userOf(response), ids))
  })
  return router
}

function openOrder(context: OrderContext, request: Request, user: User, input: OrderInput): Promise<Order> {
  const at = context.clock()
  return once(context, request, user, async (client) => {
    const { order, events } = await draftFrom(client, input, user, at)
    await appendLiveEvents(client, events)
    return order
  })
}

/** Opens an order within the caller's transaction; `events` are what live subscribers are to hear of it last. */
export async function draftFrom(client: Client, input: OrderInput, user: User, at: number): Promise<{ order: Order; events: NewLiveEvent[] }> {
  const by = `user:${user.username}`
  const alerts = await alertsWithin(client, input.alertIds ?? [], user)
  const opened = await insertOrder(client, { ...(await describeCase(client, input, alerts, user)), id: makeId('order'), by, at })
  const alertEvents = await linkAlerts(client, opened.id, alerts.map((alert) => alert.id), by, at)
  const order = { ...opened, alertIds: alerts.map((alert) => alert.id).sort() }
  const view = viewOf(await withEvidence(client, order), user)
  await audit(client, { by: user, at, action: 'order.create', subject: `order:${order.id}`, detail: input })
  return { order: view, events: [orderEvent('order.drafted', at, order), ...alertEvents] }
}

/** What is said, and where nothing is said what the alerts say. */
async function describeCase(client: Client, input: OrderInput, alerts: readonly AlertRecord[], user: User) {
  const [first] = alerts
  const unitId = input.unitId ?? first?.unit_id
  const title = input.title ?? first?.rule_name
  if (!unitId) throw missing('unitId', 'say which unit')
  if (!title) throw missing('title', 'say what is wrong')
  if (alerts.some((alert) => alert.unit_id !== unitId)) throw new Problem('conflict', `The alerts are of another unit than ${unitId}`)
  const unit = await findUnit(client, unitId, user.jurisdiction)
  if (!unit) throw new Problem('unknown-unit', `There is no unit ${unitId} in your jurisdiction`)
  const worst = alerts.map((alert) => alert.severity as Severity).reduce<Severity | undefined>((a, b) => (a ? worstSeverity(a, b) : b), undefined)
  return {
    unitId, unitName: unit.name, district: unit.district, title, severity: input.severity ?? worst ?? 'minor',
    source: input.source ?? (first ? 'alert' : 'manual'), sourceId: input.sourceId ?? first?.id ?? null,
    basis: input.basis ?? (first ? groundOf(first) : null), fact: input.fact ?? null, items: input.items ?? [],
  } as const
}

function joinAlerts(context: OrderContext, request: Request, user: User, ids: readonly string[]): Promise<object> {
  const id = pathParameter(request, 'id')
  const at = context.clock()
  return once(context, request, user, async (client) => {
    // Alerts before the order, as everybody locks them.
    const alerts = await alertsWithin(client, ids, user)
    const order = await orderWithin(client, id, user, at)
    if (['rejected', 'withdrawn', 'closed'].includes(order.state)) throw new Problem('conflict', `An order that is ${order.state} takes no more alerts`)
    const stranger = alerts.find((alert) => alert.unit_id !== order.unitId)
    if (stranger) throw new Problem('conflict', `Alert ${stranger.id} is of another unit`)
    const by = `user:${user.username}`
    const joined = alerts.map((alert) => alert.id)
    const alertEvents = await linkAlerts(client, id, joined, by, at)
    const entry = { at: new Date(at).toISOString(), event: 'alert-joined', by, note: joined.join(', ') }
    const after: Order = { ...order, alertIds: [...order.alertIds, ...joined].sort(), timeline: [...order.timeline, entry], version: order.version + 1 }
    await updateOrder(client, after)
    const view = viewOf(await withEvidence(client, after), user)
    await audit(client, { by: user, at, action: 'order.join', subject: `order:${id}`, detail: { alertIds: joined } })
    await appendLiveEvents(client, [orderEvent('order.updated', at, after), ...alertEvents])
    return view
  })
}

async function alertsWithin(client: Client, ids: readonly string[], user: User): Promise<AlertRecord[]> {
  const found = await lockAlertsFor(client, ids, (alert) => within(user.jurisdiction, { unitId: alert.unit_id, district: alert.district }))
  if (Array.isArray(found)) return found
  throw found.type === 'conflict' ? new Problem('conflict', found.detail) : missing('alertIds', found.detail)
}

function missing(path: string, detail: string): Problem {
  return new Problem('invalid', `${path}: ${detail}`, { errors: [{ path, type: 'invalid', detail }] })
}

const path = '/api/v1/orders'
describe(
  { method: 'post', path, tag: 'orders', summary: 'Open an order by hand', description: 'From alerts, an inspection, a complaint, or what an officer saw.', once: true, roles: OFFICERS, body: orderInput, status: 201, answer: orderSchema },
  { method: 'post', path: `${path}/{id}/alerts`, tag: 'orders', summary: 'Bring further alerts of the unit into an order', once: true, roles: OFFICERS, body: joinInput, answer: orderSchema },
)
