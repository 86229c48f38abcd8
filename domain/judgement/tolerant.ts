import type { Rule } from '../rule.ts'
import type { Context } from './context.ts'
import { defrostAfter, NO_DEFROST, RISING } from './defrost.ts'
import { episodeOf, reachLevel } from './episode.ts'
import type { Kind } from './kind.ts'
import { inBreach, inClearingBand, loosestLevel, worse } from './ladder.ts'
import { isResting, resting } from './resting.ts'
import type { Episode, Fold } from './state.ts'
import { threshold } from './threshold.ts'

/**
 * A threshold that tolerates a defrost, an open door or missing power of the same device (`suppressWhen`). Levels
 * below critical are held back while that lasts: their time is set aside and they are not reached. A defrost that
 * ends in range leaves nothing behind; one that overruns, or turns out to be none, is counted from its first reading,
 * and the alert opens then, with its true beginning. Time with the door open or the power off is dropped when that
 * ends in time, and counted when it overruns. Critical levels count as always.
 *
 * `memory` holds [stage of the defrost], and the time set aside for each level. The fold rests while in range, for
 * only what rises from there can be a defrost.
 */
export const tolerant: Kind = { ...threshold, wakes: 'always', inContext: true, begin, follow }

const NOBODY_KNOWS: Context = { openSince: null, offSince: null }

function begin(rule: Rule, link: number, ts: number, value: number, context: Context = NOBODY_KNOWS): Fold | null {
  const fold = { ...resting(rule, link, ts), memory: [[NO_DEFROST], rule.levels.map(() => 0)] }
  // Nothing is known of before: what is beyond the limit did not rise there.
  return takeBreach(fold, rule, ts, value, 0, NO_DEFROST, context) ? fold : rest(fold, rule, ts)
}

function follow(fold: Fold, rule: Rule, ts: number, value: number, counted: number, ended: Episode[], context: Context = NOBODY_KNOWS): Fold | null {
  const rises = isResting(fold) && counted === ts - fold.prev && rule.suppress?.defrost !== undefined
  const stage = isResting(fold) ? (rises ? RISING : NO_DEFROST) : (fold.memory?.[0]?.[0] ?? NO_DEFROST)
  if (takeBreach(fold, rule, ts, value, counted, stage, context)) return fold
  if (fold.openedAt === null) return rest(fold, rule, ts)
  fold.held.fill(-1)
  fold.prev = ts
  if (!inClearingBand(rule, value)) fold.clearing = -1
  else fold.clearing = fold.clearing < 0 ? 0 : fold.clearing + counted
  if (fold.clearing < 0 || fold.clearing < rule.clear.for) return fold
  ended.push(episodeOf(tolerant, fold, rule, ts))
  return rest(fold, rule, ts)
}

/** Counts a reading in breach of any level; whether it was one. */
function takeBreach(fold: Fold, rule: Rule, ts: number, value: number, counted: number, before: number, context: Context): boolean {
  const loosest = rule.levels[loosestLevel(rule)]
  if (loosest === undefined || !inBreach(rule, loosest, value)) return false
  if (isResting(fold)) Object.assign(fold, { breachedAt: ts, worst: value })
  const stage = rule.suppress?.defrost ? defrostAfter(before, fold.breachedAt, ts, value, context.openSince !== null, { ...rule.suppress.defrost, limit: loosest.limit }) : NO_DEFROST
  const excuse = excused(rule, context, ts)
  const tolerated = stage !== NO_DEFROST || excuse === 'tolerated'
  const released = (before !== NO_DEFROST && stage === NO_DEFROST) || excuse === 'overrun'
  const aside = fold.memory?.[1] ?? []
  fold.memory = [[stage], aside]
  rule.levels.forEach((level, k) => count(fold, aside, k, inBreach(rule, level, value), counted, tolerated && level.severity !== 'critical', released))
  fold.prev = ts
  fold.lastSeen = ts
  fold.worst = worse(rule, fold.worst, value)
  fold.clearing = -1
  rule.levels.forEach((level, k) => {
    const isReached = (fold.held[k] ?? -1) >= level.for && (fold.reached & (1 << k)) === 0
    if (isReached && !(tolerated && level.severity !== 'critical')) reachLevel(fold, rule, k, ts)
  })
  return true
}

function count(fold: Fold, aside: number[], k: number, breached: boolean, counted: number, tolerated: boolean, released: boolean): void {
  const held = fold.held[k] ?? -1
  const kept = aside[k] ?? 0
  if (!breached || held < 0) {
    fold.held[k] = breached ? 0 : -1
    aside[k] = 0
  } else if (tolerated) aside[k] = kept + counted
  else {
    fold.held[k] = held + counted + (released ? kept : 0)
    aside[k] = 0
  }
}

/** Whether the door or the power excuses a reading; `overrun` where it did for longer than is tolerated. */
function excused(rule: Rule, context: Context, ts: number): 'tolerated' | 'overrun' | null {
  const { door, power, for: longest = 0 } = rule.suppress ?? {}
  const times = [door === undefined ? null : context.openSince, power === undefined ? null : context.offSince].filter((since) => since !== null)
  if (times.length === 0) return null
  return times.some((since) => ts - since <= longest) ? 'tolerated' : 'overrun'
}

function rest(fold: Fold, rule: Rule, ts: number): Fold {
  return { ...resting(rule, fold.link, ts), memory: [[NO_DEFROST], rule.levels.map(() => 0)] }
}
