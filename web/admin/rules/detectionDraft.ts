import type { DetectionRuleInput } from '../../../domain/detectionRule.ts'

export const newDetectionDraft = (): DetectionRuleInput => ({
  id: '', name: '', scope: { profiles: ['camera'] }, type: 'no_mask', severity: 'minor', minConfidence: 0.6, persist: '10s', cooldown: '10m', order: 'draft', basis: { kind: 'operator', status: 'unverified' },
})

const SPECIAL = ['windows', 'schedule', 'night', 'zoneSeverities', 'corroboration'] as const

/** What of the rule the form has no fields for. */
export const specialDetectionFields = (draft: DetectionRuleInput): string[] => SPECIAL.filter((field) => draft[field] !== undefined)

export const asPercent = (share: number): number => Math.round(share * 1000) / 10

/** The draft with this part, or, where it is undefined, without it. */
export function withPart<K extends keyof DetectionRuleInput>(draft: DetectionRuleInput, part: K, value: DetectionRuleInput[K] | undefined): DetectionRuleInput {
  const next = { ...draft }
  if (value === undefined) delete next[part]
  else next[part] = value
  return next
}
