import { whatIsNeverBelieved } from './detectionSense.ts'
import { figuresOutOfRange } from './ruleRange.ts'
import { whatNeverHolds } from './ruleSense.ts'
import type { ViolationCatalogue } from './violation.ts'
import type { RuleText } from './writtenRule.ts'

interface Misfit {
  readonly path: string
  readonly message: string
}

/**
 * What a rule says that the platform can never meet, by the names of its fields: a figure no sensor gives, a level that another
 * hides, a violation no camera tells, a basis called verified that names no text.
 */
export function misfits(rule: RuleText, violations: ViolationCatalogue): Misfit[] {
  return [...named(rule), ...('type' in rule ? [...told(rule.type, violations), ...whatIsNeverBelieved(rule)] : [...figuresOutOfRange(rule), ...whatNeverHolds(rule)])]
}

function named({ name, basis }: RuleText): Misfit[] {
  return [
    ...(name.trim() === '' ? [{ path: 'name', message: 'give it a name' }] : []),
    ...(basis.status === 'verified' && basis.kind !== 'platform' && !basis.document?.trim() ? [{ path: 'basis.document', message: 'name the text that was verified' }] : []),
  ]
}

function told(type: string, violations: ViolationCatalogue): Misfit[] {
  const violation = violations.get(type)
  if (violation === undefined) return [{ path: 'type', message: `there is no violation ${type} in the catalogue` }]
  return violation.byDetection ? [] : [{ path: 'type', message: `no camera can tell ${type}: it follows from other records` }]
}
