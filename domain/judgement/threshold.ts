import type { Rule } from '../rule.ts'
import { episodeOf, reachLevel } from './episode.ts'
import type { Kind } from './kind.ts'
import { inBreach, inClearingBand, loosestLevel, worse } from './ladder.ts'
import type { Episode, Fold } from './state.ts'

/** Beyond a limit for a time without a break: one reading in range begins a pending clock anew. */
export const threshold: Kind = { begin, follow, pass, settle, due, holds }

function begin(rule: Rule, link: number, ts: number, value: number): Fold | null {
  let any = false
  const held = rule.levels.map((level) => {
    if (!inBreach(rule, level, value)) return -1
    any = true
    return 0
  })
  if (!any) return null
  const fold: Fold = {
    link, prev: ts, breachedAt: ts, lastSeen: ts, worst: value, held, openedAt: null, reached: 0, chief: -1, clearing: -1,
  }
  reach(fold, rule, ts)
  return fold
}

function follow(fold: Fold, rule: Rule, ts: number, value: number, counted: number, ended: Episode[]): Fold | null {
  let breached = false
  for (let k = 0; k < rule.levels.length; k++) {
    const level = rule.levels[k]
    if (level !== undefined && inBreach(rule, level, value)) {
      const held = fold.held[k] ?? -1
      fold.held[k] = held < 0 ? 0 : held + counted
      breached = true
    } else fold.held[k] = -1
  }
  fold.prev = ts
  if (breached) {
    fold.lastSeen = ts
    fold.worst = worse(rule, fold.worst, value)
    fold.clearing = -1
    reach(fold, rule, ts)
    return fold
  }
  if (fold.openedAt === null) return null
  if (!inClearingBand(rule, value)) fold.clearing = -1
  else fold.clearing = fold.clearing < 0 ? 0 : fold.clearing + counted
  return clear(fold, rule, ended)
}

/** Counts the time from the latest moment to `to` wholly. */
function pass(fold: Fold, rule: Rule, to: number): void {
  const span = to - fold.prev
  for (let k = 0; k < fold.held.length; k++) {
    const held = fold.held[k] ?? -1
    if (held >= 0) fold.held[k] = held + span
  }
  if (fold.clearing >= 0) fold.clearing += span
  if ((fold.held[loosestLevel(rule)] ?? -1) >= 0) fold.lastSeen = to
  fold.prev = to
}

function settle(fold: Fold, rule: Rule, ended: Episode[]): Fold | null {
  reach(fold, rule, fold.prev)
  return clear(fold, rule, ended)
}

function due(fold: Fold, rule: Rule): number {
  let moment = fold.openedAt !== null && fold.clearing >= 0 ? fold.prev + Math.max(0, rule.clear.for - fold.clearing) : Infinity
  for (let k = 0; k < rule.levels.length; k++) {
    const held = fold.held[k] ?? -1
    if (held < 0 || (fold.reached & (1 << k)) !== 0) continue
    moment = Math.min(moment, fold.prev + Math.max(0, (rule.levels[k]?.for ?? 0) - held))
  }
  return moment
}

function holds(fold: Fold, _rule: Rule, level: number): boolean {
  return (fold.held[level] ?? -1) >= 0
}

/** Marks the levels whose duration is fulfilled. */
function reach(fold: Fold, rule: Rule, at: number): void {
  for (let k = 0; k < rule.levels.length; k++) {
    const held = fold.held[k] ?? -1
    if (held < 0 || held < (rule.levels[k]?.for ?? 0) || (fold.reached & (1 << k)) !== 0) continue
    reachLevel(fold, rule, k, at)
  }
}

function clear(fold: Fold, rule: Rule, ended: Episode[]): Fold | null {
  if (fold.openedAt === null || fold.clearing < 0 || fold.clearing < rule.clear.for) return fold
  ended.push(episodeOf(threshold, fold, rule, fold.prev))
  return null
}
