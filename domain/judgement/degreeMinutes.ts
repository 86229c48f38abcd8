import { stepOf } from './buckets.ts'
import { inBreach, inClearingBand, worse } from './ladder.ts'
import { endAlert, openAlert, processKind } from './process.ts'

const MINUTE = 60_000

/**
 * A time-temperature budget: minutes beyond the limit, each weighed by the kelvin beyond it, summed over a rolling
 * window. Time counts as it does everywhere, with the mean of its two readings. The alert opens with the reading that
 * uses the budget up; limit and value are temperatures, the limit and the worst reading. It clears when the sum is
 * below the budget again and the clear condition holds.
 * `memory` holds [the reading before, 1 where there is none], then steps of [number, degree-milliseconds, beginning, worst value].
 */
export const degreeMinutes = processKind('degree-minutes', () => [[0, 1]], (fold, rule, { window, budget }, { ts, value, counted }, ended) => {
  const [before = 0, none = 1] = fold.memory?.[0] ?? []
  const steps = fold.memory?.slice(1) ?? []
  const level = rule.levels[0]
  if (level === undefined) return
  const beyond = (v: number) => Math.abs(v - level.limit)
  const breached = inBreach(rule, level, value)
  if (breached && none === 0 && inBreach(rule, level, before) && counted > 0) {
    const step = stepOf(steps, window, ts, () => [0, fold.prev, value])
    step[1] = (step[1] ?? 0) + (counted * (beyond(before) + beyond(value))) / 2
    step[3] = worse(rule, step[3] ?? value, worse(rule, before, value))
  } else forget()
  const used = steps.reduce((sum, step) => sum + (step[1] ?? 0), 0) / MINUTE
  if (breached) Object.assign(fold, { lastSeen: ts, clearing: -1, worst: fold.openedAt === null ? value : worse(rule, fold.worst, value) })
  else if (!inClearingBand(rule, value)) fold.clearing = -1
  else fold.clearing = fold.clearing < 0 ? 0 : fold.clearing + counted
  if (used >= budget && fold.openedAt === null) {
    openAlert(fold, rule, 0, { breachedAt: steps[0]?.[2] ?? ts, openedAt: ts, lastSeen: ts, worst: steps.reduce((w, step) => worse(rule, w, step[3] ?? w), value) })
  } else if (used < budget && fold.clearing >= 0 && fold.clearing >= rule.clear.for) endAlert(degreeMinutes, fold, rule, ts, ended)
  fold.memory = [[value, 0], ...steps]

  /** Moves the window on without a step of its own. */
  function forget(): void {
    const fresh = stepOf(steps, window, ts, () => [0, ts, value])
    if (fresh[1] === 0) steps.pop()
  }
})
