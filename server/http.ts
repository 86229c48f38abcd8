import compression from 'compression'
import express, { type Express, type RequestHandler, type Router } from 'express'
import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { documentRoutes } from './api/docs.ts'
import { methodsOf } from './api/openapi.ts'
import { Problem, problemHandler } from './api/problem.ts'
import { writeRoutes } from './api/routes.ts'
import type { Context } from './context.ts'
import { healthRoutes } from './frame/health.ts'
import { serveMetrics, timeRequests } from './frame/metrics.ts'
import { securityHeaders } from './frame/security.ts'
import { webRoutes } from './frame/web.ts'
import { authenticate } from './session/authenticate.ts'
import { sessionRoutes } from './session/routes.ts'

/** What others bring into the app. */
export interface ExtraRouters {
  /** What takes feeds in; reads bodies and recognises senders itself. */
  readonly door?: readonly Router[]
  /** Further routes below /api/v1, behind `authenticate`. */
  readonly read?: Router
  /** Folder of the built pages. */
  readonly web?: string
}

const BUILT_PAGES = fileURLToPath(new URL('../dist/web', import.meta.url))

/** The whole of HTTP: health, doors, API, its description, and the pages. */
export function createApp(context: Context, extra: ExtraRouters = {}): Express {
  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', 'loopback')
  app.set('query parser', 'simple')
  app.use(requestId, timeRequests, securityHeaders())
  app.use(healthRoutes(context))
  app.get('/metrics', serveMetrics(context))
  for (const door of extra.door ?? []) app.use('/api/v1', door)
  app.use(compression())
  app.use('/api', documentRoutes())
  app.use('/api', noStore)
  app.use('/api/v1/session', sessionRoutes(context))
  app.use('/api/v1', authenticate(context), express.json({ limit: '1mb' }), writeRoutes(context))
  if (extra.read) app.use('/api/v1', extra.read)
  app.use('/api', unknownAddress)
  app.use(webRoutes(extra.web ?? BUILT_PAGES))
  app.use(unknownAddress)
  app.use(problemHandler(context.log))
  return app
}

/** A caller's own id is kept where it is harmless, so that one request can be followed through a proxy. */
const requestId: RequestHandler = (request, response, next) => {
  const given = request.get('x-request-id')
  const id = given !== undefined && /^[\w.-]{1,64}$/.test(given) ? given : randomUUID()
  response.locals.requestId = id
  response.setHeader('X-Request-Id', id)
  next()
}

/** Answers of the API are of one user at one moment. */
const noStore: RequestHandler = (_request, response, next) => {
  response.setHeader('Cache-Control', 'no-store')
  next()
}

const unknownAddress: RequestHandler = (request) => {
  const methods = methodsOf(request.baseUrl + request.path)
  if (methods.length === 0 || methods.includes(request.method)) throw new Problem('not-found')
  throw new Problem('method-not-allowed', `${request.method} is none of ${methods.join(', ')}`, { headers: { Allow: methods.join(', ') } })
}
