import { METRICS } from '../metrics.ts'
import type { Rule } from '../rule.ts'
import { acts, pendingUntil, sleep, wake, wakesAt } from './asleep.ts'
import { linkAt, successorAfter } from './chain.ts'
import { contextAt, type Context } from './context.ts'
import { episodeOf } from './episode.ts'
import { KINDS } from './kinds.ts'
import { longestGap } from './pace.ts'
import type { DeviceState, Episode, Fold, Track } from './state.ts'

/**
 * Folds one reading, later than all before it, into where a rule stands. Changes `fold` in place and
 * returns what follows; an episode that ends on the way is put into `ended`.
 */
export function takeReading(state: DeviceState, track: Track, before: Fold | null, ts: number, value: number, ended: Episode[]): Fold | null {
  const onChange = METRICS[track.metric].onChange
  const link = linkAt(track.chain, ts)
  let fold = before
  if (fold !== null && onChange) fold = advance(track, fold, ts, ended)
  if (fold !== null && fold.openedAt === null && isOutdated(track, fold, link, ts)) fold = null
  if (fold === null) return begin(state, track, link, ts, value)
  const former = fold.link < link
  const rule = ruleOf(track, fold)
  if (rule === null) return null
  const gap = ts - fold.prev
  const counted = !onChange && gap <= longestGap(state, fold.prev, ts) ? gap : 0
  const next = pendingOnly(KINDS[rule.kind].follow(fold, rule, ts, value, counted, ended, contextOf(state, rule, ts)), rule, ts)
  // What ends a breach of a former rule is the first reading of the rule in force.
  return former && (next === null || next.openedAt === null) ? begin(state, track, link, ts, value) : next
}

/** What a reading begins, where nothing was before. */
function begin(state: DeviceState, track: Track, link: number, ts: number, value: number): Fold | null {
  const rule = track.chain[link]?.rule ?? null
  if (rule === null) return null
  return acts(rule, ts) ? KINDS[rule.kind].begin(rule, link, ts, value, contextOf(state, rule, ts)) : sleep(rule, link, ts, value)
}

/** Whether what is pending is not to be taken further: its rule is another now, or did not act all the time since. */
function isOutdated(track: Track, fold: Fold, link: number, ts: number): boolean {
  if (fold.link < link || fold.asleep !== undefined) return true
  const rule = ruleOf(track, fold)
  return rule !== null && ts >= pendingUntil(rule, fold)
}

/**
 * Lets an on-change value hold until `to`: levels are reached and the breach clears at the exact
 * moments their durations are fulfilled. A pending breach does not outlive its rule.
 */
export function advance(track: Track, before: Fold, to: number, ended: Episode[]): Fold | null {
  const rule = ruleOf(track, before)
  if (rule === null) return null
  let fold: Fold = before
  for (let due = nextMoment(track, fold); due !== null && due <= to; due = nextMoment(track, fold)) {
    const next = pastMoment(fold, rule, due, ended)
    if (next === null) return null
    fold = next
  }
  if (fold.openedAt === null && successorAfter(track, fold) < to) return null
  if (fold.asleep === undefined) KINDS[rule.kind].pass(fold, rule, to)
  return fold
}

function pastMoment(fold: Fold, rule: Rule, at: number, ended: Episode[]): Fold | null {
  const kind = KINDS[rule.kind]
  if (fold.asleep !== undefined) return wake(rule, fold, at)
  if (kind.due(fold, rule) > at) return endSpan(fold, rule, at)
  kind.pass(fold, rule, at)
  return pendingOnly(kind.settle(fold, rule, ended), rule, at)
}

/** What goes on after an alert has cleared, unless its rule does not act. */
function pendingOnly(fold: Fold | null, rule: Rule, at: number): Fold | null {
  return fold !== null && fold.openedAt === null && !acts(rule, at) ? null : fold
}

/** The rule acts no more: what is pending is forgotten, and a value still beyond its limit sleeps. */
function endSpan(fold: Fold, rule: Rule, at: number): Fold | null {
  return fold.held.some((held) => held >= 0) ? sleep(rule, fold.link, at, fold.worst) : null
}

/** The next moment at which a value that holds on would change where its rule stands. */
export function nextMoment(track: Track, fold: Fold): number | null {
  const rule = ruleOf(track, fold)
  if (rule === null) return null
  const due = momentOf(rule, fold)
  if (due === Infinity || (fold.openedAt === null && due > successorAfter(track, fold))) return null
  return due
}

/** The edge at which a pending breach ends tells nothing by itself, but the value that then sleeps may wake. */
function momentOf(rule: Rule, fold: Fold): number {
  return fold.asleep === undefined ? Math.min(KINDS[rule.kind].due(fold, rule), pendingUntil(rule, fold)) : wakesAt(rule, fold)
}

export function cloneFold(fold: Fold): Fold {
  const clone = { ...fold, held: fold.held.slice() }
  if (fold.memory !== undefined) clone.memory = fold.memory.map((list) => list.slice())
  return clone
}

/** The episode of an open fold that goes on. */
export function openEpisode(track: Track, fold: Fold | null): Episode | null {
  if (fold === null || fold.openedAt === null) return null
  const rule = ruleOf(track, fold)
  return rule === null ? null : episodeOf(KINDS[rule.kind], fold, rule, null)
}

function ruleOf(track: Track, fold: Fold): Rule | null {
  return track.chain[fold.link]?.rule ?? null
}

function contextOf(state: DeviceState, rule: Rule, ts: number): Context | undefined {
  return KINDS[rule.kind].inContext === true ? contextAt(state, ts) : undefined
}
