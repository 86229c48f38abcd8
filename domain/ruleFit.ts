import type { DetectionRuleText } from './detectionRule.ts'
import { whatIsNeverBelieved } from './detectionSense.ts'
import type { MetricRuleText } from './rule.ts'
import { figuresOutOfRange, type MeasuringPart } from './ruleRange.ts'
import { whatIsDoubtful, whatNeverHolds } from './ruleSense.ts'
import type { ViolationCatalogue } from './violation.ts'
import type { RuleText } from './writtenRule.ts'

/** What is to be said of a field of a rule. */
export interface RuleRemark {
  readonly path: string
  readonly message: string
}

/** A rule, or what of it is right in itself. */
type RulePart = Partial<MetricRuleText> | Partial<DetectionRuleText>

/**
 * What a rule says that the platform can never meet, by the names of its fields: a figure no sensor gives, a level that another
 * hides, a violation no camera tells, a basis called verified that names no text.
 */
export function misfits(rule: RulePart, violations: ViolationCatalogue): RuleRemark[] {
  if ('type' in rule) return [...named(rule), ...(rule.type === undefined ? [] : told(rule.type, violations)), ...whatIsNeverBelieved(rule)]
  return [...named(rule), ...('metric' in rule && rule.metric !== undefined ? unmeasurable({ ...rule, metric: rule.metric }) : [])]
}

function named({ name, basis }: RulePart): RuleRemark[] {
  return [
    ...(name?.trim() === '' ? [{ path: 'name', message: 'give it a name' }] : []),
    ...(basis?.status === 'verified' && basis.kind !== 'platform' && !basis.document?.trim() ? [{ path: 'basis.document', message: 'name the text that was verified' }] : []),
  ]
}

function told(type: string, violations: ViolationCatalogue): RuleRemark[] {
  const violation = violations.get(type)
  if (violation === undefined) return [{ path: 'type', message: `there is no violation ${type} in the catalogue` }]
  return violation.byDetection ? [] : [{ path: 'type', message: `no camera can tell ${type}: it follows from other records` }]
}

/** A figure that is out of range needs no second complaint. */
function unmeasurable(rule: MeasuringPart): RuleRemark[] {
  const outside = figuresOutOfRange(rule)
  const complained = new Set(outside.map(({ path }) => path))
  return [...outside, ...whatNeverHolds(rule).filter(({ path }) => !complained.has(path))]
}

/** What a rule may say and yet hardly means: told with the answer. */
export function doubts(rule: RuleText): RuleRemark[] {
  const clause = rule.basis.clause !== undefined && rule.basis.status !== 'verified' ? [{ path: 'basis.clause', message: 'is not cited until its status is verified' }] : []
  return [...clause, ...('type' in rule ? [] : whatIsDoubtful(rule))]
}
