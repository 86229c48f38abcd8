import { Router } from 'express'
import { officeFor } from '../../../domain/order/number.ts'
import { entriesOf } from '../../../stores/postgres/inspectionEntries.ts'
import { stillPicture } from '../../../stores/postgres/inspectionStills.ts'
import { transaction } from '../../../stores/postgres/pool.ts'
import { isKind } from '../../../domain/inspection/entry.ts'
import { inspectionRecord, type Preview } from '../../print/inspectionRecord.ts'
import { sizeOf } from '../../proof/picture.ts'
import { Printer } from '../../print/printer.ts'
import { sendPdf } from '../../print/send.ts'
import { pathParameter, userOf } from '../input.ts'
import { describe } from '../openapi.ts'
import { audit } from '../register.ts'
import { inspectionFor } from './access.ts'
import type { InspectionContext } from './routes.ts'

/** The record as PDF; who has taken it stands in the audit log. */
export function recordRoutes({ db, clock, configuration }: InspectionContext): Router {
  const router = Router()
  const printer = new Printer()
  router.get('/inspections/:id/record.pdf', async (request, response) => {
    const user = userOf(response)
    const inspection = await inspectionFor(db, pathParameter(request, 'id'), user, 'content')
    const entries = await entriesOf(db, inspection.id)
    const previews = new Map<string, Preview>()
    for (const { body: { still } } of entries.filter(isKind('still'))) {
      const jpeg = await stillPicture(db, inspection.id, still, 'preview')
      if (jpeg) previews.set(still, { jpeg, ...(await sizeOf(jpeg)) })
    }
    const at = clock()
    const office = officeFor(configuration.orders.offices, inspection.district)?.name ?? ''
    const bytes = await printer.print(inspectionRecord({ office, inspection, entries, previews }, at))
    await transaction(db, (client) => audit(client, { by: user, at, action: 'inspection.record', subject: `inspection:${inspection.id}` }))
    sendPdf(response, `现场检查笔录 ${inspection.unitName}`, bytes)
  })
  return router
}

describe({ method: 'get', path: '/api/v1/inspections/{id}/record.pdf', tag: 'inspections', summary: 'The record of the inspection, as application/pdf', description: 'For members; once it is signed also for officers of the jurisdiction and the unit.' })
