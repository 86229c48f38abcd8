import express, { Router, type Request, type Response } from 'express'
import type { DeviceRegister } from '../register/deviceRegister.ts'
import { DoorBusy, type Door, type Sender, type Subject } from './door.ts'
import { isObject, type Rejection } from './readings.ts'

const MAX_BODY = '16mb'
const MAX_ITEMS = 5_000

/** Finds who posts: a device by its token, or an administrator (the name is for the audit). Null: nobody we know. */
export type Recognise = (request: Request) => Promise<Sender | { forbidden: string } | null>

/** POST /readings and /detections. To be mounted before any other body parser. */
export function doorRoutes(door: Door, recognise: Recognise): Router {
  const router = Router()
  const body = express.raw({ type: () => true, limit: MAX_BODY })
  for (const subject of ['readings', 'detections'] as const) {
    router.post(`/${subject}`, async (request, response, next) => {
      try {
        // Before the body: who may not post makes us read nothing.
        const sender = await recognise(request)
        if (!sender) return problem(response, 401, 'unauthenticated', 'give a device token or an administrator token as Bearer')
        if ('forbidden' in sender) return problem(response, 403, 'forbidden', sender.forbidden)
        body(request, response, (error?: unknown) => {
          take(door, subject, sender, request, response, error).catch(next)
        })
      } catch (error) {
        next(error)
      }
    })
  }
  return router
}

async function take(door: Door, subject: Subject, sender: Sender, request: Request, response: Response, error: unknown): Promise<unknown> {
  const origin = { source: 'http' as const, address: request.baseUrl + request.path }
  const device = 'device' in sender ? sender.device.id : null
  const refuse = async (status: number, rejection: Rejection, payload: Buffer | string): Promise<unknown> => {
    await door.refuse(origin, device, rejection, payload)
    return problem(response, status, rejection.type, rejection.detail)
  }
  try {
    if (error) {
      const tooLarge = (error as { type?: string }).type === 'entity.too.large'
      if (tooLarge) return await refuse(413, { type: 'too-large', detail: `the body is larger than ${MAX_BODY}` }, '')
      return problem(response, (error as { status?: number }).status ?? 400, 'unparsable', (error as Error).message)
    }
    const payload = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
    const parsed = parse(payload)
    if (parsed === undefined) return await refuse(400, { type: 'unparsable', detail: payload.length === 0 ? 'the body is empty' : 'the body is not JSON' }, payload)
    if (!Array.isArray(parsed) && !isObject(parsed)) return await refuse(400, { type: 'invalid', detail: 'the body is neither an object nor an array' }, payload)
    const items: unknown[] = Array.isArray(parsed) ? parsed : [parsed]
    if (items.length > MAX_ITEMS) return await refuse(413, { type: 'too-large', detail: `${items.length} items, at most ${MAX_ITEMS}` }, payload)
    const receipt = await door.receive(subject, sender, origin, items, (item) => (isObject(item) ? item.device : undefined))
    return response.status(receipt.errors.length > 0 ? 207 : 200).json(receipt)
  } catch (reason) {
    if (!(reason instanceof DoorBusy) && !(reason instanceof Error && reason.name === 'FeedFull')) throw reason
    response.setHeader('Retry-After', '1')
    return problem(response, 503, 'busy', 'the feed takes nothing more just now; nothing of this was taken')
  }
}

function parse(payload: Buffer): unknown {
  try {
    return payload.length === 0 ? undefined : JSON.parse(payload.toString('utf8'))
  } catch {
    return undefined
  }
}

function problem(response: Response, status: number, type: string, detail: string): unknown {
  return response.status(status).type('application/problem+json').send(JSON.stringify({ type: `/problems/${type}`, title: type, status, detail }))
}

/** The Bearer credential of a request, if it carries one. */
export function bearerOf(request: Request): string | null {
  const [, token] = /^Bearer\s+(\S+)$/i.exec(request.get('authorization') ?? '') ?? []
  return token ?? null
}

/** A device by its Bearer token, else whatever `administrator` says. */
export function recogniseBy(register: DeviceRegister, administrator: Recognise): Recognise {
  return async (request) => {
    const token = bearerOf(request)
    const device = token ? await register.byToken(token) : null
    return device ? { device } : administrator(request)
  }
}
