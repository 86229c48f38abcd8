import { Router } from 'express'
import { z } from 'zod'
import { DEAD_LETTER_TYPES } from '../../../domain/feed.ts'
import { METRIC_NAMES, type MetricName } from '../../../domain/metrics.ts'
import { listDeadLetters } from '../../../stores/postgres/deadLetters.ts'
import { knownDevices } from '../../../stores/postgres/devices.ts'
import { readBuckets } from '../../../stores/postgres/readings.ts'
import { findSnapshot } from '../../../stores/postgres/snapshots.ts'
import { requireRole } from '../../session/authenticate.ts'
import { pageAnswer, pageQuery, pageRequest, pathParameter, readQuery, userOf } from '../input.ts'
import { describe, pageOf } from '../openapi.ts'
import { Problem } from '../problem.ts'
import { instant, span, wholeNumber, word } from './query.ts'
import type { ReadContext } from './routes.ts'
import { bucketsSchema, deadLetterSchema } from './shapes.ts'

const DAY_MS = 86_400_000

const letterFilters = z.strictObject({ ...pageQuery, ...span, type: z.enum(DEAD_LETTER_TYPES).optional(), device: word.optional() })
const readingQuery = z.strictObject({
  device: word,
  metric: z.enum(METRIC_NAMES as readonly [MetricName, ...MetricName[]]),
  from: instant.optional(),
  to: instant.optional(),
  points: wholeNumber(1, 2_000, 300),
})

/** What has been measured, seen and refused. */
export function historyRoutes(context: ReadContext): Router {
  const { db, clock } = context
  const router = Router()

  router.get('/readings', async (request, response) => {
    const query = readQuery(request, readingQuery)
    const to = query.to ?? clock()
    const from = query.from ?? to - DAY_MS
    if (from >= to) throw new Problem('invalid-query', 'from: lies not before to')
    const known = await knownDevices(db, [query.device], userOf(response).jurisdiction)
    if (!known.has(query.device)) throw new Problem('not-found', `There is no device ${query.device} in your jurisdiction`)
    response.json({ buckets: await readBuckets(db, { ...query, from, to }) })
  })
  router.get('/dead-letters', requireRole('admin', 'centre'), async (request, response) => {
    const query = readQuery(request, letterFilters)
    response.json(pageAnswer(await listDeadLetters(db, userOf(response).jurisdiction, query, pageRequest(query))))
  })
  router.get('/snapshots/:sha256', async (request, response) => {
    const sha256 = pathParameter(request, 'sha256').toLowerCase()
    const bytes = /^[0-9a-f]{64}$/.test(sha256) ? await findSnapshot(db, sha256, userOf(response).jurisdiction) : null
    if (!bytes) throw new Problem('not-found')
    // The address is the content's own hash.
    response.set('Cache-Control', 'private, max-age=31536000, immutable').type('image/jpeg').send(bytes)
  })
  return router
}

describe(
  { method: 'get', path: '/api/v1/readings', tag: 'readings', summary: 'History of a device, with the extremes of every span', query: readingQuery, answer: bucketsSchema },
  { method: 'get', path: '/api/v1/dead-letters', tag: 'dead-letters', summary: 'What could not be used, with the reason, newest first', roles: ['admin', 'centre'], query: letterFilters, answer: pageOf(deadLetterSchema) },
  { method: 'get', path: '/api/v1/snapshots/{sha256}', tag: 'detections', summary: 'A picture, as image/jpeg' },
)
