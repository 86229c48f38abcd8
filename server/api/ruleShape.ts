import { z } from 'zod'
import { formatDuration } from '../../domain/duration.ts'
import { HOURS } from '../../domain/openingHours.ts'
import { METRIC_NAMES } from '../../domain/metrics.ts'
import { basisSchema, ORDER_MODES, RULE_MODES, scopeSchema, type MetricRuleInput, type MetricRuleText } from '../../domain/rule.ts'
import { limitFields } from '../../domain/ruleLimit.ts'
import type { Process, ProcessInput } from '../../domain/ruleProcess.ts'
import type { Suppression } from '../../domain/ruleSuppression.ts'
import { scheduleSchema } from '../../domain/schedule.ts'
import { SEVERITIES } from '../../domain/severity.ts'
import type { RuleInput, RuleText } from '../../domain/writtenRule.ts'
import type { RuleVersion } from '../../stores/postgres/rules.ts'
import { detectionFields, writtenDetectionRule } from './detectionRuleShape.ts'

const duration = z.string().meta({ example: '45m' })

/** What every rule has. */
const common = {
  id: z.string(), version: z.int(), name: z.string(), scope: scopeSchema, order: z.enum(ORDER_MODES), basis: basisSchema, enabled: z.boolean(), author: z.string(), createdAt: z.string(),
}
const metricRule = z.object({
  ...common, metric: z.enum(METRIC_NAMES as [string, ...string[]]),
  ...limitFields, upTo: z.number().optional(), downTo: z.number().optional(), changesBy: z.object({ amount: z.number(), within: duration, direction: z.string() }).optional(),
  for: duration.optional(), mode: z.enum(RULE_MODES), window: duration.optional(),
  schedule: z.union([scheduleSchema, z.enum(HOURS)]).optional(), process: z.looseObject({ kind: z.string() }).optional(),
  suppressWhen: z.object({
    defrost: z.object({ peak: z.number(), within: duration }).optional(), door: z.string().optional(), power: z.string().optional(), for: duration.optional(),
  }).optional(),
  clear: z.object({ margin: z.number(), for: duration }).optional(),
  severity: z.enum(SEVERITIES).optional(),
  levels: z.array(z.object({ severity: z.enum(SEVERITIES), ...limitFields, for: duration })).optional(),
}).meta({ id: 'MetricRule' })
const detectionRule = z.object({ ...common, ...detectionFields }).meta({ id: 'DetectionRule' })

/** A rule as the API gives it: as people write it, so that what was read can be sent again. */
export const ruleAnswer = z.union([metricRule, detectionRule]).meta({ id: 'Rule' })

/** The same with more beside. */
export const ruleAnswerWith = (more: z.ZodRawShape): z.ZodType => z.union([metricRule.extend(more), detectionRule.extend(more)])

/** The written form of a checked rule, durations as "45m" again: what is kept, and what the schema reads alike. */
export function written(text: MetricRuleText): MetricRuleInput
export function written(text: RuleText): RuleInput
export function written(text: RuleText): RuleInput {
  return 'type' in text ? writtenDetectionRule(text) : writtenMetricRule(text)
}

function writtenMetricRule(text: MetricRuleText): MetricRuleInput {
  return {
    ...text,
    ...(text.for === undefined ? {} : { for: formatDuration(text.for) }),
    ...(text.changesBy ? { changesBy: { ...text.changesBy, within: formatDuration(text.changesBy.within) } } : {}),
    ...(text.suppressWhen ? { suppressWhen: writtenSuppression(text.suppressWhen) } : {}),
    ...(text.process ? { process: writtenProcess(text.process) } : {}),
    ...(text.window === undefined ? {} : { window: formatDuration(text.window) }),
    ...(text.clear ? { clear: { ...text.clear, for: formatDuration(text.clear.for) } } : {}),
    ...(text.levels ? { levels: text.levels.map((level) => ({ ...level, for: formatDuration(level.for) })) } : {}),
  }
}

function writtenProcess(process: Process): ProcessInput {
  switch (process.kind) {
    case 'degree-minutes':
    case 'mean-kinetic':
      return { ...process, window: formatDuration(process.window) }
    case 'cooling':
      return { ...process, stages: process.stages.map((stage) => ({ ...stage, within: formatDuration(stage.within) })) }
    case 'batch':
      return { ...process, hold: formatDuration(process.hold), gap: process.gap === undefined ? undefined : formatDuration(process.gap) }
    case 'defrost':
      return { ...process, within: formatDuration(process.within) }
  }
}

function writtenSuppression({ defrost, for: longest, ...excuses }: Suppression): NonNullable<MetricRuleInput['suppressWhen']> {
  return {
    ...excuses,
    ...(defrost ? { defrost: { ...defrost, within: formatDuration(defrost.within) } } : {}),
    ...(longest === undefined ? {} : { for: formatDuration(longest) }),
  }
}

export function presentRule({ id, version, text, author, createdAt }: RuleVersion): Record<string, unknown> {
  return { ...text, id, version, author, createdAt }
}
