import { z } from 'zod'
import type { DetectionRuleInput, DetectionRuleText } from '../../domain/detectionRule.ts'
import { formatDuration } from '../../domain/duration.ts'
import { METRIC_NAMES } from '../../domain/metrics.ts'
import { scheduleSchema } from '../../domain/schedule.ts'
import { SEVERITIES } from '../../domain/severity.ts'

const duration = z.string().meta({ example: '45m' })
const hits = z.object({ count: z.int(), within: duration })

/** What a rule about detections has beside what every rule has, as the API gives it. */
export const detectionFields = {
  type: z.string(), severity: z.enum(SEVERITIES), minConfidence: z.number(), minShare: z.number().optional(), persist: duration, cooldown: duration,
  hits: hits.optional(), windows: z.object({ hit: z.int(), of: z.int(), length: duration }).optional(), schedule: scheduleSchema.optional(),
  night: z.object({ during: scheduleSchema, minConfidence: z.number().optional(), hits: hits.optional(), asOne: z.boolean() }).optional(), byHours: z.boolean(),
  zoneSeverities: z.array(z.object({ zones: z.array(z.string()), severity: z.enum(SEVERITIES) })).optional(), onlyIn: z.array(z.string()).optional(),
  corroboration: z.object({ within: duration, alone: z.enum(SEVERITIES), sensors: z.array(z.object({ metric: z.enum(METRIC_NAMES as [string, ...string[]]), above: z.number().nullable() })) }).optional(),
  reviewOnly: z.boolean(),
}

/** The written form of a checked rule, durations as "45m" again. */
export function writtenDetectionRule(text: DetectionRuleText): DetectionRuleInput {
  const { hits: asked, windows, night, corroboration } = text
  return {
    ...text, persist: formatDuration(text.persist), cooldown: formatDuration(text.cooldown),
    ...(asked ? { hits: writtenHits(asked) } : {}),
    ...(windows ? { windows: { ...windows, length: formatDuration(windows.length) } } : {}),
    ...(night ? { night: { ...night, ...(night.hits ? { hits: writtenHits(night.hits) } : {}) } } : {}),
    ...(corroboration ? { corroboration: { ...corroboration, within: formatDuration(corroboration.within) } } : {}),
  }
}

const writtenHits = ({ count, within }: NonNullable<DetectionRuleText['hits']>): NonNullable<DetectionRuleInput['hits']> => ({ count, within: formatDuration(within) })
