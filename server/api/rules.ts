import { Router } from 'express'
import { z } from 'zod'
import { METRIC_NAMES, type MetricName } from '../../domain/metrics.ts'
import type { User } from '../../domain/user.ts'
import { ruleSchema, type RuleInput } from '../../domain/writtenRule.ts'
import { transaction, type Client } from '../../stores/postgres/pool.ts'
import { appendRule, findRule, listRules, lockRules, ruleVersions, type RuleVersion } from '../../stores/postgres/rules.ts'
import type { Context } from '../context.ts'
import { requireRole } from '../session/authenticate.ts'
import { readRule, warningsAbout } from './checkedRule.ts'
import { pageAnswer, pageQuery, pageRequest, pathParameter, readQuery, userOf } from './input.ts'
import { describe, pageOf } from './openapi.ts'
import { Problem } from './problem.ts'
import { answerCreated, audit } from './register.ts'
import { presentRule, ruleAnswer, ruleAnswerWith } from './ruleShape.ts'

const CITY = { scope: 'city' } as const
const filters = z.strictObject({
  ...pageQuery,
  metric: z.enum(METRIC_NAMES as readonly [MetricName, ...MetricName[]]).optional(),
  type: z.string().max(64).optional().meta({ description: 'A violation: rules about what cameras see of it' }),
  profile: z.string().max(64).optional(),
  enabled: z.enum(['true', 'false']).transform((text) => text === 'true').optional().meta({ type: 'boolean' }),
  q: z.string().trim().max(100).optional(),
})

const KIND_STAYS = 'a rule stays about readings, or about detections: make another'

/** Rules are data: each change makes a version, and none is ever lost. */
export function ruleRoutes(context: Context): Router {
  const router = Router()
  const writers = requireRole('admin')

  router.get('/rules', async (request, response) => {
    const query = readQuery(request, filters)
    const page = await listRules(context.db, userOf(response).jurisdiction, query, pageRequest(query))
    response.json(pageAnswer({ ...page, items: page.items.map(presentRule) }))
  })
  router.get('/rules/:id', async (request, response) => {
    const id = pathParameter(request, 'id')
    const rule = await findRule(context.db, id, userOf(response).jurisdiction)
    if (!rule) throw new Problem('not-found')
    response.json({ ...presentRule(rule), versions: (await ruleVersions(context.db, id)).map(presentRule) })
  })
  router.post('/rules', writers, async (request, response) => {
    const text = readRule(context, request)
    const rule = await nextVersion(context, userOf(response), text.id, 'rule.create', (current) => {
      if (current) throw new Problem('duplicate', `There is a rule ${text.id} already: PUT /api/v1/rules/${text.id} makes its next version`)
      return text
    })
    answerCreated(request, response, rule.id, { ...presentRule(rule), ...(await warningsAbout(context.db, text)) })
  })
  router.put('/rules/:id', writers, async (request, response) => {
    const id = pathParameter(request, 'id')
    const text = readRule(context, request)
    if (text.id !== id) throw new Problem('invalid', 'id: differs from the one in the address', { errors: [{ path: 'id', type: 'invalid', detail: id }] })
    const rule = await nextVersion(context, userOf(response), id, 'rule.change', existing((current) => {
      const kind = 'type' in current ? 'type' : 'metric'
      if (!(kind in text)) throw new Problem('invalid', `${kind}: ${KIND_STAYS}`, { errors: [{ path: kind, type: 'invalid', detail: KIND_STAYS }] })
      return text
    }))
    response.json({ ...presentRule(rule), ...(await warningsAbout(context.db, text)) })
  })
  router.delete('/rules/:id', writers, async (request, response) => {
    const id = pathParameter(request, 'id')
    response.json(presentRule(await nextVersion(context, userOf(response), id, 'rule.disable', existing((text) => ({ ...text, enabled: false })))))
  })
  return router
}

function existing(next: (text: RuleInput) => RuleInput): (current: RuleVersion | null) => RuleInput {
  return (current) => {
    if (!current) throw new Problem('not-found')
    return next(current.text)
  }
}

/** Writes what `decide` makes of the current version as the next, and resolves once it is judged by. */
async function nextVersion(context: Context, user: User, id: string, action: string, decide: (current: RuleVersion | null) => RuleInput): Promise<RuleVersion> {
  const at = context.clock()
  const rule = await transaction(context.db, async (client: Client) => {
    await lockRules(client)
    const text = decide(await findRule(client, id, CITY))
    const made = await appendRule(client, text, user.username, at)
    await audit(client, { by: user, at, action, subject: `rule:${id}`, detail: { version: made.version, rule: text } })
    return made
  })
  await context.register.announce('rules', [id])
  return rule
}

const path = '/api/v1/rules'
const oneWithVersions = ruleAnswerWith({ versions: z.array(ruleAnswer) }).meta({ id: 'RuleWithVersions' })
const made = ruleAnswerWith({ unknownDevices: z.array(z.string()).optional(), warnings: z.array(z.object({ path: z.string(), message: z.string() })).optional().meta({ description: 'What the rule may say and yet hardly means' }) }).meta({ id: 'RuleMade' })
const input = ruleSchema.meta({ id: 'RuleInput' })
describe(
  { method: 'get', path, tag: 'rules', summary: 'The current version of every rule, newest first', query: filters, answer: pageOf(ruleAnswer) },
  { method: 'post', path, tag: 'rules', summary: 'Make a rule', roles: ['admin'], body: input, status: 201, answer: made },
  { method: 'get', path: `${path}/{id}`, tag: 'rules', summary: 'One rule with all its versions', answer: oneWithVersions },
  { method: 'put', path: `${path}/{id}`, tag: 'rules', summary: 'Make the next version of a rule', roles: ['admin'], body: input, answer: made },
  { method: 'delete', path: `${path}/{id}`, tag: 'rules', summary: 'Disable a rule: a new version that judges nothing', roles: ['admin'], answer: ruleAnswer },
)
