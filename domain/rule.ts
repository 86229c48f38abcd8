import { z } from 'zod'
import { IDENTIFIER } from './device.ts'
import { ON_ANY_OBJECT } from './issues.ts'
import { METRIC_NAMES, type MetricName } from './metrics.ts'
import { HOURS, type Hours } from './openingHours.ts'
import { checkRule } from './ruleChecks.ts'
import { duration, limitFields, limitNames, LIMITS, ONE_LIMIT, type Direction, type LimitText } from './ruleLimit.ts'
import { compileSchedule, scheduleSchema, type Schedule } from './schedule.ts'
import { processSchema, type Process } from './ruleProcess.ts'
import { suppressionSchema, type Suppression } from './ruleSuppression.ts'
import { SEVERITIES, severityRank, type Severity } from './severity.ts'
import { tagSchema } from './tag.ts'
import { UNIT_KINDS } from './unit.ts'

/**
 * A rule as it is written: by the operator in YAML, or by POST /api/v1/rules.
 * Durations are text ("45m") or seconds.
 */
const level = z.strictObject({
  severity: z.enum(SEVERITIES),
  ...limitFields,
  for: duration.default(0),
}).refine((l) => limitNames(l).length === 1, { message: ONE_LIMIT, ...ON_ANY_OBJECT })

/** `continuous`: one reading in range begins the duration anew. `cumulative`: minutes in breach are summed over a rolling window. */
export const RULE_MODES = ['continuous', 'cumulative'] as const

const CHANGES = ['rise', 'fall', 'either'] as const

export const ORDER_MODES = ['draft', 'none'] as const

/** What kind of limit a rule stands on: the law, a standard, guidance, the operator, or only the platform's default. */
export const LIMIT_KINDS = ['legal', 'standard', 'guidance', 'operator', 'platform'] as const

export const basisSchema = z.strictObject({
  kind: z.enum(LIMIT_KINDS),
  document: z.string().optional(),
  clause: z.string().optional(),
  status: z.enum(['verified', 'unverified']).default('unverified'),
})
export type Basis = z.infer<typeof basisSchema>

export const scopeSchema = z.strictObject({
  deviceIds: z.array(z.string().min(1)).optional(),
  profiles: z.array(z.string().min(1)).optional(),
  unitKinds: z.array(z.enum(UNIT_KINDS)).optional(),
  districts: z.array(z.string().regex(/^\d{6}$/)).optional(),
  /** Of the device's unit: any one of them is enough. */
  tags: z.array(tagSchema).optional(),
}).refine((s) => Object.values(s).some((list) => list !== undefined && list.length > 0), { message: 'name at least one device, profile, unit kind, district or tag', ...ON_ANY_OBJECT })
export type Scope = z.infer<typeof scopeSchema>

export const metricRuleSchema = z.strictObject({
  id: z.string().regex(IDENTIFIER),
  name: z.string().min(1).max(200),
  scope: scopeSchema,
  metric: z.enum(METRIC_NAMES as readonly [MetricName, ...MetricName[]]),
  ...limitFields,
  /** The far end of a band above, or below, the limit: from there on a value is in range again. */
  upTo: z.number().optional(),
  downTo: z.number().optional(),
  /** How much the value may change within a time; `rise` and `fall` look one way. */
  changesBy: z.strictObject({ amount: z.number().positive(), within: duration, direction: z.enum(CHANGES).default('either') }).optional(),
  for: duration.optional(),
  mode: z.enum(RULE_MODES).default('continuous'),
  window: duration.optional(),
  /** `opening` and `closed`: by the hours of the unit the device stands in. */
  schedule: z.union([scheduleSchema, z.enum(HOURS)]).optional(),
  suppressWhen: suppressionSchema.optional(),
  /** A limit about a course of readings. */
  process: processSchema.optional(),
  clear: z.strictObject({ margin: z.number().min(0).default(0), for: duration.default(0) }).optional()
    .meta({ description: 'When an open alert ends: so far inside the limit for so long. Left out, a limit on temperature takes 0.5 K and 5 minutes; any other ends with the first reading in range' }),
  severity: z.enum(SEVERITIES).optional(),
  levels: z.array(level).min(1).max(8).optional(),
  order: z.enum(ORDER_MODES).default('draft'),
  basis: basisSchema.default({ kind: 'operator', status: 'unverified' }),
  enabled: z.boolean().default(true),
}).superRefine((rule, context) => {
  const faulty = new Set(context.issues.map(({ path }) => path?.[0]))
  for (const { path, message } of checkRule(rule, faulty)) context.addIssue({ code: 'custom', path, message })
}, ON_ANY_OBJECT)

/** What a person sends. */
export type MetricRuleInput = z.input<typeof metricRuleSchema>
/** The same after checking: durations in milliseconds. */
export type MetricRuleText = z.output<typeof metricRuleSchema>

