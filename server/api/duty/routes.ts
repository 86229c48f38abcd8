import { Router } from 'express'
import type { Context } from '../../context.ts'
import { channelRoutes } from './channels.ts'
import { contactRoutes } from './contacts.ts'
import { documentRoutes } from './documents.ts'
import { handoverRoutes } from './handovers.ts'
import { notificationRoutes } from './notifications.ts'
import { watchRoutes } from './watches.ts'

export type DutyContext = Pick<Context, 'db' | 'clock' | 'configuration' | 'environment'>

/** The duty: who stands watch, who is told of what and how, and handing the desk over. */
export function dutyRoutes(context: DutyContext): Router {
  const router = Router()
  router.use(documentRoutes(context), watchRoutes(context), notificationRoutes(context), channelRoutes(context), contactRoutes(context), handoverRoutes(context))
  return router
}
