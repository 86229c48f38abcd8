import { z } from 'zod'
import { METRIC_NAMES, type MetricName } from '../domain/metrics.ts'
import { SEVERITIES } from '../domain/severity.ts'
import type { Hits, Violation } from '../domain/violation.ts'
import { duration } from '../domain/ruleLimit.ts'
import { compileSchedule, scheduleSchema } from '../domain/schedule.ts'

/** The whole week, for a weight that does not depend on the time. */
const ALWAYS = [0, 7 * 86_400_000]

const share = z.number().min(0).max(1)
const zones = z.array(z.string().min(1)).min(1)

const hits = z.strictObject({ count: z.int().positive(), within: duration })

const corroboration = z.strictObject({
  within: duration,
  alone: z.enum(SEVERITIES),
  sensors: z.array(z.strictObject({ metric: z.enum(METRIC_NAMES as readonly [MetricName, ...MetricName[]]), above: z.number().nullable().default(null) })).default([]),
})

const entry = z.strictObject({
  number: z.int().positive(),
  key: z.string().regex(/^[a-z][a-z0-9_]*$/),
  zh: z.string().min(1),
  en: z.string().min(1),
  severity: z.enum(SEVERITIES),
  minConfidence: share.optional(),
  minShare: share.nullable().default(null),
  persist: duration,
  cooldown: duration,
  zoneSeverities: z.array(z.strictObject({ zones, severity: z.enum(SEVERITIES) })).default([]),
  onlyIn: zones.or(z.tuple([])).default([]),
  hits: hits.optional(),
  windows: z.strictObject({ hit: z.int().positive(), of: z.int().positive(), length: duration }).refine(({ hit, of }) => hit <= of, 'more windows are to be hit than are looked at').optional(),
  during: scheduleSchema.optional(),
  night: z.strictObject({ during: scheduleSchema, minConfidence: share.optional(), hits: hits.optional(), asOne: z.boolean().default(false) }).optional(),
  corroboration: corroboration.optional(),
  byHours: z.boolean().default(false),
  byDetection: z.boolean().default(true),
  reviewOnly: z.boolean().default(false),
  note: z.string().nullable().default(null),
})

/** Shape of violations.yaml; gives the entries in the shape the judgement works on. */
export const violationFile = z.strictObject({
  zones: z.record(z.string(), zones).optional(),
  defaultMinConfidence: share,
  precision: z.strictObject({ below: share, atLeast: z.int().positive(), over: z.int().positive().max(1_000) })
    .refine(({ atLeast, over }) => atLeast <= over, 'fewer reviews count than are asked'),
  violations: z.array(entry).min(1),
}).transform((file) => ({ precision: file.precision, violations: file.violations.map((text) => completed(text, file.defaultMinConfidence)) }))

function completed(text: z.output<typeof entry>, defaultMinConfidence: number): Violation {
  const { persist, cooldown, hits, windows, night, during, corroboration: second, minConfidence: given, ...rest } = text
  const minConfidence = given ?? defaultMinConfidence
  return {
    ...rest,
    minConfidence,
    persistMs: persist,
    cooldownMs: cooldown,
    hits: hitsOf(hits),
    windows: windows ? { hit: windows.hit, of: windows.of, lengthMs: windows.length } : null,
    corroboration: second ? { withinMs: second.within, alone: second.alone, sensors: second.sensors } : null,
    during: during ? compileSchedule(during) : null,
    night: night ? { during: compileSchedule(night.during) ?? ALWAYS, minConfidence: night.minConfidence ?? minConfidence, hits: hitsOf(night.hits ?? hits), asOne: night.asOne } : null,
  }
}

function hitsOf(text: z.output<typeof hits> | undefined): Hits | null {
  return text ? { count: text.count, withinMs: text.within } : null
}
