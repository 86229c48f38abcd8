import { METRICS } from '../metrics.ts'
import type { Rule } from '../rule.ts'
import { severityRank, type Severity } from '../severity.ts'
import { linkAt, successorAfter } from './chain.ts'
import { inBreach, inClearingBand, loosestLevel, worse } from './ladder.ts'
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
  if (fold !== null && fold.openedAt === null && fold.link < link) fold = null
  if (fold === null) return begin(track, link, ts, value)
  const rule = ruleOf(track, fold)
  if (rule === null) return null
  const gap = ts - fold.prev
  const counted = !onChange && gap <= longestGap(state, fold.prev, ts) ? gap : 0
  return follow(fold, rule, ts, value, counted, ended)
}

/**
 * Lets an on-change value hold until `to`: levels are reached and the breach clears at the exact
 * moments their durations are fulfilled. A pending breach does not outlive its rule.
 */
export function advance(track: Track, fold: Fold, to: number, ended: Episode[]): Fold | null {
  const rule = ruleOf(track, fold)
  if (rule === null) return null
  for (let due = nextMoment(track, fold); due !== null && due <= to; due = nextMoment(track, fold)) {
    pass(fold, rule, due)
    reach(fold, rule, due)
    if (isCleared(fold, rule)) {
      ended.push(episodeOf(fold, rule, due))
      return null
    }
  }
  if (fold.openedAt === null && successorAfter(track, fold) < to) return null
  pass(fold, rule, to)
  return fold
}

/** The next moment at which a value that holds on would change where its rule stands. */
export function nextMoment(track: Track, fold: Fold): number | null {
  const rule = ruleOf(track, fold)
  if (rule === null) return null
  let due = fold.openedAt !== null && fold.clearing >= 0 ? fold.prev + Math.max(0, rule.clear.for - fold.clearing) : Infinity
  for (let k = 0; k < rule.levels.length; k++) {
    const held = fold.held[k] ?? -1
    if (held < 0 || (fold.reached & (1 << k)) !== 0) continue
    due = Math.min(due, fold.prev + Math.max(0, (rule.levels[k]?.for ?? 0) - held))
  }
  if (due === Infinity || (fold.openedAt === null && due > successorAfter(track, fold))) return null
  return due
}

export function cloneFold(fold: Fold): Fold {
  return { ...fold, held: fold.held.slice() }
}

/** The episode of an open fold; `resolvedAt` null while it goes on. */
export function episodeOf(fold: Fold, rule: Rule, resolvedAt: number | null): Episode {
  const chief = rule.levels[fold.chief]
  const severity = chief?.severity ?? 'info'
  return {
    version: rule.version,
    severity,
    currentSeverity: currentSeverity(fold, rule),
    breachedAt: fold.breachedAt,
    openedAt: fold.openedAt ?? fold.breachedAt,
    lastSeenAt: fold.lastSeen,
    resolvedAt,
    value: fold.worst,
    limit: chief?.limit ?? null,
    draftOrder: rule.order === 'draft' && severity === 'critical',
  }
}

export function ruleOf(track: Track, fold: Fold): Rule | null {
  return track.chain[fold.link]?.rule ?? null
}

function begin(track: Track, link: number, ts: number, value: number): Fold | null {
  const rule = track.chain[link]?.rule ?? null
  if (rule === null) return null
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
  if (!isCleared(fold, rule)) return fold
  ended.push(episodeOf(fold, rule, ts))
  return null
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

/** Marks the levels whose duration is fulfilled. The first level to give a severity keeps it. */
function reach(fold: Fold, rule: Rule, at: number): void {
  for (let k = 0; k < rule.levels.length; k++) {
    const level = rule.levels[k]
    const held = fold.held[k] ?? -1
    if (level === undefined || held < 0 || held < level.for || (fold.reached & (1 << k)) !== 0) continue
    fold.reached |= 1 << k
    fold.openedAt ??= at
    const chief = rule.levels[fold.chief]
    if (chief === undefined || severityRank(level.severity) > severityRank(chief.severity)) fold.chief = k
  }
}

function isCleared(fold: Fold, rule: Rule): boolean {
  return fold.openedAt !== null && fold.clearing >= 0 && fold.clearing >= rule.clear.for
}

/** The highest reached level still in breach, else the mildest reached. */
function currentSeverity(fold: Fold, rule: Rule): Severity {
  let highest: Severity | null = null
  let mildest: Severity | null = null
  for (let k = 0; k < rule.levels.length; k++) {
    const severity = rule.levels[k]?.severity
    if (severity === undefined || (fold.reached & (1 << k)) === 0) continue
    if (mildest === null || severityRank(severity) < severityRank(mildest)) mildest = severity
    if ((fold.held[k] ?? -1) >= 0 && (highest === null || severityRank(severity) > severityRank(highest))) highest = severity
  }
  return highest ?? mildest ?? 'info'
}
