import { Router } from 'express'
import { z } from 'zod'
import { rulePrecision } from '../../../stores/postgres/rulePrecision.ts'
import { readQuery, userOf } from '../input.ts'
import { describe } from '../openapi.ts'
import { wholeNumber, word } from './query.ts'
import type { ReadContext } from './routes.ts'

const DAY_MS = 86_400_000
const filters = z.strictObject({ rule: word.optional(), days: wholeNumber(1, 366, 90) })
const item = z.object({ ruleId: z.string(), ruleVersion: z.int(), judged: z.int(), right: z.int(), precision: z.number() }).meta({ id: 'RulePrecision' })

/** How right the rules were, by what people did about their alerts. */
export function rulePrecisionRoutes(context: ReadContext): Router {
  const router = Router()
  router.get('/precision/rules', async (request, response) => {
    const { days, rule } = readQuery(request, filters)
    const since = context.clock() - days * DAY_MS
    response.json({ items: await rulePrecision(context.db, userOf(response).jurisdiction, { since, ...(rule === undefined ? {} : { rule }) }) })
  })
  return router
}

describe({
  method: 'get', path: '/api/v1/precision/rules', tag: 'rules', summary: 'How often people found each version of a rule right, over the last days',
  description: 'Right: confirmed, resolved by a person, or in an order that went on. Wrong: dismissed as mistaken or false-positive, or confirmed as another type.',
  query: filters, answer: z.object({ items: z.array(item) }),
})
