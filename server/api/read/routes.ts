import { Router } from 'express'
import type { Context } from '../../context.ts'
import { alertRoutes } from './alerts.ts'
import { detectionRoutes } from './detections.ts'
import { historyRoutes } from './history.ts'
import { silenceRoutes } from '../silences.ts'
import { inspectionRoutes } from '../inspections/routes.ts'
import { dutyRoutes } from '../duty/routes.ts'
import { orderRoutes } from '../orders/routes.ts'
import { overviewRoutes } from './overview.ts'
import { rulePrecisionRoutes } from './rulePrecision.ts'
import { unitReadingRoutes } from './unitReadings.ts'
import { waitingDeviceRoutes } from './waitingDevices.ts'

export type ReadContext = Pick<Context, 'db' | 'redis' | 'clock' | 'configuration' | 'environment' | 'log'>

/** The reading side of the API, below /api/v1 and behind `authenticate`, with what people do about alerts and orders. */
export function readRoutes(context: ReadContext): Router {
  const router = Router()
  router.use(alertRoutes(context), orderRoutes(context), inspectionRoutes(context), historyRoutes(context), detectionRoutes(context), silenceRoutes(context), dutyRoutes(context), overviewRoutes(context), unitReadingRoutes(context), rulePrecisionRoutes(context), waitingDeviceRoutes(context))
  return router
}
