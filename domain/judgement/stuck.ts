import type { SensorHealth } from '../sensorHealth.ts'
import { decimal } from './ladder.ts'
import type { CourseFold, Episode } from './state.ts'

/**
 * Follows the run of readings that lie no further apart than `change`. Time over which the condition is unknown does not
 * count, and the first reading that leaves the run ends both the run and its alert.
 */
export function takeRun(fold: CourseFold, ts: number, value: number, counted: number, figures: NonNullable<SensorHealth['stuck']>, ended: Episode[]): void {
  const low = Math.min(fold.low, value)
  const high = Math.max(fold.high, value)
  if (fold.prev > 0 && decimal(high - low) <= figures.change) {
    fold.low = low
    fold.high = high
    fold.held += counted
    if (fold.stuckAt === null && fold.held >= figures.forMs) fold.stuckAt = ts
    return
  }
  const over = stuckEpisode(fold, ts)
  if (over !== null) ended.push(over)
  fold.since = ts
  fold.low = fold.high = value
  fold.held = 0
  fold.stuckAt = null
}

/** The alert of a run that has lasted long enough. */
export function stuckEpisode(fold: CourseFold, resolvedAt: number | null): Episode | null {
  if (fold.stuckAt === null) return null
  return {
    version: 1, severity: 'minor', currentSeverity: 'minor', breachedAt: fold.since, openedAt: fold.stuckAt,
    lastSeenAt: fold.prev, resolvedAt, value: fold.low, limit: null, draftOrder: false,
  }
}
