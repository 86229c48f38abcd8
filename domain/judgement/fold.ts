import { METRICS } from '../metrics.ts'
import type { Rule } from '../rule.ts'
import { linkAt, successorAfter } from './chain.ts'
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
  if (fold !== null && fold.openedAt === null && fold.link < link) fold = null
  if (fold === null) {
    const rule = track.chain[link]?.rule ?? null
    return rule === null ? null : KINDS[rule.kind].begin(rule, link, ts, value)
  }
  const rule = ruleOf(track, fold)
  if (rule === null) return null
  const gap = ts - fold.prev
  const counted = !onChange && gap <= longestGap(state, fold.prev, ts) ? gap : 0
  return KINDS[rule.kind].follow(fold, rule, ts, value, counted, ended)
}

/**
 * Lets an on-change value hold until `to`: levels are reached and the breach clears at the exact
 * moments their durations are fulfilled. A pending breach does not outlive its rule.
 */
export function advance(track: Track, before: Fold, to: number, ended: Episode[]): Fold | null {
  const rule = ruleOf(track, before)
  if (rule === null) return null
  const kind = KINDS[rule.kind]
  let fold: Fold | null = before
  for (let due = nextMoment(track, fold); due !== null && due <= to; due = nextMoment(track, fold)) {
    kind.pass(fold, rule, due)
    fold = kind.settle(fold, rule, ended)
    if (fold === null) return null
  }
  if (fold.openedAt === null && successorAfter(track, fold) < to) return null
  kind.pass(fold, rule, to)
  return fold
}

/** The next moment at which a value that holds on would change where its rule stands. */
export function nextMoment(track: Track, fold: Fold): number | null {
  const rule = ruleOf(track, fold)
  if (rule === null) return null
  const due = KINDS[rule.kind].due(fold, rule)
  if (due === Infinity || (fold.openedAt === null && due > successorAfter(track, fold))) return null
  return due
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
