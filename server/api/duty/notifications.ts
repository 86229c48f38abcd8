import { Router } from 'express'
import { z } from 'zod'
import { DELIVERY_RESULTS, NOTIFICATION_STATES, SUBJECT_KINDS } from '../../../domain/notification/notification.ts'
import { SEVERITIES } from '../../../domain/severity.ts'
import { findAlert } from '../../../stores/postgres/alerts.ts'
import { findEscalation } from '../../../stores/postgres/escalations.ts'
import { countUnsent, listNotifications } from '../../../stores/postgres/notifications.ts'
import { requireRole } from '../../session/authenticate.ts'
import { pageAnswer, pageQuery, pageRequest, pathParameter, readQuery, userOf } from '../input.ts'
import { describe, pageOf } from '../openapi.ts'
import { Problem } from '../problem.ts'
import { someOf, word } from '../read/query.ts'
import type { DutyContext } from './routes.ts'

const OFFICERS = ['admin', 'centre', 'duty', 'inspector'] as const
const DAY_MS = 86_400_000
const filters = z.strictObject({ ...pageQuery, alert: word.optional(), order: word.optional(), person: word.optional(), channel: word.optional(), state: someOf(NOTIFICATION_STATES).optional() })
const time = z.iso.datetime()
const notificationSchema = z.object({
  id: z.string().meta({ description: 'The idempotency key of every attempt' }), subject: z.object({ kind: z.enum(SUBJECT_KINDS), id: z.string() }), step: z.string(), person: z.string(),
  personName: z.string().nullable(), district: z.string().nullable(), severity: z.enum(SEVERITIES), title: z.string(), text: z.string(), link: z.string(), channels: z.array(z.string()),
  state: z.enum(NOTIFICATION_STATES), attempts: z.int(), leadId: z.string().nullable().meta({ description: 'The notification in whose message it goes out; null where it has its own' }),
  gathered: z.int().meta({ description: 'How many others go out in its message' }), createdAt: time, endedAt: time.nullable(),
  deliveries: z.array(z.object({
    attempt: z.int(), channel: z.string(), begunAt: time, possibleRepeat: z.boolean(), result: z.enum(DELIVERY_RESULTS).nullable(), answer: z.string().nullable(), tookMs: z.int().nullable(),
  })),
}).meta({ id: 'Notification' })
const escalationSchema = z.object({ state: z.enum(['waiting', 'held', 'ended']), policy: z.string().nullable(), done: z.int(), reminders: z.int(), nextAt: time.nullable() }).nullable()

/** What people were told, and what came of it. */
export function notificationRoutes(context: DutyContext): Router {
  const router = Router()
  router.get('/duty/notifications', requireRole(...OFFICERS), async (request, response) => {
    const { alert, order, person, channel, state: states, ...query } = readQuery(request, filters)
    const subject = alert !== undefined ? { kind: 'alert' as const, id: alert } : order !== undefined ? { kind: 'order' as const, id: order } : undefined
    response.json(pageAnswer(await listNotifications(context.db, userOf(response).jurisdiction, { ...(subject ? { subject } : {}), ...(person === undefined ? {} : { person }), ...(channel === undefined ? {} : { channel }), ...(states ? { states } : {}) }, pageRequest(query))))
  })
  router.get('/duty/notifications/figures', requireRole(...OFFICERS), async (_request, response) => {
    const since = context.clock() - DAY_MS
    response.json({ unsent: await countUnsent(context.db, userOf(response).jurisdiction, since), since: new Date(since).toISOString() })
  })
  router.get('/duty/escalations/:id', requireRole(...OFFICERS), async (request, response) => {
    const id = pathParameter(request, 'id')
    if (!(await findAlert(context.db, id, userOf(response).jurisdiction))) throw new Problem('not-found')
    response.json(await findEscalation(context.db, id))
  })
  return router
}

describe(
  { method: 'get', path: '/api/v1/duty/notifications', tag: 'duty', summary: 'What people were told, newest first, with every attempt', roles: OFFICERS, query: filters, answer: pageOf(notificationSchema) },
  { method: 'get', path: '/api/v1/duty/notifications/figures', tag: 'duty', summary: 'How many notifications of the last day were not sent, as no channel is set up', roles: OFFICERS, answer: z.object({ unsent: z.int(), since: time }) },
  { method: 'get', path: '/api/v1/duty/escalations/{id}', tag: 'duty', summary: 'How far an alert has gone up the line; null where nobody is told of such', roles: OFFICERS, answer: escalationSchema },
)
