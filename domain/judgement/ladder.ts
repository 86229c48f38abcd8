import type { Rule, RuleLevel } from '../rule.ts'

/** Strictly beyond the limit; where the level is inclusive, at it too. Nothing is at the far end of a band, or beyond it. */
export function inBreach(rule: Rule, level: RuleLevel, value: number): boolean {
  if (rule.farEnd !== undefined && (rule.direction === 'above' ? value >= rule.farEnd : value <= rule.farEnd)) return false
  if (level.inclusive === true && value === level.limit) return true
  if (rule.direction === 'above') return value > level.limit
  return rule.direction === 'below' && value < level.limit
}

/**
 * The level that owns `breachedAt` and clearing: the one whose limit is passed first. It is the
 * mildest wherever severities grow with the limit; where an odd rule gives a loose limit a higher
 * severity, the limit decides, so that a reading in breach of any level is in breach of this one.
 */
export function loosestLevel(rule: Rule): number {
  const { levels, direction } = rule
  let best = 0
  for (let k = 1; k < levels.length; k++) {
    const limit = levels[k]?.limit ?? 0
    const least = levels[best]?.limit ?? 0
    if (limit === least ? levels[k]?.inclusive === true : (limit < least) === (direction === 'above')) best = k
  }
  return best
}

/** At or inside the limit of the loosest level by the rule's margin, or as far beyond the far end of its band. */
export function inClearingBand(rule: Rule, value: number): boolean {
  const limit = rule.levels[loosestLevel(rule)]?.limit ?? 0
  if (rule.direction === 'equals') return value !== limit
  if (rule.farEnd !== undefined && (rule.direction === 'above' ? value >= decimal(rule.farEnd + rule.clear.margin) : value <= decimal(rule.farEnd - rule.clear.margin))) return true
  return rule.direction === 'above'
    ? value <= decimal(limit - rule.clear.margin)
    : value >= decimal(limit + rule.clear.margin)
}

/** The farther value into the breach. */
export function worse(rule: Rule, a: number, b: number): number {
  return rule.direction === 'below' ? Math.min(a, b) : Math.max(a, b)
}

/** Takes the binary dust off a sum of decimals: 4.1 - 0.5 is 3.6, and a reading of 3.6 is inside. */
export function decimal(sum: number): number {
  return Math.round(sum * 1e6) / 1e6
}
