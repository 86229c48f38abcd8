import { Router } from 'express'
import { z } from 'zod'
import type { Order } from '../../../domain/order.ts'
import { findingsOf, type Finding } from '../../../domain/inspection/merge.ts'
import { OFFICERS } from '../../../domain/order/transitions.ts'
import type { User } from '../../../domain/user.ts'
import { entriesOf } from '../../../stores/postgres/inspectionEntries.ts'
import { findOrder } from '../../../stores/postgres/orders.ts'
import { transaction, type Client } from '../../../stores/postgres/pool.ts'
import { pathParameter, readBody, userOf } from '../input.ts'
import { describe } from '../openapi.ts'
import { draftFrom } from '../orders/make.ts'
import { orderSchema } from '../orders/shapes.ts'
import { Problem } from '../problem.ts'
import { inspectionOfMember, refuseOnceCancelled } from './access.ts'
import { enter } from './enter.ts'
import type { InspectionContext } from './routes.ts'
import type { InspectionDossier } from '../../../domain/inspection.ts'

const findingInput = z.strictObject({ finding: z.string().min(1).max(64).meta({ description: 'Id of the failed item, or key of the finding' }) })

/** A finding becomes an order in one click, and only once. */
export function findingRoutes(context: InspectionContext): Router {
  const router = Router()
  router.post('/inspections/:id/orders', async (request, response) => {
    const { finding } = readBody(request, findingInput)
    response.status(201).json(await orderFinding(context, userOf(response), pathParameter(request, 'id'), finding))
  })
  return router
}

function orderFinding(context: InspectionContext, user: User, id: string, findingId: string): Promise<Order> {
  const at = context.clock()
  return transaction(context.db, async (client) => {
    const inspection = await inspectionOfMember(client, id, user)
    const finding = findingsOf(inspection.checklist, await entriesOf(client, id)).find((one) => one.id === findingId)
    if (!finding) throw new Problem('invalid', `finding: nothing is found under ${findingId}`)
    if (finding.orderId !== null) return existing(client, finding.orderId, at)
    refuseOnceCancelled(inspection, at)
    const { order, events } = await draftFrom(client, { ...draftOf(inspection, finding) }, user, at)
    await enter(client, { ...inspection, orderIds: [...inspection.orderIds, order.id] }, user, { kind: 'order', key: `${order.id}-made`, body: { finding: findingId, orderId: order.id } }, at, events)
    return order
  })
}

/** What was found, in the words of an order. */
function draftOf(inspection: InspectionDossier, finding: Finding) {
  const item = inspection.checklist.items.find((one) => one.id === finding.id)
  const { entry } = finding
  const reading = entry.kind === 'result' ? entry.body.reading : undefined
  const fact = [
    `${finding.title}：${entry.kind === 'result' ? '不符合' : '现场发现'}`, finding.note, reading ? `现场实测 ${reading.value}` : null,
    finding.standard ? `依据 ${finding.standard}` : null, finding.stills.length > 0 ? `现场照片 ${finding.stills.length} 张` : null,
  ].filter(Boolean).join('；')
  return {
    unitId: inspection.unitId, title: finding.title.slice(0, 200), severity: finding.severity, source: 'inspection' as const, sourceId: inspection.id,
    basis: item?.basis ?? ({ kind: 'platform', status: 'unverified' } as const), fact: fact.slice(0, 2_000),
  }
}

async function existing(client: Client, orderId: string, at: number): Promise<Order> {
  const order = await findOrder(client, orderId, { scope: 'city' }, at)
  if (!order) throw new Problem('not-found')
  return order
}

describe({ method: 'post', path: '/api/v1/inspections/{id}/orders', tag: 'inspections', summary: 'Make an order of a finding', description: 'Members only. A repeat answers the same order.', roles: OFFICERS, body: findingInput, status: 201, answer: orderSchema })
