import { Router, type Request, type RequestHandler, type Response } from 'express'
import { z } from 'zod'
import { DEAD_LETTER_TYPES } from '../../domain/feed.ts'
import { describe } from '../api/openapi.ts'
import { pathParameter } from '../api/input.ts'
import { Problem } from '../api/problem.ts'
import type { Gateways } from '../gateways/gateways.ts'
import type { DeviceRegister, KnownDevice } from '../register/deviceRegister.ts'
import { bearerOf } from '../session/identify.ts'
import type { Door } from './door.ts'
import { MAX_BODY, readRawBody, unlessBusy } from './rawBody.ts'

interface Parts {
  readonly door: Door
  readonly gateways: Gateways
  readonly register: DeviceRegister
  readonly clock: () => number
}

/** A gateway that posts in a format of its own, and the format that its address names. */
interface Poster {
  readonly gateway: KnownDevice
  readonly format: string
}

/** POST /feeds/{format}: what gateways and cameras push. To be mounted before any other body parser. */
export function webhookRoutes(parts: Parts): Router {
  const router = Router()
  router.use('/feeds/:format/:token', hideToken)
  const receive: RequestHandler = async (request, response) => {
    // Before the body: who may not post makes us read nothing.
    const gateway = await posterOf(parts.register, request)
    if (!gateway) throw new Problem('not-authenticated', 'sign in as the gateway: its token as Bearer, its id and token as Basic, or its token behind the address', { headers: { 'WWW-Authenticate': 'Basic realm="mingjian", charset="UTF-8"' } })
    const payload = await readRawBody(request, response)
    await unlessBusy(() => take(parts, { gateway, format: pathParameter(request, 'format') }, request, response, payload))
  }
  // Two routes, so that figures are counted by pattern.
  router.post('/feeds/:format', receive)
  router.post('/feeds/:format/:token', receive)
  return router
}

/** The token is taken out of the address that logs and problems show. */
const hideToken: RequestHandler = (request, _response, next) => {
  const [, query] = request.originalUrl.split('?', 2)
  request.originalUrl = request.baseUrl.slice(0, request.baseUrl.lastIndexOf('/')) + (query === undefined ? '' : `?${query}`)
  next()
}

/** Who signs in: the three ways differ only in what a device can be taught. */
async function posterOf(register: DeviceRegister, request: Request): Promise<KnownDevice | null> {
  const { token } = request.params
  if (typeof token === 'string') return register.byToken(token)
  const bearer = bearerOf(request.headers.authorization)
  if (bearer !== null) return register.byToken(bearer)
  const [, encoded] = /^Basic +([\w+/=-]+) *$/i.exec(request.headers.authorization ?? '') ?? []
  if (encoded === undefined) return null
  const written = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = written.indexOf(':')
  return colon < 0 ? null : register.authenticate(written.slice(0, colon), written.slice(colon + 1))
}

async function take({ door, gateways, clock }: Parts, { gateway, format }: Poster, request: Request, response: Response, payload: Buffer | null): Promise<void> {
  const address = request.originalUrl
  const origin = { source: 'http' as const, address }
  if (!gateways.understands(gateway) || gateway.format !== format) {
    const detail = `${gateway.id} is registered as ${gateway.profile === 'gateway' ? `a gateway of the format ${gateway.format}` : 'no gateway'} and may not post as ${format}`.slice(0, 300)
    await door.refuse(origin, gateway.id, { type: 'forbidden', detail }, payload ?? '')
    throw new Problem('forbidden', detail)
  }
  if (payload === null) {
    const detail = `the body is larger than ${MAX_BODY}`
    await door.refuse(origin, gateway.id, { type: 'too-large', detail }, '')
    throw new Problem('too-large', detail)
  }
  if (saysNothing(payload)) {
    const detail = 'the body is empty: it says nothing of any device'
    await door.refuse(origin, gateway.id, { type: 'unparsable', detail }, payload)
    throw new Problem('bad-request', detail)
  }
  // What came by MQTT elsewhere, and is passed on by HTTP, names the topic it came by.
  const { topic } = request.query
  const message = { topic: typeof topic === 'string' ? topic : address, payload, contentType: request.headers['content-type'] ?? null, receivedAt: clock(), retained: false }
  const { accepted, errors } = await gateways.take(gateway, origin, message)
  response.json({ accepted, errors })
}

const LONGEST_NOTHING = 100

/** Nothing at all, or an array or an object without anything in it: decoders of single events would rightly pass it over in silence. */
function saysNothing(payload: Buffer): boolean {
  return payload.length <= LONGEST_NOTHING && /^\s*(?:\[\s*\]|\{\s*\}|null)?\s*$/.test(payload.toString('utf8'))
}

const answer = z.object({
  accepted: z.int().meta({ description: 'Readings, detections and signs of life that are in the feed' }),
  errors: z.array(z.object({ type: z.enum(DEAD_LETTER_TYPES), detail: z.string() })).meta({ description: 'What was kept as dead letters instead' }),
}).meta({ id: 'WebhookReceipt' })
const described = {
  method: 'post', tag: 'feeds', status: 200, answer, roles: [], bodyTypes: ['application/json', 'application/xml', 'multipart/form-data', 'application/octet-stream'],
} as const
const HOW = 'The body is what the gateway sends by itself, up to 16 MB; see docs/feeds. `?topic=` names the MQTT topic of what is passed on from a broker. Answered 200 once the feed has it on disk, 503 with Retry-After where it has no room.'
describe(
  { ...described, path: '/api/v1/feeds/{format}', summary: 'Sends what a gateway pushes in its own format', description: `${HOW} By the token of a gateway registered with this format, as Bearer or as Basic (id and token).` },
  { ...described, path: '/api/v1/feeds/{format}/{token}', summary: 'The same, for cameras that can not sign in', description: `${HOW} The token is the last part of the address: prefer the other where it can be.` },
)
