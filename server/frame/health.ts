import { Router } from 'express'
import type { Context } from '../context.ts'

const PATIENCE_MS = 2_000

/** `/healthz`: the process lives. `/readyz`: it can do its work, for Redis and PostgreSQL answer. */
export function healthRoutes(context: Pick<Context, 'db' | 'redis'>): Router {
  const router = Router()
  router.get('/healthz', (_request, response) => void response.json({ status: 'ok' }))
  router.get('/readyz', async (_request, response) => {
    const [redis, postgres] = await Promise.all([answers(context.redis.ping()), answers(context.db.query('SELECT 1'))])
    response.status(redis && postgres ? 200 : 503).json({
      status: redis && postgres ? 'ok' : 'unavailable', redis: redis ? 'ok' : 'no answer', postgres: postgres ? 'ok' : 'no answer',
    })
  })
  return router
}

async function answers(question: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const patience = new Promise<boolean>((resolve) => { timer = setTimeout(resolve, PATIENCE_MS, false) })
  const answered = question.then(() => true, () => false)
  return Promise.race([answered, patience]).finally(() => clearTimeout(timer))
}
