import { z } from 'zod'
import { IDENTIFIER } from './device.ts'
import { parseDuration } from './duration.ts'
import { METRIC_NAMES, type MetricName } from './metrics.ts'
import { SEVERITIES, severityRank, type Severity } from './severity.ts'
import { UNIT_KINDS } from './unit.ts'

/**
 * A rule as it is written: by the operator in YAML, or by POST /api/v1/rules.
 * Durations are text ("45m") or seconds.
 */
const duration = z.union([z.string(), z.number()]).transform((text, context) => {
  const ms = parseDuration(text)
  if (ms === null) context.addIssue({ code: 'custom', message: 'not a duration: write 30s, 45m, 2h or 1d' })
  return ms ?? 0
})

const level = z.strictObject({
  severity: z.enum(SEVERITIES),
  above: z.number().optional(),
  below: z.number().optional(),
  for: duration.default(0),
}).refine((l) => (l.above === undefined) !== (l.below === undefined), 'give exactly one of above and below')

/** `continuous`: one reading in range begins the duration anew. `cumulative`: minutes in breach are summed over a rolling window. */
export const RULE_MODES = ['continuous', 'cumulative'] as const

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
}).refine((s) => Object.values(s).some((list) => list !== undefined && list.length > 0), 'name at least one device, profile, unit kind or district')
export type Scope = z.infer<typeof scopeSchema>

export const ruleSchema = z.strictObject({
  id: z.string().regex(IDENTIFIER),
  name: z.string().min(1).max(200),
  scope: scopeSchema,
  metric: z.enum(METRIC_NAMES as readonly [MetricName, ...MetricName[]]),
  above: z.number().optional(),
  below: z.number().optional(),
  for: duration.optional(),
  mode: z.enum(RULE_MODES).default('continuous'),
  window: duration.optional(),
  clear: z.strictObject({ margin: z.number().min(0).default(0), for: duration.default(0) }).optional(),
  severity: z.enum(SEVERITIES).optional(),
  levels: z.array(level).min(1).max(8).optional(),
  order: z.enum(ORDER_MODES).default('draft'),
  basis: basisSchema.default({ kind: 'operator', status: 'unverified' }),
  enabled: z.boolean().default(true),
}).superRefine((rule, context) => {
  const issue = (path: string | (string | number)[], message: string) => context.addIssue({ code: 'custom', path: [path].flat(), message })
  if (rule.levels) {
    if (rule.severity || rule.above !== undefined || rule.below !== undefined || rule.for !== undefined)
      issue('levels', 'a rule with levels takes its severity, above, below and for from them')
    const directions = new Set(rule.levels.map((l) => (l.above === undefined ? 'below' : 'above')))
    if (directions.size > 1) issue('levels', 'all levels of a rule look in one direction: write a second rule for the other')
  } else {
    if (!rule.severity) issue('severity', 'give a severity, or levels')
    if ((rule.above === undefined) === (rule.below === undefined)) issue('above', 'give exactly one of above and below')
  }
  if (rule.mode === 'cumulative') {
    if (rule.window === undefined) issue('window', 'a cumulative rule sums over a window: give one, such as 24h')
    const durations = rule.levels ? rule.levels.map((l) => l.for) : [rule.for ?? 0]
    for (const [k, lasting] of durations.entries()) {
      const path = rule.levels ? ['levels', k, 'for'] : ['for']
      if (lasting === 0) issue(path, 'a cumulative rule sums time: give a duration above 0')
      else if (rule.window !== undefined && lasting > rule.window) issue(path, 'is longer than the window, so it could never be fulfilled')
    }
  } else if (rule.window !== undefined) issue('window', 'only a cumulative rule looks at a window')
})

/** What a person sends. */
export type RuleInput = z.input<typeof ruleSchema>
/** The same after checking: durations in milliseconds. */
export type RuleText = z.output<typeof ruleSchema>

export interface RuleLevel {
  readonly severity: Severity
  /** The limit; breached when strictly beyond it. */
  readonly limit: number
  /** Milliseconds in breach before the level is reached. */
  readonly for: number
}

/** How a rule judges: each kind is a fold of its own in `judgement/kinds.ts`. */
export type RuleKind = 'threshold' | 'cumulative'

/** A rule made ready to judge by. */
export interface Rule {
  readonly id: string
  readonly version: number
  readonly kind: RuleKind
  readonly metric: MetricName
  readonly direction: 'above' | 'below'
  /** Mildest first: by severity, then by the limit that is breached first, then by duration. */
  readonly levels: readonly RuleLevel[]
  /** Milliseconds of event time that a kind with a rolling window looks back; 0 for the others. */
  readonly window: number
  readonly clear: { readonly margin: number; readonly for: number }
  readonly order: (typeof ORDER_MODES)[number]
}

/** Hysteresis where a rule names none: five minutes inside the limit by half a kelvin (platform default). */
const DEFAULT_CLEAR = { margin: 0.5, for: 5 * 60_000 }
const CLEAR_AT_ONCE = { margin: 0, for: 0 }

/** Brings a checked rule into the shape the judgement works on. */
export function compileRule(text: RuleText, version: number): Rule {
  const direction = (text.levels?.[0]?.above ?? text.above) === undefined ? 'below' : 'above'
  const written = text.levels ?? [{ severity: text.severity ?? 'minor', above: text.above, below: text.below, for: text.for ?? 0 }]
  const sign = direction === 'above' ? 1 : -1
  const levels = written
    .map((l) => ({ severity: l.severity, limit: (direction === 'above' ? l.above : l.below) ?? 0, for: l.for }))
    .sort((a, b) => severityRank(a.severity) - severityRank(b.severity) || sign * (a.limit - b.limit) || a.for - b.for)
  const clear = text.clear ?? (text.metric === 'temperature' ? DEFAULT_CLEAR : CLEAR_AT_ONCE)
  const kind = text.mode === 'cumulative' ? 'cumulative' : 'threshold'
  return { id: text.id, version, kind, metric: text.metric, direction, levels, window: text.window ?? 0, clear, order: text.order }
}
