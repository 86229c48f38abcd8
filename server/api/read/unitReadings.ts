import { Router } from 'express'
import { z } from 'zod'
import { latestReadings } from '../../../stores/postgres/latestReadings.ts'
import { findUnit } from '../../../stores/postgres/units.ts'
import { pathParameter, userOf } from '../input.ts'
import { describe } from '../openapi.ts'
import { Problem } from '../problem.ts'
import type { ReadContext } from './routes.ts'
import { time } from './shapes.ts'

/** Older than this is no value of today's. */
const SINCE_MS = 7 * 86_400_000

/** What the unit's devices said last, for its archive and beside the picture of an inspection. */
export function unitReadingRoutes({ db, clock }: ReadContext): Router {
  const router = Router()
  router.get('/units/:id/readings', async (request, response) => {
    const unit = await findUnit(db, pathParameter(request, 'id'), userOf(response).jurisdiction)
    if (!unit) throw new Problem('not-found')
    response.json({ items: await latestReadings(db, unit.id, clock() - SINCE_MS) })
  })
  return router
}

describe({
  method: 'get', path: '/api/v1/units/{id}/readings', tag: 'units', summary: 'What the devices of the unit said last', description: 'One value of each device and metric, of the last seven days.',
  answer: z.object({ items: z.array(z.object({ device: z.string(), metric: z.string(), value: z.number(), at: time })) }),
})