export interface RuleLevel {
  readonly severity: Severity
  /** The limit; breached when strictly beyond it, or, where inclusive, at it too. */
  readonly limit: number
  readonly inclusive?: boolean
  /** Milliseconds in breach before the level is reached. */
  readonly for: number
}

/** How a rule judges: each kind is a fold of its own in `judgement/kinds.ts`. */
export type RuleKind = 'threshold' | 'tolerant' | 'cumulative' | 'change' | Process['kind']

/** A rule made ready to judge by. */
export interface Rule {
  readonly id: string
  readonly version: number
  readonly kind: RuleKind
  readonly metric: MetricName
  readonly direction: Direction
  /** The far end of the band that is breached; absent where there is none. At it a value is in range. */
  readonly farEnd?: number
  /** Mildest first: by severity, then by the limit that is breached first, then by duration. */
  readonly levels: readonly RuleLevel[]
  /** Milliseconds of event time that a kind with a rolling window looks back; 0 for the others. */
  readonly window: number
  /** Which way a value of kind `change` may go. */
  readonly change?: (typeof CHANGES)[number]
  /** When it acts; null is always. */
  readonly schedule?: Schedule | null
  /** Set where it goes by the hours of a unit: `placedIn` gives it the schedule. */
  readonly hours?: Hours
  /** Tells apart what `placedIn` makes of one version. */
  readonly variant?: string
  /** What a rule of kind `tolerant` tolerates. */
  readonly suppress?: Suppression
  /** What a rule about a course of readings asks of it. */
  readonly process?: Process
  readonly clear: { readonly margin: number; readonly for: number }
  readonly order: (typeof ORDER_MODES)[number]
}

/** Hysteresis where a rule names none: five minutes inside the limit by half a kelvin (platform default). */
const DEFAULT_CLEAR = { margin: 0.5, for: 5 * 60_000 }
const CLEAR_AT_ONCE = { margin: 0, for: 0 }

/** Brings a checked rule into the shape the judgement works on. */
export function compileRule(text: MetricRuleText, version: number): Rule {
  const kind = kindOf(text)
  const written = text.levels ?? limitsOf(text).map((limit) => ({ ...limit, severity: text.severity ?? 'minor', for: text.for ?? 0 }))
  const direction = LIMITS[limitNames(written[0] ?? {})[0] ?? 'above'].direction
  const sign = direction === 'below' ? -1 : 1
  const levels = written.map(compileLevel).sort((a, b) => severityRank(a.severity) - severityRank(b.severity) || sign * (a.limit - b.limit) || a.for - b.for)
  const hysteresis = text.metric === 'temperature' && kind !== 'change' && direction !== 'equals'
  return {
    id: text.id, version, kind, metric: text.metric, direction, levels, window: windowOf(text),
    clear: text.clear ?? (hysteresis ? DEFAULT_CLEAR : CLEAR_AT_ONCE), order: text.order,
    schedule: text.schedule === undefined || typeof text.schedule === 'string' ? null : compileSchedule(text.schedule),
    ...(typeof text.schedule === 'string' ? { hours: text.schedule } : {}),
    ...farEndOf(text),
    ...(text.changesBy ? { change: text.changesBy.direction } : {}),
    ...(text.process ? { process: text.process } : {}),
    ...(text.suppressWhen ? { suppress: text.suppressWhen } : {}),
  }
}

function kindOf(text: MetricRuleText): RuleKind {
  if (text.process) return text.process.kind
  if (text.changesBy) return 'change'
  if (text.suppressWhen) return 'tolerant'
  return text.mode === 'cumulative' ? 'cumulative' : 'threshold'
}

/** The limits of a rule without levels. What a value changes by is held against the amount as any value against a limit. */
function limitsOf(text: MetricRuleText): LimitText[] {
  const { changesBy, process } = text
  if (changesBy) return [{ above: changesBy.amount }]
  if (process?.kind === 'cooling') return process.stages.map((stage) => ({ above: stage.to }))
  return [process?.kind === 'batch' ? { below: process.reach } : text]
}

function farEndOf({ upTo, downTo }: MetricRuleText): Pick<Rule, 'farEnd'> {
  const farEnd = upTo ?? downTo
  return farEnd === undefined ? {} : { farEnd }
}

function windowOf(text: MetricRuleText): number {
  return (text.process && 'window' in text.process ? text.process.window : text.changesBy?.within ?? text.window) ?? 0
}

function compileLevel(level: LimitText & { severity: Severity; for: number }): RuleLevel {
  const name = limitNames(level)[0] ?? 'above'
  const { severity, for: lasting } = level
  return { severity, limit: level[name] ?? 0, for: lasting, ...(LIMITS[name].inclusive ? { inclusive: true } : {}) }
}
