import { Router } from 'express'
import { z } from 'zod'
import { INSPECTION_STATES } from '../../../domain/inspection.ts'
import { INSPECTION_OPENERS } from '../../../domain/inspection/transitions.ts'
import { metresBetween } from '../../../domain/proof/nearness.ts'
import { inspectorsFor, listInspections } from '../../../stores/postgres/inspections.ts'
import { liveCursor } from '../../../stores/postgres/liveEvents.ts'
import { findUnit } from '../../../stores/postgres/units.ts'
import { requireRole } from '../../session/authenticate.ts'
import { pageAnswer, pageQuery, pageRequest, pathParameter, readQuery, userOf } from '../input.ts'
import { describe } from '../openapi.ts'
import { Problem } from '../problem.ts'
import { someOf, word } from '../read/query.ts'
import { livePageOf } from '../read/shapes.ts'
import { inspectionFor, viewOfInspection } from './access.ts'
import type { InspectionContext } from './routes.ts'
import { checklistSchema, inspectionSchema, inspectorSchema } from './shapes.ts'

const filters = z.strictObject({
  ...pageQuery, state: someOf(INSPECTION_STATES).optional(), unit: word.optional(), campaign: word.optional(),
  source: word.optional().meta({ description: 'Id of the alert or order it was opened from' }),
  mine: z.enum(['true']).transform(() => true).optional().meta({ type: 'boolean', description: 'Only those one takes part in' }),
})
const unitQuery = z.strictObject({ unit: word })

/** Seeing inspections, the checklists, and who could be sent. */
export function inspectionListRoutes(context: InspectionContext): Router {
  const router = Router()
  router.get('/inspections', async (request, response) => {
    const { state: states, ...query } = readQuery(request, filters)
    const asOf = await liveCursor(context.db)
    const page = await listInspections(context.db, userOf(response), { ...query, states }, pageRequest(query))
    response.json({ ...pageAnswer(page), asOf })
  })
  router.get('/inspections/checklists', (_request, response) => {
    response.json([...context.configuration.checklists.values()].filter((list) => list.kinds.length > 0))
  })
  router.get('/inspections/inspectors', requireRole(...INSPECTION_OPENERS), async (request, response) => {
    const unit = await findUnit(context.db, readQuery(request, unitQuery).unit, userOf(response).jurisdiction)
    if (!unit) throw new Problem('unknown-unit')
    const found = await inspectorsFor(context.db, unit)
    const people = found.map(({ lastPoint, ...person }) => ({ ...person, free: person.running === 0, metres: lastPoint ? Math.round(metresBetween(lastPoint, unit.point)) : null }))
    response.json(people.toSorted((a, b) => a.running - b.running || (a.metres ?? Infinity) - (b.metres ?? Infinity)))
  })
  router.get('/inspections/:id', async (request, response) => {
    const user = userOf(response)
    const asOf = await liveCursor(context.db)
    const inspection = await inspectionFor(context.db, pathParameter(request, 'id'), user, 'outline')
    response.json({ ...viewOfInspection(inspection, user), asOf })
  })
  return router
}

const path = '/api/v1/inspections'
describe(
  { method: 'get', path, tag: 'inspections', summary: 'Inspections, newest first', description: 'Those of the jurisdiction, and those one takes part in. A unit sees an unannounced one from the check-in on.', query: filters, answer: livePageOf(inspectionSchema) },
  { method: 'get', path: `${path}/checklists`, tag: 'inspections', summary: 'What is looked at, by kind of unit', answer: z.array(checklistSchema) },
  { method: 'get', path: `${path}/inspectors`, tag: 'inspections', summary: 'Inspectors who could go to a unit: the free ones first, then the near ones', roles: INSPECTION_OPENERS, query: unitQuery, answer: z.array(inspectorSchema) },
  { method: 'get', path: `${path}/{id}`, tag: 'inspections', summary: 'One inspection: to its members with checklist and signatures', answer: inspectionSchema },
)
