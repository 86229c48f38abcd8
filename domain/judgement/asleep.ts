import { METRICS } from '../metrics.ts'
import type { Rule } from '../rule.ts'
import { endOfSpan, isScheduled, nextSpan } from '../schedule.ts'
import { KINDS } from './kinds.ts'
import { inBreach, loosestLevel } from './ladder.ts'
import type { Fold } from './state.ts'

/**
 * A rule with a schedule begins, counts and opens only while it acts. At the end of a span whatever is pending is
 * forgotten; an alert that is open goes on, at any hour, until it clears. An on-change value that would be a breach
 * when a span begins is one from that moment on. These are that rule's edges.
 */

/** Until when a pending breach lasts at most: the end of the span it is in. A pending breach is always in one. */
export function pendingUntil(rule: Rule, fold: Fold): number {
  return rule.schedule === null || rule.schedule === undefined || fold.openedAt !== null ? Infinity : endOfSpan(rule.schedule, fold.prev)
}

export function acts(rule: Rule, ts: number): boolean {
  return rule.schedule === null || rule.schedule === undefined || isScheduled(rule.schedule, ts)
}

/** What is remembered of a value while the rule does not act. */
export function sleep(rule: Rule, link: number, ts: number, value: number): Fold | null {
  const level = rule.levels[loosestLevel(rule)]
  if (!METRICS[rule.metric].onChange || level === undefined || !inBreach(rule, level, value)) return null
  return {
    link, prev: ts, breachedAt: ts, lastSeen: ts, worst: value, held: rule.levels.map(() => -1), openedAt: null,
    reached: 0, chief: -1, clearing: -1, asleep: value,
  }
}

/** When a sleeping value becomes a breach. */
export function wakesAt(rule: Rule, fold: Fold): number {
  return rule.schedule ? nextSpan(rule.schedule, fold.prev) : fold.prev
}

/** The breach that a sleeping value is once the rule acts. */
export function wake(rule: Rule, fold: Fold, at: number): Fold | null {
  return KINDS[rule.kind].begin(rule, fold.link, at, fold.asleep ?? fold.worst)
}
