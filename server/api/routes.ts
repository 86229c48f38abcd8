import { Router } from 'express'
import type { Context } from '../context.ts'
import { auditRoutes } from './audit.ts'
import { backtestRoutes } from './backtest.ts'
import { deviceRoutes } from './devices.ts'
import { importRoutes } from './import/routes.ts'
import { ruleRoutes } from './rules.ts'
import { unitRoutes } from './units.ts'
import { userRoutes } from './users.ts'

/** The writing side of the API, below /api/v1 and behind `authenticate`. */
export function writeRoutes(context: Context): Router {
  const router = Router()
  router.use(importRoutes(context), unitRoutes(context), deviceRoutes(context), backtestRoutes(context), ruleRoutes(context), userRoutes(context), auditRoutes(context))
  return router
}
