import { Router } from 'express'
import type { Context } from '../../context.ts'
import { inspectionActionRoutes } from './act.ts'
import { entryRoutes } from './entries.ts'
import { inspectionListRoutes } from './list.ts'
import { openingRoutes } from './open.ts'
import { findingRoutes } from './order.ts'
import { recordRoutes } from './record.ts'
import { recordingRoutes } from './recordings.ts'
import { stillRoutes } from './stills.ts'

export type InspectionContext = Pick<Context, 'db' | 'clock' | 'configuration' | 'environment' | 'log'>

/** Inspections directed from afar: opening and leading them, and what is entered. */
export function inspectionRoutes(context: InspectionContext): Router {
  const router = Router()
  router.use(inspectionListRoutes(context), openingRoutes(context), entryRoutes(context), stillRoutes(context), findingRoutes(context), recordRoutes(context), recordingRoutes(context), inspectionActionRoutes(context))
  return router
}
