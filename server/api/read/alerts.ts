import { Router, type Request } from 'express'
import { z } from 'zod'
import { ALERT_STATES, type Assignee } from '../../../domain/alert.ts'
import { ALERT_ACTIONS, type AlertAction } from '../../../domain/alertHandling.ts'
import { METRIC_NAMES, type MetricName } from '../../../domain/metrics.ts'
import { SEVERITIES } from '../../../domain/severity.ts'
import type { User } from '../../../domain/user.ts'
import { doToAlert } from '../../../stores/postgres/alertHandling.ts'
import { findAlert, listAlerts } from '../../../stores/postgres/alerts.ts'
import { officerFor, tellAssignee } from '../../../stores/postgres/assignment.ts'
import { appendLiveEvents, liveCursor } from '../../../stores/postgres/liveEvents.ts'
import type { Client } from '../../../stores/postgres/pool.ts'
import { requireRole } from '../../session/authenticate.ts'
import { invalid, pageAnswer, pageQuery, pageRequest, pathParameter, readQuery, userOf } from '../input.ts'
import { once } from '../once.ts'
import { describe } from '../openapi.ts'
import { Problem } from '../problem.ts'
import { audit } from '../register.ts'
import { checkViolation } from './detections.ts'
import { peopleIn } from './people.ts'
import { someOf, span, word } from './query.ts'
import type { ReadContext } from './routes.ts'
import { alertSchema, dismissalReason, livePageOf } from './shapes.ts'

const filters = z.strictObject({
  ...pageQuery,
  ...span,
  state: someOf(ALERT_STATES).optional(),
  severity: someOf(SEVERITIES).optional(),
  unit: word.optional(),
  device: word.optional(),
  district: word.optional(),
  assignee: word.optional(),
  type: word.optional(),
  metric: z.enum(METRIC_NAMES as readonly [MetricName, ...MetricName[]]).optional(),
  review: z.enum(['pending', 'confirmed', 'dismissed']).optional(),
})

const text = z.string().trim().min(1).max(2_000).regex(/^[^\0]*$/)
const plain = z.strictObject({ note: text.optional(), reason: text.optional() })
const dismiss = z.strictObject({ note: text.optional(), reason: dismissalReason })
const assign = z.strictObject({ to: word.meta({ description: 'User name of an officer in whose jurisdiction the alert lies' }), note: text.optional() })
const comment = z.strictObject({ note: text, reason: text.optional() })
const confirm = z.strictObject({ type: word.optional(), comment: text.optional(), note: text.optional(), reason: text.optional() })
interface Words { note?: string; reason?: string; to?: string; comment?: string; type?: string }
const BODIES: Record<AlertAction, z.ZodType<Words>> = {
  acknowledge: plain, join: plain, resolve: plain, dismiss, assign, confirm, comment, escalate: plain,
}
const HANDLERS = ['admin', 'centre', 'duty', 'inspector'] as const

/** Alerts, and what people do about them. */
export function alertRoutes(context: ReadContext): Router {
  const router = Router()

  router.get('/alerts', async (request, response) => {
    const { state: states, severity: severities, ...query } = readQuery(request, filters)
    const asOf = await liveCursor(context.db)
    const page = await listAlerts(context.db, userOf(response).jurisdiction, { ...query, states, severities }, pageRequest(query))
    response.json({ ...pageAnswer(page), asOf })
  })
  router.get('/alerts/:id', async (request, response) => {
    const asOf = await liveCursor(context.db)
    const alert = await findAlert(context.db, pathParameter(request, 'id'), userOf(response).jurisdiction)
    if (!alert) throw new Problem('not-found')
    response.json({ ...alert, people: await peopleIn(context.db, alert), asOf })
  })
  for (const action of ALERT_ACTIONS) {
    router.post(`/alerts/:id/${action}`, requireRole(...HANDLERS), async (request, response) => {
      // Most actions need no words, so an absent body is an empty one.
      const body = BODIES[action].safeParse(request.body ?? {})
      if (!body.success) throw invalid(body.error)
      response.json(await carryOut(context, request, userOf(response), action, body.data))
    })
  }
  return router
}

function carryOut(context: ReadContext, request: Request, user: User, action: AlertAction, { type, to, ...words }: Words): Promise<object> {
  const id = pathParameter(request, 'id')
  if (type !== undefined) checkViolation(context, type)
  const note = [words.reason, words.note, words.comment].filter((each) => each !== undefined).join('\n') || undefined
  const at = context.clock()
  return once(context, request, user, async (client) => {
    const assignee = to === undefined ? undefined : await assigneeOf(client, user, id, to)
    const deed = { id, action, by: `user:${user.username}`, note, reason: words.reason, confirmedType: type, assignee, at, returnAfterMs: context.configuration.duty.returnAfter }
    const result = await doToAlert(client, deed, user.jurisdiction, context.configuration.precision)
    if (result.outcome === 'unknown') throw new Problem('not-found')
    if (result.outcome === 'refused') throw new Problem('conflict', result.reason)
    const { alert, event } = result
    if (assignee) await tellAssignee(client, alert, { by: user, note }, context.configuration.escalation, at)
    await audit(client, { by: user, at, action: `alert.${action}`, subject: `alert:${id}`, detail: { ...(note === undefined ? {} : { note }), ...(type === undefined ? {} : { type }), ...(to === undefined ? {} : { to }) } })
    await appendLiveEvents(client, [{ topic: 'alerts', type: `alert.${event}`, at, unitId: alert.unitId, district: alert.district, data: alert }])
    return alert
  })
}

/** Refuses a person who is no officer, or in whose jurisdiction the alert does not lie. */
async function assigneeOf(client: Client, user: User, id: string, to: string): Promise<Assignee> {
  const alert = await findAlert(client, id, user.jurisdiction)
  if (!alert) throw new Problem('not-found')
  const officer = await officerFor(client, to, alert)
  if (!officer) throw new Problem('invalid', 'to: no officer in whose jurisdiction the alert lies', { errors: [{ path: 'to', type: 'not-an-officer', detail: 'no officer in whose jurisdiction the alert lies' }] })
  return officer
}

const path = '/api/v1/alerts'
describe(
  { method: 'get', path, tag: 'alerts', summary: 'Alerts, newest first by the time they opened', query: filters, answer: livePageOf(alertSchema) },
  { method: 'get', path: `${path}/{id}`, tag: 'alerts', summary: 'One alert with all the readings of its evidence and the names of those in its timeline', answer: alertSchema },
  ...ALERT_ACTIONS.map((action) => ({
    method: 'post' as const, path: `${path}/{id}/${action}`, tag: 'alerts', summary: `${action[0]?.toUpperCase()}${action.slice(1)} an alert`,
    description: 'Answers 409 with the reason where the alert\'s state does not allow it.', once: true, roles: HANDLERS, body: BODIES[action], answer: alertSchema,
  })),
)
