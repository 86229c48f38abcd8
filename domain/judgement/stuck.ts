import type { SensorHealth } from '../sensorHealth.ts'
import { decimal } from './ladder.ts'
import { at, HELD, HIGH, LOW, PREV, SINCE } from './run.ts'
import type { CourseFold, Episode } from './state.ts'

/**
 * Follows the run of readings that lie no further apart than `change`. Time over which the condition is unknown does not
 * count, and the first reading that leaves the run ends both the run and its alert.
 */
export function takeRun(fold: CourseFold, ts: number, value: number, counted: number, figures: NonNullable<SensorHealth['stuck']>, ended: Episode[]): void {
  const { run } = fold
  const low = Math.min(at(run, LOW), value)
  const high = Math.max(at(run, HIGH), value)
  if (at(run, PREV) > 0 && decimal(high - low) <= figures.change) {
    run[LOW] = low
    run[HIGH] = high
    run[HELD] = at(run, HELD) + counted
    if (fold.stuckAt === null && at(run, HELD) >= figures.forMs) fold.stuckAt = ts
    return
  }
  const over = stuckEpisode(fold, ts)
  if (over !== null) ended.push(over)
  run[SINCE] = ts
  run[LOW] = run[HIGH] = value
  run[HELD] = 0
  fold.stuckAt = null
}

/** The alert of a run that has lasted long enough. */
export function stuckEpisode(fold: CourseFold, resolvedAt: number | null): Episode | null {
  if (fold.stuckAt === null) return null
  return {
    version: 1, severity: 'minor', currentSeverity: 'minor', breachedAt: at(fold.run, SINCE), openedAt: fold.stuckAt,
    lastSeenAt: at(fold.run, PREV), resolvedAt, value: at(fold.run, LOW), limit: null, draftOrder: false,
  }
}
