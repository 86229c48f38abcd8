import { Router } from 'express'
import type { Context } from '../../context.ts'
import { phoneRoutes } from '../phones/routes.ts'
import { actionRoutes } from './act.ts'
import { orderListRoutes } from './list.ts'
import { makeRoutes } from './make.ts'
import { noticeRoutes } from './notice.ts'
import { packRoutes } from './pack.ts'
import { photoRoutes } from './photos.ts'
import { uploadRoutes } from './uploads.ts'
import { witnessRoutes } from './witness.ts'

export type OrderContext = Pick<Context, 'db' | 'clock' | 'configuration' | 'log'>

/** Rectification orders: seeing them, opening them, and the closed loop. */
export function orderRoutes(context: OrderContext): Router {
  const router = Router()
  router.use(orderListRoutes(context), makeRoutes(context), uploadRoutes(context), witnessRoutes(context), photoRoutes(context), phoneRoutes(context), packRoutes(context), noticeRoutes(context), actionRoutes(context))
  return router
}
