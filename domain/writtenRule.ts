import { z } from 'zod'
import { detectionRuleSchema, type DetectionRuleInput } from './detectionRule.ts'
import { metricRuleSchema, type MetricRuleInput } from './rule.ts'

/** A rule as it is written, about a metric or about what cameras see: the one names a `metric`, the other a `type`. */
export const ruleSchema = z.union([metricRuleSchema, detectionRuleSchema])

/** What a person sends. */
export type RuleInput = MetricRuleInput | DetectionRuleInput
/** The same after checking: durations in milliseconds. */
export type RuleText = z.output<typeof ruleSchema>
