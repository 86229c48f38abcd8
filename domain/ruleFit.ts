import { figuresOutOfRange } from './ruleRange.ts'
import { whatNeverHolds } from './ruleSense.ts'
import type { ViolationCatalogue } from './violation.ts'
import type { RuleText } from './writtenRule.ts'

interface Misfit {
  readonly path: string
  readonly message: string
}

/** What a rule says that the platform can never meet, by the names of its fields: a figure no sensor gives, a level that another hides, a violation no camera tells. */
export function misfits(rule: RuleText, violations: ViolationCatalogue): Misfit[] {
  if (!('type' in rule)) return [...figuresOutOfRange(rule), ...whatNeverHolds(rule)]
  const violation = violations.get(rule.type)
  if (violation === undefined) return [{ path: 'type', message: `there is no violation ${rule.type} in the catalogue` }]
  return violation.byDetection ? [] : [{ path: 'type', message: `no camera can tell ${rule.type}: it follows from other records` }]
}
