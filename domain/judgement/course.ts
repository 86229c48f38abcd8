import type { AlertVerdict, DeviceFault } from '../alert.ts'
import type { MetricName } from '../metrics.ts'
import { isFaultValue, type Plan } from './device.ts'
import { jumpEpisode, takeDoor, takeStep } from './jump.ts'
import { longestGap } from './pace.ts'
import { at, newRun, PREV, TAKEN, VALUE } from './run.ts'
import type { CourseFold, CourseState, DeviceState, Episode, Known, Window } from './state.ts'
import { stuckEpisode, takeRun } from './stuck.ts'
import { reconcile, type Subject } from './verdict.ts'

/** The metric whose course is watched, and the one that explains its steps. */
const WATCHED: MetricName = 'temperature'
const DOOR: MetricName = 'door'

const NOTHING: Window = { t: [], v: [] }

interface Ended {
  readonly stuck: Episode[]
  readonly jump: Episode[]
}

/** What ends where nothing is open: nothing is ever put in here. */
const NONE_ENDS: Ended = { stuck: [], jump: [] }

/** Whether the course of this device's temperature is watched. */
export function watchesCourse(plan: Plan): boolean {
  const { health } = plan.device
  return health !== undefined && (health.stuck !== null || health.jump !== null)
}

/**
 * Judges whether the temperature is stuck or has jumped, after the values of this time have come into the windows. What is
 * told depends on the readings, never on their order of arrival, and touches no other alert.
 */
export function judgeCourse(state: DeviceState, plan: Plan, ts: number, verdicts: AlertVerdict[]): void {
  const course = state.course ?? (hasWatched(state) ? (state.course = { base: null, head: null, stuck: [], jump: [] }) : undefined)
  if (course === undefined) return
  const head = course.head
  if (head === null || ts <= at(head.run, TAKEN)) {
    const ended: Ended = { stuck: [], jump: [] }
    const whole = refold(state, plan, course, ended)
    course.head = whole
    tell(state, plan, course, whole, ended, verdicts, false)
    return
  }
  const wasOpen = isOpen(head)
  const ended: Ended = wasOpen ? { stuck: [], jump: [] } : NONE_ENDS
  const door = newestAt(state.windows[DOOR], ts)
  if (door !== undefined) takeDoor(head, ts, door)
  const value = newestAt(state.windows[WATCHED], ts)
  if (value !== undefined) takeValue(state, plan, head, ts, value, ended)
  if (wasOpen || isOpen(head)) tell(state, plan, course, head, ended, verdicts, true)
}

/** Moves what is about to leave the windows, everything before `cutoff`, into the state before them. */
export function settleCourse(state: DeviceState, plan: Plan, cutoff: number): void {
  const { course } = state
  if (course === undefined || !(leaves(state.windows[WATCHED], cutoff) || leaves(state.windows[DOOR], cutoff))) return
  const ended: Ended = { stuck: [], jump: [] }
  course.base = fold(state, plan, course.base, cutoff, ended)
  if (ended.stuck.length > 0) course.stuck.splice(0, ended.stuck.length)
  if (ended.jump.length > 0) course.jump.splice(0, ended.jump.length)
}

function refold(state: DeviceState, plan: Plan, { base }: CourseState, ended: Ended): CourseFold | null {
  return fold(state, plan, base && { ...base, run: base.run.slice(), step: base.step && { ...base.step } }, Infinity, ended)
}

/** Folds the windows up to `end` by time; at one moment the door first, since it explains the temperature. */
function fold(state: DeviceState, plan: Plan, before: CourseFold | null, end: number, ended: Ended): CourseFold | null {
  const values = state.windows[WATCHED] ?? NOTHING
  const doors = state.windows[DOOR] ?? NOTHING
  let after = before
  for (let i = 0, k = 0; ;) {
    const ts = values.t[i] ?? Infinity
    const door = doors.t[k] ?? Infinity
    if (Math.min(ts, door) >= end) return after
    after ??= newFold()
    if (door <= ts) takeDoor(after, door, doors.v[k++] ?? 0)
    else takeValue(state, plan, after, ts, values.v[i++] ?? 0, ended)
  }
}

/** Takes a temperature; what a broken sensor says is none. */
function takeValue(state: DeviceState, plan: Plan, after: CourseFold, ts: number, value: number, ended: Ended): void {
  const { run } = after
  run[TAKEN] = ts
  if (isFaultValue(plan, WATCHED, value)) return
  const { health } = plan.device
  const prev = at(run, PREV)
  const gap = prev > 0 && ts - prev <= longestGap(state, prev, ts) ? ts - prev : -1
  if (health?.jump) takeStep(after, ts, value, gap, health.jump, ended.jump)
  if (health?.stuck) takeRun(after, ts, value, Math.max(0, gap), health.stuck, ended.stuck)
  run[PREV] = ts
  run[VALUE] = value
}

function tell(state: DeviceState, plan: Plan, course: CourseState, now: CourseFold | null, ended: Ended, verdicts: AlertVerdict[], more: boolean): void {
  const health = plan.device.health
  const stuck = now && stuckEpisode(now, null)
  const jump = now && health?.jump ? jumpEpisode(now, health.jump, null) : null
  course.stuck = told(state, plan, 'stuck', course.stuck, more, [...ended.stuck, ...(stuck ? [stuck] : [])], verdicts)
  course.jump = told(state, plan, 'jump', course.jump, more, [...ended.jump, ...(jump ? [jump] : [])], verdicts)
}

/** With `more`, the episodes come after those that were told to be over. */
function told(state: DeviceState, plan: Plan, type: DeviceFault, known: readonly Known[], more: boolean, episodes: Episode[], verdicts: AlertVerdict[]): Known[] {
  const subject: Subject = { deviceId: plan.device.id, ruleId: `device-${type}`, metric: null, type, review: null }
  const all = more ? [...known.filter((one) => one.resolvedAt !== null), ...episodes] : episodes
  return reconcile(subject, state.ordinals, known, all, verdicts)
}

/** Whether something of it is told. */
function isOpen({ stuckAt, step }: CourseFold): boolean {
  return stuckAt !== null || (step !== null && step.openedAt !== null)
}

function newFold(): CourseFold {
  return { run: newRun(), stuckAt: null, step: null, door: null }
}

function hasWatched(state: DeviceState): boolean {
  return (state.windows[WATCHED]?.t.length ?? 0) > 0
}

/** The value of a time, if it is the newest of its window. */
function newestAt(window: Window | undefined, ts: number): number | undefined {
  return window !== undefined && window.t[window.t.length - 1] === ts ? window.v[window.v.length - 1] : undefined
}

/** Whether something of a window is older than `cutoff`. */
function leaves(window: Window | undefined, cutoff: number): boolean {
  return window !== undefined && window.t.length > 0 && (window.t[0] ?? cutoff) < cutoff
}
