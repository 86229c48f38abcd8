import type { RequestHandler } from 'express'
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'

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

export const serveMetrics: RequestHandler = async (_request, response) => {
  response.type(metrics.contentType).send(await metrics.metrics())
}
