import { Router } from 'express'
import { z } from 'zod'
import { isDeviceFault } from '../../domain/alert.ts'
import { isNeverSilenced, SILENCERS, type SilencePeriod, type SilenceScope } from '../../domain/silencePeriod.ts'
import { contains, type Jurisdiction, type User } from '../../domain/user.ts'
import { knownDevices } from '../../stores/postgres/devices.ts'
import { transaction } from '../../stores/postgres/pool.ts'
import { findRule } from '../../stores/postgres/rules.ts'
import { endSilence, insertSilence, listSilences, lockSilence } from '../../stores/postgres/silences.ts'
import { knownUnits } from '../../stores/postgres/units.ts'
import type { Context } from '../context.ts'
import { requireRole } from '../session/authenticate.ts'
import { pageAnswer, pageQuery, pageRequest, pathParameter, readBody, readQuery, userOf } from './input.ts'
import { describe, pageOf } from './openapi.ts'
import { Problem, type ProblemType } from './problem.ts'
import { answerCreated, audit, makeId } from './register.ts'

type SilenceContext = Pick<Context, 'db' | 'clock' | 'configuration'>

const names = z.array(z.string().min(1).max(200).regex(/^[^\0]*$/)).min(1).max(500).optional()
const scope = z.strictObject({ devices: names, units: names, types: names, rules: names })
  .refine((parts) => Object.values(parts).some((part) => part !== undefined), 'name devices, units, types or rules')
const instant = z.iso.datetime({ offset: true })
const LONGEST_MS = 31 * 24 * 3_600_000
const input = z.strictObject({ scope, from: instant.optional(), until: instant, reason: z.string().trim().min(1).max(2_000).regex(/^[^\0]*$/) }).meta({ id: 'SilenceInput' })
const filters = z.strictObject({ ...pageQuery, active: z.enum(['true', 'false']).transform((text) => text === 'true').optional().meta({ type: 'boolean' }) })
const silenceSchema = z.object({
  id: z.string(), scope: z.object({ devices: names, units: names, types: names, rules: names }), jurisdiction: z.record(z.string(), z.unknown()),
  from: z.string(), until: z.string(), reason: z.string(), author: z.string(), createdAt: z.string(), endedAt: z.string().nullable(), endedBy: z.string().nullable(),
}).meta({ id: 'Silence' })

/** Silences and maintenance windows: they act on notices and display, never on whether an alert exists. */
export function silenceRoutes(context: SilenceContext): Router {
  const router = Router()
  const handlers = requireRole(...SILENCERS)

  router.get('/silences', handlers, async (request, response) => {
    const query = readQuery(request, filters)
    response.json(pageAnswer(await listSilences(context.db, userOf(response).jurisdiction, query.active, pageRequest(query))))
  })
  router.post('/silences', handlers, async (request, response) => {
    const period = await createSilence(context, userOf(response), readBody(request, input))
    answerCreated(request, response, period.id, period)
  })
  router.post('/silences/:id/end', handlers, async (request, response) => {
    response.json(await endEarly(context, userOf(response), pathParameter(request, 'id')))
  })
  return router
}

async function createSilence(context: SilenceContext, user: User, { scope: parts, from, until, reason }: z.output<typeof input>): Promise<SilencePeriod> {
  const at = context.clock()
  const begins = from === undefined ? at : Date.parse(from)
  if (Date.parse(until) <= Math.max(begins, at)) throw refused('until', 'invalid', 'lies not after the beginning, or is over')
  if (Date.parse(until) - begins > LONGEST_MS) throw refused('until', 'invalid', 'lies more than 31 days after the beginning: nothing is silenced for good')
  await checkScope(context, user.jurisdiction, parts)
  const period: SilencePeriod = {
    id: makeId('silence'), scope: parts, jurisdiction: user.jurisdiction, from: new Date(begins).toISOString(), until: new Date(until).toISOString(), reason,
    author: `user:${user.username}`, createdAt: new Date(at).toISOString(), endedAt: null, endedBy: null,
  }
  await transaction(context.db, async (client) => {
    await insertSilence(client, period)
    await audit(client, { by: user, at, action: 'silence.create', subject: `silence:${period.id}`, detail: { scope: parts, from: period.from, until: period.until, reason } })
  })
  return period
}

/** Everything named must exist within the jurisdiction, and none of it be gas or fire. */
async function checkScope({ db, configuration: { profiles, violations } }: SilenceContext, jurisdiction: Jurisdiction, { devices = [], units = [], types = [], rules = [] }: SilenceScope): Promise<void> {
  const grave = types.find(isNeverSilenced)
  if (grave !== undefined) throw neverSilenced('scope.types', grave)
  const unheard = types.find((type) => !violations.has(type) && !isDeviceFault(type))
  if (unheard !== undefined) throw refused('scope.types', 'unknown-type', unheard)
  const known = await knownDevices(db, devices, jurisdiction)
  for (const id of devices) {
    const profile = known.get(id)
    if (profile === undefined) throw refused('scope.devices', 'unknown-device', id)
    if (profiles.get(profile)?.metrics.some(isNeverSilenced)) throw neverSilenced('scope.devices', id)
  }
  const places = await knownUnits(db, units, jurisdiction)
  const strange = units.find((id) => !places.has(id))
  if (strange !== undefined) throw refused('scope.units', 'unknown-unit', strange)
  for (const id of rules) {
    if (isNeverSilenced(id.replace(/^violation-/, ''))) throw neverSilenced('scope.rules', id)
    const rule = await findRule(db, id, { scope: 'city' })
    if (rule === null && !isDeviceFault(id.replace(/^device-/, ''))) throw refused('scope.rules', 'unknown-rule', id)
    if (rule && isNeverSilenced('type' in rule.text ? rule.text.type : rule.text.metric)) throw neverSilenced('scope.rules', id)
  }
}

function refused(path: string, type: ProblemType, detail: string): Problem {
  return new Problem(type, `${path}: ${detail}`, { errors: [{ path, type, detail }] })
}

function neverSilenced(path: string, what: string): Problem {
  return refused(path, 'invalid', `gas and fire are never silenced: ${what}`)
}

async function endEarly(context: SilenceContext, user: User, id: string): Promise<SilencePeriod> {
  const at = context.clock()
  return transaction(context.db, async (client) => {
    const period = await lockSilence(client, id)
    if (!period) throw new Problem('not-found')
    if (!contains(user.jurisdiction, period.jurisdiction)) throw new Problem('outside-jurisdiction')
    if (period.endedAt !== null || Date.parse(period.until) <= at) throw new Problem('conflict', 'It is over already')
    const by = `user:${user.username}`
    await endSilence(client, id, by, at)
    await audit(client, { by: user, at, action: 'silence.end', subject: `silence:${id}` })
    return { ...period, endedAt: new Date(at).toISOString(), endedBy: by }
  })
}

const path = '/api/v1/silences'
describe(
  { method: 'get', path, tag: 'silences', summary: 'Silences and maintenance windows, newest first', roles: SILENCERS, query: filters, answer: pageOf(silenceSchema) },
  { method: 'post', path, tag: 'silences', summary: 'Silence notices of what is named until a time', description: 'Gas and fire are never silenced: naming them answers 422. Alerts exist all the same, with `silencedUntil`.', roles: SILENCERS, body: input, status: 201, answer: silenceSchema },
  { method: 'post', path: `${path}/{id}/end`, tag: 'silences', summary: 'End a silence before its time', roles: SILENCERS, answer: silenceSchema },
)
