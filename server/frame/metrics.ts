import type { RequestHandler } from 'express'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { countUnsent } from '../../stores/postgres/notifications.ts'
import type { Context } from '../context.ts'

/** Everything `/metrics` shows; whoever counts something registers it here. */
export const metrics = new Registry()
collectDefaultMetrics({ register: metrics })

const duration = new Histogram({
  name: 'mingjian_http_request_duration_seconds',
  help: 'Time from the request to the end of its answer',
  labelNames: ['method', 'route', 'status'],
  buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
  registers: [metrics],
})

/** Times every request under its route's pattern, so that ids make no new series. */
export const timeRequests: RequestHandler = (request, response, next) => {
  const end = duration.startTimer()
  response.once('finish', () => {
    const route = (request.route as { path?: unknown } | undefined)?.path
    end({ method: request.method, route: typeof route === 'string' ? request.baseUrl + route : 'other', status: String(response.statusCode) })
  })
  next()
}

const DAY_MS = 86_400_000
const unsent = new Gauge({ name: 'mingjian_notices_unsent', help: 'Notifications of the last day that no channel was set up for', registers: [metrics] })

/** Prometheus' text. What stands in PostgreSQL keeps its last value while that does not answer. */
export function serveMetrics({ db, clock }: Pick<Context, 'db' | 'clock'>): RequestHandler {
  return async (_request, response) => {
    await countUnsent(db, { scope: 'city' }, clock() - DAY_MS).then((count) => unsent.set(count), () => undefined)
    response.type(metrics.contentType).send(await metrics.metrics())
  }
}
