import type { DismissalKey } from './cameraPrecision.ts'

/** The dismissals that say that the rule was wrong: nothing was amiss that it should have spoken of. */
export const RULE_FAULTS: readonly DismissalKey[] = ['mistaken', 'false-positive']

/** How often people found a version of a rule right, of the alerts they gave an opinion on. */
export interface RulePrecision {
  ruleId: string
  ruleVersion: number
  /** So many alerts people found right or wrong; those dismissed for another reason say nothing. */
  judged: number
  right: number
  /** From 0 to 1. */
  precision: number
}
