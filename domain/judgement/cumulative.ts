import type { Rule } from '../rule.ts'
import { episodeOf, reachLevel } from './episode.ts'
import type { Kind } from './kind.ts'
import { inBreach, inClearingBand, loosestLevel, worse } from './ladder.ts'
import { addReading, dropEmpty, extend, forget, risesTo, fallsBelow, timeSince, worstOf } from './spans.ts'
import type { Episode, Fold } from './state.ts'

/**
 * Time in breach summed over a rolling window of event time. Time between two successive readings counts as it does
 * everywhere: wholly where both are in breach and it is no gap, else not at all; a reading in range takes nothing
 * back. A level is reached by the reading that brings its sum to its duration. The alert's breach begins with the
 * earliest time still counted. It clears when the sum of every level is below its duration again and the rule's clear
 * condition holds. What was summed stays in the window after that: the next minutes go on top of it.
 *
 * `memory[k]` holds the spans of level k that touch the window; `held[k]` is 0 while the latest reading is in breach of it.
 */
export const cumulative: Kind = { begin, follow, pass, settle, due, holds }

function begin(rule: Rule, link: number, ts: number, value: number): Fold | null {
  if (!rule.levels.some((level) => inBreach(rule, level, value))) return null
  const fold: Fold = {
    link, prev: ts, breachedAt: ts, lastSeen: ts, worst: value, held: rule.levels.map(() => -1),
    openedAt: null, reached: 0, chief: -1, clearing: -1, memory: rule.levels.map(() => []),
  }
  return follow(fold, rule, ts, value, 0, [])
}

function follow(fold: Fold, rule: Rule, ts: number, value: number, counted: number, ended: Episode[]): Fold | null {
  const unbroken = ts - fold.prev === counted
  let breached = false
  for (let k = 0; k < rule.levels.length; k++) {
    const level = rule.levels[k]
    const spans = fold.memory?.[k]
    if (level === undefined || spans === undefined) continue
    if (inBreach(rule, level, value)) {
      addReading(spans, unbroken && fold.held[k] === 0, ts, value, (a, b) => worse(rule, a, b))
      fold.held[k] = 0
      breached = true
    } else {
      dropEmpty(spans)
      fold.held[k] = -1
    }
    forget(spans, ts - rule.window)
  }
  fold.prev = ts
  if (breached) {
    fold.lastSeen = ts
    fold.clearing = -1
    if (fold.openedAt !== null) fold.worst = worse(rule, fold.worst, value)
  } else if (!inClearingBand(rule, value)) fold.clearing = -1
  else fold.clearing = fold.clearing < 0 ? 0 : fold.clearing + counted
  return settle(fold, rule, ended)
}

function pass(fold: Fold, rule: Rule, to: number): void {
  for (let k = 0; k < rule.levels.length; k++) {
    const spans = fold.memory?.[k]
    if (spans === undefined) continue
    if (fold.held[k] === 0) extend(spans, to)
    forget(spans, to - rule.window)
  }
  if (fold.clearing >= 0) fold.clearing += to - fold.prev
  if (fold.held[loosestLevel(rule)] === 0) fold.lastSeen = to
  fold.prev = to
}

function settle(fold: Fold, rule: Rule, ended: Episode[]): Fold | null {
  for (let k = 0; k < rule.levels.length; k++) {
    if ((fold.reached & (1 << k)) !== 0 || !holds(fold, rule, k)) continue
    if (fold.openedAt === null) beginBreach(fold, rule)
    reachLevel(fold, rule, k, fold.prev)
  }
  if (fold.openedAt !== null && isCleared(fold, rule)) {
    ended.push(episodeOf(cumulative, fold, rule, fold.prev))
    fold.openedAt = null
    fold.reached = 0
    fold.chief = -1
  }
  return fold.openedAt === null && isEmpty(fold) ? null : fold
}

function due(fold: Fold, rule: Rule): number {
  let rise = Infinity
  let fall = fold.openedAt !== null && fold.clearing >= 0 ? fold.prev + Math.max(0, rule.clear.for - fold.clearing) : Infinity
  for (let k = 0; k < rule.levels.length; k++) {
    const lasting = rule.levels[k]?.for ?? 0
    const spans = fold.memory?.[k] ?? []
    if (fold.held[k] === 0 && (fold.reached & (1 << k)) === 0) rise = Math.min(rise, risesTo(spans, lasting, fold.prev, rule.window))
    if (fall !== Infinity) fall = Math.max(fall, fallsBelow(spans, lasting, fold.prev, rule.window))
  }
  return Math.min(rise, fall)
}

/** Whether the sum of a level is at its duration or above. */
function holds(fold: Fold, rule: Rule, level: number): boolean {
  return timeSince(fold.memory?.[level] ?? [], fold.prev - rule.window) >= (rule.levels[level]?.for ?? 0)
}

function isCleared(fold: Fold, rule: Rule): boolean {
  return fold.clearing >= 0 && fold.clearing >= rule.clear.for && !rule.levels.some((_, k) => holds(fold, rule, k))
}

function beginBreach(fold: Fold, rule: Rule): void {
  const spans = fold.memory?.[loosestLevel(rule)] ?? []
  fold.breachedAt = spans[0] ?? fold.prev
  fold.worst = worstOf(spans, (a, b) => worse(rule, a, b)) ?? fold.worst
}

function isEmpty(fold: Fold): boolean {
  return (fold.memory ?? []).every((spans) => spans.length === 0)
}
