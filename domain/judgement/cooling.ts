import { endAlert, openAlert, processKind } from './process.ts'

/** Waiting for something hot; hot; cooling in stage 0, 1 …; a stage was missed. */
const WAITING = -3
const HOT = -2
const MISSED = -1

/**
 * Cooling cooked food: its clock starts with the first reading below `from` after one at or above it. Each stage is
 * reached by a reading at or below its figure, no later than its time after the stage before. A missed stage opens
 * the alert, at the moment that was missed and with the stage's figure as its limit; it clears when the last figure
 * is reached, or the food is hot again, which begins anew. A deadline that fell into a gap is missed only where the
 * reading after it shows so. `memory` holds [stage, since when].
 */
export const cooling = processKind('cooling', () => [[WAITING, 0]], (fold, rule, { from, stages }, { ts, value, known }, ended) => {
  let [stage = WAITING, since = 0] = fold.memory?.[0] ?? []
  const last = stages.at(-1)
  if (value >= from) {
    endAlert(cooling, fold, rule, ts, ended)
    stage = HOT
  } else if (stage === HOT) [stage, since, fold.breachedAt] = [0, ts, ts]
  for (let next = stages[stage]; next !== undefined; next = stages[stage]) {
    const deadline = since + next.within
    if (value <= next.to && (ts <= deadline || !known)) {
      since = ts
      stage = stage + 1 < stages.length ? stage + 1 : WAITING
    } else if (ts > deadline) {
      const level = rule.levels.findIndex((l) => l.limit === next.to)
      openAlert(fold, rule, level, { breachedAt: fold.breachedAt, openedAt: deadline, lastSeen: ts, worst: value })
      stage = MISSED
    } else break
  }
  if (stage === MISSED) {
    fold.lastSeen = ts
    fold.worst = Math.max(fold.worst, value)
    if (last !== undefined && value <= last.to) {
      endAlert(cooling, fold, rule, ts, ended)
      stage = WAITING
    }
  }
  fold.memory = [[stage, since]]
})
