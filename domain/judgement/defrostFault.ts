import { DEFROSTING, defrostAfter, NO_DEFROST, RISING } from './defrost.ts'
import { inBreach, inClearingBand } from './ladder.ts'
import { endAlert, openAlert, processKind } from './process.ts'

const DAY = 24 * 3_600_000

/**
 * A defrost that is stuck: one that is not back in range in its time, or more of them in 24 hours than there should be.
 * Recognised as a rule that tolerates a defrost recognises one. The alert clears when the value is in the clearing band
 * long enough and the defrosts of the last 24 hours are no longer too many.
 * `memory` holds [stage, 1 while in range], and the times at which defrosts ended.
 */
const stuck = processKind('defrost', () => [[NO_DEFROST, 0], []], (fold, rule, { peak, within, perDay }, { ts, value, counted, known, isDoorOpen }, ended) => {
  const level = rule.levels[0]
  if (level === undefined) return
  const [before = NO_DEFROST, inRange = 0] = fold.memory?.[0] ?? []
  const ends = (fold.memory?.[1] ?? []).filter((end) => end > ts - DAY)
  let stage = NO_DEFROST
  if (inBreach(rule, level, value)) {
    if (inRange === 1 && fold.openedAt === null) Object.assign(fold, { breachedAt: ts, worst: value })
    const from = inRange === 1 && known ? RISING : inRange === 1 ? NO_DEFROST : before
    stage = defrostAfter(from, fold.openedAt === null ? fold.breachedAt : ts, ts, value, isDoorOpen, { limit: level.limit, peak, within })
    Object.assign(fold, { lastSeen: ts, worst: Math.max(fold.worst, value), clearing: -1 })
    const overran = before === DEFROSTING && stage === NO_DEFROST && value <= level.limit + peak && fold.openedAt === null
    if (overran) openAlert(fold, rule, 0, { breachedAt: fold.breachedAt, openedAt: ts, lastSeen: ts, worst: fold.worst })
    fold.memory = [[stage, 0], ends]
    return
  }
  if (before === DEFROSTING) ends.push(ts)
  if (!inClearingBand(rule, value)) fold.clearing = -1
  else fold.clearing = fold.clearing < 0 ? 0 : fold.clearing + counted
  const tooMany = ends.length > perDay
  if (tooMany && fold.openedAt === null) openAlert(fold, rule, 0, { breachedAt: ends[0] ?? ts, openedAt: ts, lastSeen: ts, worst: fold.worst })
  else if (!tooMany && fold.clearing >= 0 && fold.clearing >= rule.clear.for) endAlert(stuck, fold, rule, ts, ended)
  fold.memory = [[NO_DEFROST, 1], ends]
})

export const defrostFault = { ...stuck, inContext: true as const }
