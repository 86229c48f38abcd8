import { z } from 'zod'
import { detectionRuleSchema, type DetectionRuleText } from './detectionRule.ts'
import { metricRuleSchema, type MetricRuleText } from './rule.ts'

/** Of a rule as it was sent, the fields that are right in themselves. */
export function soundPart(sent: unknown): Partial<MetricRuleText> | Partial<DetectionRuleText> {
  if (typeof sent !== 'object' || sent === null) return {}
  return 'type' in sent ? readable<DetectionRuleText>(detectionRuleSchema.shape, sent) : readable<MetricRuleText>(metricRuleSchema.shape, sent)
}

function readable<T>(shape: { readonly [field in keyof T]: z.ZodType }, sent: object): Partial<T> {
  const fields = new Map<string, unknown>(Object.entries(sent))
  const part: Partial<T> = {}
  for (const field in shape) {
    const read = shape[field].safeParse(fields.get(field))
    if (read.success && read.data !== undefined) part[field] = read.data as T[typeof field]
  }
  return part
}
