import { Router, type Request } from 'express'
import { z } from 'zod'
import type { Alert } from '../../../domain/alert.ts'
import type { User } from '../../../domain/user.ts'
import { listPrecision } from '../../../stores/postgres/cameraPrecision.ts'
import { reviewDetection, type ReviewDeed } from '../../../stores/postgres/detectionReview.ts'
import { findDetection, listDetections } from '../../../stores/postgres/detections.ts'
import { appendLiveEvents, liveCursor } from '../../../stores/postgres/liveEvents.ts'
import { transaction } from '../../../stores/postgres/pool.ts'
import { requireRole } from '../../session/authenticate.ts'
import { invalid, pageAnswer, pageQuery, pageRequest, pathParameter, readQuery, userOf } from '../input.ts'
import { describe, pageOf } from '../openapi.ts'
import { Problem } from '../problem.ts'
import { audit } from '../register.ts'
import { span, word } from './query.ts'
import type { ReadContext } from './routes.ts'
import { alertSchema, detectionSchema, dismissalReason, livePageOf, precisionSchema } from './shapes.ts'

const filters = z.strictObject({
  ...pageQuery, ...span, device: word.optional(), unit: word.optional(), type: word.optional(), district: word.optional(),
  awaiting: z.enum(['review']).optional(),
})
const precisionFilters = z.strictObject({
  ...pageQuery, device: word.optional(), unit: word.optional(), type: word.optional(),
  trusted: z.enum(['true', 'false']).transform((text) => text === 'true').optional().meta({ type: 'boolean' }),
})
const text = z.string().trim().min(1).max(2_000).regex(/^[^\0]*$/)
const confirmBody = z.strictObject({ device: word.optional(), type: word.optional(), comment: text.optional() })
const dismissBody = z.strictObject({
  device: word.optional(), comment: text.optional(),
  reason: dismissalReason,
})
const REVIEWERS = ['admin', 'centre', 'duty', 'inspector'] as const

/** What cameras saw, the review of what opens no alert by itself, and how right the cameras were. */
export function detectionRoutes(context: ReadContext): Router {
  const { db, configuration: { precision } } = context
  const router = Router()

  router.get('/detections', async (request, response) => {
    const query = readQuery(request, filters)
    const asOf = await liveCursor(db)
    response.json({ ...pageAnswer(await listDetections(db, userOf(response).jurisdiction, query, pageRequest(query))), asOf })
  })
  router.get('/cameras/precision', async (request, response) => {
    const query = readQuery(request, precisionFilters)
    response.json(pageAnswer(await listPrecision(db, userOf(response).jurisdiction, precision, query, pageRequest(query))))
  })
  router.post('/detections/:id/confirm', requireRole(...REVIEWERS), async (request, response) => {
    const { type, comment, device } = readWords(request, confirmBody)
    if (type !== undefined) checkViolation(context, type)
    const { alert } = await review(context, userOf(response), pathParameter(request, 'id'), { device, note: comment, says: { confirmedType: type } })
    response.status(201).json(alert)
  })
  router.post('/detections/:id/dismiss', requireRole(...REVIEWERS), async (request, response) => {
    const { reason, comment, device } = readWords(request, dismissBody)
    const user = userOf(response)
    const id = pathParameter(request, 'id')
    const done = await review(context, user, id, { device, note: comment, says: { dismissedFor: reason } })
    response.json(await findDetection(db, done.device, id, user.jurisdiction))
  })
  return router
}

/** Refuses a type that the catalogue does not know. */
export function checkViolation({ configuration }: Pick<ReadContext, 'configuration'>, type: string): void {
  if (configuration.violations.has(type)) return
  throw new Problem('invalid', `There is no violation ${type} in the catalogue`, { errors: [{ path: 'type', type: 'invalid', detail: type }] })
}

/** Confirming needs no words, so an absent body is an empty one. */
function readWords<T extends z.ZodType>(request: Request, schema: T): z.output<T> {
  const body = schema.safeParse(request.body ?? {})
  if (!body.success) throw invalid(body.error)
  return body.data
}

function review(context: ReadContext, user: User, id: string, parts: Pick<ReviewDeed, 'device' | 'note' | 'says'>): Promise<{ device: string; alert: Alert | null }> {
  const at = context.clock()
  const { precision } = context.configuration
  return transaction(context.db, async (client) => {
    const result = await reviewDetection(client, { ...parts, id, by: `user:${user.username}`, at }, user.jurisdiction, precision)
    if (result.outcome === 'unknown') throw new Problem('not-found')
    if (result.outcome === 'ambiguous') throw new Problem('conflict', 'Several cameras gave this id: name the camera as `device`')
    if (result.outcome === 'refused') throw new Problem('conflict', result.reason)
    const { alert, device } = result
    const detail = { device, ...parts.says, ...(parts.note === undefined ? {} : { note: parts.note }), ...(alert ? { alert: alert.id } : {}) }
    await audit(client, { by: user, at, action: alert ? 'detection.confirm' : 'detection.dismiss', subject: `detection:${id}`, detail })
    if (alert) await appendLiveEvents(client, [{ topic: 'alerts', type: 'alert.opened', at, unitId: alert.unitId, district: alert.district, data: alert }])
    return { device, alert }
  })
}

const path = '/api/v1/detections'
const refusals = 'Answers 409 where it awaits no review, or where several cameras gave the id and none is named.'
describe(
  { method: 'get', path, tag: 'detections', summary: 'What cameras saw, newest first; `awaiting=review` for what a person must look at', query: filters, answer: livePageOf(detectionSchema) },
  { method: 'post', path: `${path}/{id}/confirm`, tag: 'detections', summary: 'Confirm a detection that awaits review: it becomes an alert', description: refusals, roles: REVIEWERS, body: confirmBody, status: 201, answer: alertSchema },
  { method: 'post', path: `${path}/{id}/dismiss`, tag: 'detections', summary: 'Dismiss a detection that awaits review', description: refusals, roles: REVIEWERS, body: dismissBody, answer: detectionSchema },
  { method: 'get', path: '/api/v1/cameras/precision', tag: 'detections', summary: 'How often people found each camera right about each kind, over its latest reviews', query: precisionFilters, answer: pageOf(precisionSchema) },
)
