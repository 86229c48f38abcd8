import { Router, type Response } from 'express'
import { z } from 'zod'
import { compileDetectionRule, type DetectionRuleText } from '../../domain/detectionRule.ts'
import { compileRule, type MetricRuleText } from '../../domain/rule.ts'
import type { User } from '../../domain/user.ts'
import { ruleSchema, type RuleText } from '../../domain/writtenRule.ts'
import { distrustedCameras } from '../../stores/postgres/cameraPrecision.ts'
import { findRule } from '../../stores/postgres/rules.ts'
import { devicesCovered } from '../../stores/postgres/ruleScope.ts'
import { Backtests } from '../backtest/backtests.ts'
import type { DetectionTask, MetricTask, Task } from '../backtest/task.ts'
import type { Context } from '../context.ts'
import { requireRole } from '../session/authenticate.ts'
import { backtestAnswer, presentResult, type Plan } from './backtestShape.ts'
import { faultsOf } from './checkedRule.ts'
import { readBody, userOf } from './input.ts'
import { describe } from './openapi.ts'
import { Problem, toProblem, type FieldError } from './problem.ts'
import { instant } from './read/query.ts'
import { identifier } from './shapes.ts'

const DAY = 86_400_000
const LONGEST_DAYS = 92
/** A scope may cover the whole city: then so many of its devices stand for all. */
const MOST_DEVICES = 1_000
/** A line of progress at most this often. */
const TELL_EVERY_MS = 200
/** No reading is older: the door refuses what is from before. */
const EARLIEST = Date.UTC(2000, 0, 1)

const time = z.union([instant, z.number()]).transform((at) => Number(at))
const input = z.strictObject({
  rule: ruleSchema,
  from: time.optional(),
  to: time.optional(),
  devices: z.array(identifier).min(1).max(MOST_DEVICES).optional().meta({ description: 'Of those the scope covers; all of them where absent' }),
  limit: z.int().min(1).max(5_000).default(500).meta({ description: 'How many alerts are told one by one; all are counted' }),
}).meta({ id: 'BacktestInput' })

/** POST /rules/backtest: what a draft rule would have raised on recorded readings or detections, beside what was raised. */
export function backtestRoutes(context: Context): Router {
  const router = Router()
  const backtests = new Backtests()
  router.post('/rules/backtest', requireRole('admin', 'centre', 'duty'), async (request, response) => {
    const user = userOf(response)
    const plan = await planned(context, user, readBody(request, input, (sent) => faultsOfDraft(context, sent)))
    await backtests.inPlace(user.id, () => answer(context, backtests, plan, response))
  })
  return router
}

function faultsOfDraft(context: Context, sent: unknown): FieldError[] {
  if (typeof sent !== 'object' || sent === null || !('rule' in sent)) return []
  return faultsOf(context, sent.rule).map((fault) => ({ ...fault, path: `rule.${fault.path}` }))
}

async function planned(context: Context, user: User, body: z.output<typeof input>): Promise<Plan & { task: Task }> {
  const now = context.clock()
  const to = body.to ?? now
  const from = body.from ?? to - 7 * DAY
  if (from >= to || from < EARLIEST) throw invalid('from', 'lies not before to, or before the year 2000')
  if (to - from > LONGEST_DAYS * DAY) throw invalid('from', `at most ${LONGEST_DAYS} days are tried at once`)
  const { devices, covered } = await devicesCovered(context.db, body.rule.scope, body.devices, user.jurisdiction, MOST_DEVICES)
  const tried = devices.map(({ id, profile, interval, hours }) => {
    const known = context.configuration.profiles.get(profile)
    const seconds = interval ?? known?.interval ?? null
    return { id, hours, intervalMs: seconds === null ? null : seconds * 1000, faultValues: known?.faultValues ?? {} }
  })
  const databaseUrl = context.environment.databaseUrl
  if (databaseUrl === undefined) throw new Problem('unavailable')
  const inForce = await ruleInForce(context, body.rule.id, user)
  const common = { databaseUrl, devices: tried, from, to, now, limit: body.limit }
  const task = 'type' in body.rule ? await detectionTask(context, common, body.rule, inForce) : metricTask(common, body.rule, inForce)
  return { task, rule: task.draft, devices, covered, from, to, limit: body.limit, exists: task.inForce !== null }
}

type CommonTask = Omit<MetricTask, 'kind' | 'draft' | 'inForce'>

function metricTask(common: CommonTask, draft: MetricRuleText, inForce: InForce | null): MetricTask {
  return { ...common, kind: 'metric', draft: compileRule(draft, 0), inForce: inForce && 'metric' in inForce.text ? compileRule(inForce.text, inForce.version) : null }
}

async function detectionTask({ db, configuration }: Context, common: CommonTask, draft: DetectionRuleText, inForce: InForce | null): Promise<DetectionTask> {
  const distrusted = await distrustedCameras(db, configuration.precision)
  const untrusted = common.devices.filter(({ id }) => distrusted.get(id)?.has(draft.type)).map(({ id }) => id)
  const replaced = inForce && 'type' in inForce.text && inForce.text.type === draft.type ? compileDetectionRule(inForce.text, inForce.version) : null
  return { ...common, kind: 'type', draft: compileDetectionRule(draft, 0), inForce: replaced, untrusted }
}

interface InForce {
  readonly text: RuleText
  readonly version: number
}

/** The version that judges now; null where there is none, or it is switched off. */
async function ruleInForce(context: Context, id: string, user: User): Promise<InForce | null> {
  const current = await findRule(context.db, id, user.jurisdiction)
  const parsed = current && ruleSchema.safeParse(current.text)
  return parsed?.success && parsed.data.enabled ? { text: parsed.data, version: current?.version ?? 1 } : null
}

/** One line of JSON after another: progress, then the result or the problem. Who goes away ends the work. */
async function answer(context: Context, backtests: Backtests, plan: Plan & { task: Task }, response: Response): Promise<void> {
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  // Nothing may hold lines back, neither our compression nor a proxy.
  response.status(200).type('application/x-ndjson').set({ 'Cache-Control': 'no-store, no-transform', 'X-Accel-Buffering': 'no' })
  const line = (content: object): void => void (response.writable && response.write(`${JSON.stringify(content)}\n`))
  line({ type: 'progress', share: 0, readings: 0 })
  let told = 0
  try {
    const found = await backtests.run(plan.task, (progress) => {
      if (performance.now() - told < TELL_EVERY_MS) return
      told = performance.now()
      line({ type: 'progress', ...progress })
    }, gone.signal)
    line(await presentResult(context.db, plan, found))
  } catch (error) {
    if (gone.signal.aborted) return
    const problem = toProblem(error)
    context.log.error({ err: error as Error }, 'a backtest failed')
    line({ type: 'problem', problem: `/problems/${problem.type}`, status: problem.status, detail: problem.message })
  } finally {
    response.end()
  }
}

const invalid = (path: string, detail: string): Problem => new Problem('invalid', `${path}: ${detail}`, { errors: [{ path, type: 'invalid', detail }] })

describe({
  method: 'post', path: '/api/v1/rules/backtest', tag: 'rules', summary: 'What a draft rule would have raised on recorded readings or detections, beside what was raised', roles: ['admin', 'centre', 'duty'],
  description: 'Answers lines of JSON (application/x-ndjson): `{"type": "progress", "share", "readings"}` again and again, last `{"type": "result", …}` as below, or `{"type": "problem", "problem", "status", "detail"}`. Closing the connection ends the work. One at a time for a user (429), two for a server (503). At most 92 days and 1,000 devices.',
  body: input, answer: backtestAnswer,
})
