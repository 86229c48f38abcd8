import { Router } from 'express'
import { officeFor } from '../../../domain/order/number.ts'
import { standingAlerts } from '../../../stores/postgres/alerts.ts'
import { findOrder } from '../../../stores/postgres/orders.ts'
import { findUnit } from '../../../stores/postgres/units.ts'
import { noticeForm } from '../../print/notice.ts'
import { Printer } from '../../print/printer.ts'
import { sendPdf } from '../../print/send.ts'
import { pathParameter, userOf } from '../input.ts'
import { describe } from '../openapi.ts'
import { Problem } from '../problem.ts'
import type { OrderContext } from './routes.ts'

/** The printed notice, for officers of the jurisdiction and for the unit it is addressed to. */
export function noticeRoutes(context: OrderContext): Router {
  const { db, clock, configuration: { orders } } = context
  const printer = new Printer()
  const router = Router()
  router.get('/orders/:id/notice.pdf', async (request, response) => {
    const { jurisdiction } = userOf(response)
    const order = await findOrder(db, pathParameter(request, 'id'), jurisdiction, clock())
    if (!order) throw new Problem('not-found')
    if (order.number === null) throw new Problem('conflict', 'The notice can be printed once the order is issued: it has no number yet')
    const unit = order.unitId === null ? null : await findUnit(db, order.unitId, jurisdiction)
    const office = orders.offices.find((one) => one.id === order.office) ?? officeFor(orders.offices, order.district)
    if (!unit || !office) throw new Problem('conflict', 'The order names a unit or an office that is not there any more')
    const alerts = await standingAlerts(db, order.alertIds, jurisdiction)
    sendPdf(response, order.number, await printer.print(noticeForm({ order, unit, office, alerts, texts: orders.notice }, clock())))
  })
  return router
}

describe({
  method: 'get', path: '/api/v1/orders/{id}/notice.pdf', tag: 'orders', summary: 'The order to correct (责令改正通知书) with its proof of service, as application/pdf',
  description: 'Once the order is issued; before that it is 409. Clauses that nobody has checked against the official text are not printed.',
})
