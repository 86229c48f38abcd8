import type { JumpFigures } from '../sensorHealth.ts'
import { decimal } from './ladder.ts'
import { at, TAKEN, VALUE } from './run.ts'
import type { CourseFold, Episode, StepFold } from './state.ts'

/** The door explains steps while it stands open and for some time after; a step that is not yet agreed on was the door's. */
export function takeDoor(fold: CourseFold, ts: number, value: number): void {
  fold.run[TAKEN] = ts
  if (value > 0.5) {
    fold.door = 'open'
    if (fold.step?.openedAt === null) fold.step = null
  } else if (fold.door === 'open') fold.door = ts
}

/**
 * Looks for a step from the reading before to this one; `gap` is the time between them, -1 where it is too long to say.
 * A step that goes straight back is a spike and nothing is told of it.
 */
export function takeStep(fold: CourseFold, ts: number, value: number, gap: number, figures: JumpFigures, ended: Episode[]): void {
  const size = Math.abs(value - at(fold.run, VALUE))
  if (fold.step === null && size <= figures.step) return
  const stepped = gap >= 0 && decimal(size) > figures.step * Math.max(1, gap / figures.withinMs) && !isExplained(fold, ts, figures)
  const { step } = fold
  if (step !== null && step.openedAt !== null) {
    if (stepped) step.lastStep = ts
    else if (ts - step.lastStep >= figures.settleMs) {
      const over = jumpEpisode(fold, figures, ts)
      if (over !== null) ended.push(over)
      fold.step = null
    }
    return
  }
  if (stepped) fold.step = step !== null && decimal(Math.abs(value - step.from)) <= figures.agree ? null : begin(fold, ts, value, decimal(size))
  else if (step !== null) agree(fold, step, value, figures)
  if (fold.step !== null && fold.step.samples >= figures.samples) fold.step.openedAt = ts
}

/** The alert of a step that was agreed on; its value is the height of the step. */
export function jumpEpisode(fold: CourseFold, figures: JumpFigures, resolvedAt: number | null): Episode | null {
  const { step } = fold
  if (step === null || step.openedAt === null) return null
  return {
    version: 1, severity: 'minor', currentSeverity: 'minor', breachedAt: step.at, openedAt: step.openedAt,
    lastSeenAt: Math.max(step.openedAt, step.lastStep), resolvedAt, value: step.size, limit: figures.step, draftOrder: false,
  }
}

function begin(fold: CourseFold, ts: number, value: number, size: number): StepFold {
  return { at: ts, from: at(fold.run, VALUE), size, low: value, high: value, samples: 1, openedAt: null, lastStep: ts }
}

function agree(fold: CourseFold, step: StepFold, value: number, figures: JumpFigures): void {
  step.low = Math.min(step.low, value)
  step.high = Math.max(step.high, value)
  step.samples++
  if (decimal(step.high - step.low) > figures.agree) fold.step = null
}

function isExplained(fold: CourseFold, ts: number, figures: JumpFigures): boolean {
  return fold.door !== null && (fold.door === 'open' || ts - fold.door <= figures.doorMs)
}
