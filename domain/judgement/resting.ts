import type { Rule } from '../rule.ts'
import type { Fold } from './state.ts'

/** A fold of a rule that looks at every reading: nothing in breach, nothing open, only something to remember. */
export function resting(rule: Rule, link: number, ts: number): Fold {
  return { link, prev: ts, breachedAt: ts, lastSeen: ts, worst: 0, held: rule.levels.map(() => -1), openedAt: null, reached: 0, chief: -1, clearing: -1 }
}

export function isResting(fold: Fold): boolean {
  return fold.openedAt === null && fold.held.every((held) => held < 0)
}
