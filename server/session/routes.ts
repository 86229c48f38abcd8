import express, { Router, type Request } from 'express'
import { ipKeyGenerator, rateLimit } from 'express-rate-limit'
import { z } from 'zod'
import { ROLES } from '../../domain/user.ts'
import { appendAudit } from '../../stores/postgres/audit.ts'
import { transaction } from '../../stores/postgres/pool.ts'
import { deleteToken, insertToken, listTokens } from '../../stores/postgres/tokens.ts'
import { findCredentials } from '../../stores/postgres/users.ts'
import { describe } from '../api/openapi.ts'
import { pathParameter, readBody, userOf } from '../api/input.ts'
import { userSchema } from '../api/shapes.ts'
import { Problem, sendProblem } from '../api/problem.ts'
import type { Context } from '../context.ts'
import { hashToken } from '../register/deviceRegister.ts'
import { authenticate } from './authenticate.ts'
import { DEMO_PASSWORD } from './firstLogins.ts'
import { isForeign, loadSession } from './identify.ts'
import { makeToken, verifyPassword } from './password.ts'
import { closeSession, openSession } from './sessions.ts'

const loginSchema = z.strictObject({ username: z.string().min(1).max(64), password: z.string().min(1).max(200) }).meta({ id: 'Login' })
const tokenInput = z.strictObject({ name: z.string().trim().min(1).max(100) })
const tokenSchema = z.object({ id: z.string(), name: z.string(), createdAt: z.string() }).meta({ id: 'PersonalToken' })
const optionsSchema = z.object({
  demo: z.boolean(),
  logins: z.array(z.object({ username: z.string(), password: z.string(), name: z.string(), role: z.enum(ROLES) })),
}).meta({ id: 'SessionOptions' })

const WINDOW_MS = 15 * 60_000
/** Failed logins of one name from one address in a window; those under way count until they succeed. */
const FAILURES_OF_NAME = 30
const FAILURES_OF_ADDRESS = 300

/** The doors in: signing in and out, personal tokens, and what the login page may show. */
export function sessionRoutes(context: Context): Router {
  const router = Router()
  const signedIn = authenticate(context)
  router.use(express.json({ limit: '16kb' }))

  router.get('/options', (_request, response) => {
    response.json({ demo: context.environment.demo, logins: context.environment.demo ? demoLogins(context) : [] })
  })
  router.post('/', ownSiteOnly, limited(FAILURES_OF_ADDRESS, addressOf), limited(FAILURES_OF_NAME, addressAndName), async (request, response) => {
    const { username, password } = readBody(request, loginSchema)
    const credentials = await findCredentials(context.db, 'username', username)
    const fits = await verifyPassword(credentials?.passwordHash ?? null, password)
    if (!fits || !credentials) throw new Problem('wrong-credentials')
    await loadSession(context.redis, request, response)
    await openSession(request, credentials, context.clock())
    context.log.info({ username }, 'signed in')
    response.status(201).json(credentials.user)
  })
  router.get('/', signedIn, (_request, response) => void response.json(userOf(response)))
  router.delete('/', signedIn, async (request, response) => {
    if (request.session) await closeSession(request, response)
    response.status(204).end()
  })

  router.get('/tokens', signedIn, async (_request, response) => {
    response.json({ items: await listTokens(context.db, userOf(response).id), next: null })
  })
  router.post('/tokens', signedIn, async (request, response) => {
    const { name } = readBody(request, tokenInput)
    const user = userOf(response)
    const token = makeToken('mjp')
    const hash = hashToken(token)
    const at = context.clock()
    const id = hash.toString('hex').slice(0, 16)
    await transaction(context.db, async (client) => {
      await insertToken(client, { hash, userId: user.id, name, at })
      await appendAudit(client, { at, actor: `user:${user.username}`, action: 'token.create', subject: `token:${id}`, detail: { name } })
    })
    response.status(201).json({ id, name, createdAt: new Date(at).toISOString(), token })
  })
  router.delete('/tokens/:id', signedIn, async (request, response) => {
    const user = userOf(response)
    const id = pathParameter(request, 'id')
    await transaction(context.db, async (client) => {
      if (!(await deleteToken(client, user.id, id))) throw new Problem('not-found')
      await appendAudit(client, { at: context.clock(), actor: `user:${user.username}`, action: 'token.delete', subject: `token:${id}`, detail: {} })
    })
    response.status(204).end()
  })
  return router
}

/** A page of another site must not sign a browser in as somebody else. */
function ownSiteOnly(request: Request, _response: express.Response, next: express.NextFunction): void {
  if (isForeign(request.headers)) throw new Problem('cross-site')
  next()
}

function limited(limit: number, keyGenerator: (request: Request) => string): express.RequestHandler {
  return rateLimit({
    windowMs: WINDOW_MS, limit, keyGenerator, skipSuccessfulRequests: true, standardHeaders: 'draft-8', legacyHeaders: false,
    handler: (request, response) => sendProblem(request, response, new Problem('too-many-requests')),
  })
}

function addressOf(request: Request): string {
  return ipKeyGenerator(request.ip ?? '')
}

function addressAndName(request: Request): string {
  const { username } = (request.body ?? {}) as { username?: unknown }
  return `${addressOf(request)} ${typeof username === 'string' ? username.toLowerCase().slice(0, 64) : ''}`
}

function demoLogins(context: Context): z.output<typeof optionsSchema>['logins'] {
  return context.configuration.demoUsers.map(({ username, name, role }) => ({ username, name, role, password: DEMO_PASSWORD }))
}

const path = '/api/v1/session'
describe(
  { method: 'get', path: `${path}/options`, tag: 'session', summary: 'What the login page may show', roles: [], answer: optionsSchema },
  { method: 'post', path, tag: 'session', summary: 'Sign in; sets the cookie', roles: [], body: loginSchema, status: 201, answer: userSchema },
  { method: 'get', path, tag: 'session', summary: 'Who is signed in', answer: userSchema },
  { method: 'delete', path, tag: 'session', summary: 'Sign out', status: 204 },
  { method: 'get', path: `${path}/tokens`, tag: 'session', summary: 'Own personal tokens', answer: z.object({ items: z.array(tokenSchema), next: z.null() }) },
  { method: 'post', path: `${path}/tokens`, tag: 'session', summary: 'Make a personal token; it is shown this once', body: tokenInput, status: 201, answer: tokenSchema.extend({ token: z.string() }).meta({ id: 'NewPersonalToken' }) },
  { method: 'delete', path: `${path}/tokens/{id}`, tag: 'session', summary: 'Revoke a personal token', status: 204 },
)
