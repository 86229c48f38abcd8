import { Router, type Request, type Response } from 'express'
import { z } from 'zod'
import { DEAD_LETTER_TYPES } from '../../domain/feed.ts'
import { METRIC_NAMES } from '../../domain/metrics.ts'
import { describe } from '../api/openapi.ts'
import { Problem, type ProblemType } from '../api/problem.ts'
import type { MessageLog } from '../messages/messageLog.ts'
import type { DeviceRegister } from '../register/deviceRegister.ts'
import { bearerOf } from '../session/identify.ts'
import type { Door, Sender, Subject } from './door.ts'
import { MAX_BODY, readRawBody, unlessBusy } from './rawBody.ts'
import { isObject, type Rejection } from './readings.ts'

const MAX_ITEMS = 5_000

/** Finds who posts: a device by its token, or an administrator (the name is for the audit). Null: nobody we know. */
export type Recognise = (request: Request) => Promise<Sender | { forbidden: string } | null>

/** POST /readings and /detections. To be mounted before any other body parser. */
export function doorRoutes(door: Door, recognise: Recognise, log: MessageLog): Router {
  const router = Router()
  for (const subject of ['readings', 'detections'] as const) {
    router.post(`/${subject}`, async (request, response) => {
      // Before the body: who may not post makes us read nothing.
      const sender = await recognise(request)
      if (!sender) throw new Problem('not-authenticated', 'give a device token or an administrator token as Bearer', { headers: { 'WWW-Authenticate': 'Bearer realm="mingjian"' } })
      if ('forbidden' in sender) throw new Problem('forbidden', sender.forbidden)
      const body = await readRawBody(request, response)
      await unlessBusy(() => take({ door, log }, subject, sender, request, response, body))
    })
  }
  return router
}

async function take({ door, log }: { door: Door; log: MessageLog }, subject: Subject, sender: Sender, request: Request, response: Response, payload: Buffer | null): Promise<void> {
  const origin = { source: 'http' as const, address: request.baseUrl + request.path }
  const device = 'device' in sender ? sender.device.id : null
  const refuse = async (problem: ProblemType, rejection: Rejection, payload: Buffer | string): Promise<never> => {
    await door.refuse(origin, device, rejection, payload)
    throw new Problem(problem, rejection.detail)
  }
  if (payload === null) return await refuse('too-large', { type: 'too-large', detail: `the body is larger than ${MAX_BODY}` }, '')
  const parsed = parse(payload)
  if (parsed === undefined) return await refuse('malformed-json', { type: 'unparsable', detail: payload.length === 0 ? 'the body is empty' : 'the body is not JSON' }, payload)
  if (!Array.isArray(parsed) && !isObject(parsed)) return await refuse('bad-request', { type: 'invalid', detail: 'the body is neither an object nor an array' }, payload)
  const items: unknown[] = Array.isArray(parsed) ? parsed : [parsed]
  if (items.length > MAX_ITEMS) return await refuse('too-large', { type: 'too-large', detail: `${items.length} items, at most ${MAX_ITEMS}` }, payload)
  const receipt = await door.receive(subject, sender, origin, items, (item) => (isObject(item) ? item.device : undefined))
  const failed = new Map(receipt.errors.map((error) => [error.index, error]))
  for (const [i, item] of items.entries()) {
    const error = failed.get(i)
    if (isObject(item) && typeof item.device === 'string') log.note(item.device, origin, JSON.stringify(item), { subject, device: item.device, errors: error ? [{ ...error, index: 0 }] : [] })
  }
  response.status(receipt.errors.length > 0 ? 207 : 200).json(receipt)
}

function parse(payload: Buffer): unknown {
  try {
    return payload.length === 0 ? undefined : JSON.parse(payload.toString('utf8'))
  } catch {
    return undefined
  }
}

/** A device by its Bearer token, else whatever `administrator` says. */
export function recogniseBy(register: DeviceRegister, administrator: Recognise): Recognise {
  return async (request) => {
    const token = bearerOf(request.headers.authorization)
    const device = token ? await register.byToken(token) : null
    return device ? { device } : administrator(request)
  }
}

const receiptSchema = z.object({
  accepted: z.int(),
  errors: z.array(z.object({ index: z.int(), type: z.enum(DEAD_LETTER_TYPES), detail: z.string() })),
}).meta({ id: 'Receipt', description: 'An item is accepted where nothing is wrong with it. The good values of an item in error are kept all the same. That the same time was sent before with another value shows later, as a dead letter.' })

const ts = z.union([z.int(), z.iso.datetime({ offset: true })]).optional().meta({ description: 'Epoch milliseconds or ISO 8601 with a zone; the time received where absent' })
const readingSchema = z.object({ device: z.string(), ts, values: z.partialRecord(z.enum(METRIC_NAMES as readonly [string, ...string[]]), z.number()) }).meta({ id: 'NativeReading' })
const detectionSchema = z.object({
  device: z.string(), ts, id: z.string(), phase: z.enum(['start', 'update', 'end']), type: z.string().meta({ example: 'no_mask' }),
  confidence: z.number().min(0).max(1).optional(), box: z.array(z.number()).length(4).optional(), zone: z.string().optional(), track: z.string().optional(),
  model: z.string().optional(), frames: z.object({ hit: z.number(), total: z.number() }).optional(), snapshot: z.string().optional().meta({ description: 'Base64 JPEG up to 2 MiB, or an address' }),
}).meta({ id: 'NativeDetection' })

const common = { method: 'post', tag: 'feeds', status: 200, answer: receiptSchema, also: { 207: 'Some items failed, or all' } } as const
const WHO = 'By a device token for itself, a gateway token for its devices, or an administrator token for any. One object or up to 5,000; answered once the feed has it on disk.'
describe(
  { ...common, path: '/api/v1/readings', summary: 'Sends readings', description: WHO, body: z.union([readingSchema, z.array(readingSchema)]) },
  { ...common, path: '/api/v1/detections', summary: 'Sends detections', description: WHO, body: z.union([detectionSchema, z.array(detectionSchema)]) },
)
