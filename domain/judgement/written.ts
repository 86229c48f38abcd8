import type { MetricName } from '../metrics.ts'
import { PREV, SINCE, TAKEN } from './run.ts'
import { newDeviceState, type CourseFold, type CourseState, type DeviceState, type Known, type Window } from './state.ts'

/**
 * How a state is written out: a state is written for every device at every commit, so times stand as distances behind
 * the newest reading, metrics that always come together share theirs, and nothing is said of what is empty.
 */
const SHAPE = 2

/** Metrics whose windows have the same times: those, as distances behind the newest, then the values of each metric. */
type WrittenWindows = [behind: number[], values: Partial<Record<MetricName, number[]>>]

/** The numbers of its run with their times as distances, then, unless all three are null, what else stands in it. */
type WrittenFold = [run: number[], rest?: Omit<CourseFold, 'run'>]

interface WrittenCourse {
  readonly base: WrittenFold | null
  /** Null: what folding the window from the base gives again need not be written at every commit. Once it was. */
  readonly head: WrittenFold | null
  readonly stuck?: Known[]
  readonly jump?: Known[]
}

type AsIs = Pick<DeviceState, 'intervalMs' | 'rules' | 'gateway' | 'fault' | 'clockFault' | 'held' | 'calibration'>
  & Partial<Pick<DeviceState, 'paces' | 'tracks' | 'ordinals' | 'sightings'>>

interface Written extends AsIs {
  readonly shape: typeof SHAPE
  readonly newest: number
  /** Of the last arrival, of what was heard, and of what left the window. */
  readonly behind: readonly [number, number, number]
  readonly windows?: WrittenWindows[]
  readonly beats?: number[]
  readonly silences?: Known[]
  readonly course?: WrittenCourse
}

export function writeState(state: DeviceState): string {
  const { newest, silence, intervalMs, rules, gateway, fault, clockFault, held, calibration } = state
  const written: Written = {
    shape: SHAPE, newest, behind: [newest - state.lastArrival, newest - state.heard, newest - silence.before], intervalMs, rules,
    windows: writeWindows(state), paces: filled(state.paces), tracks: filled(state.tracks), sightings: filled(state.sightings),
    ordinals: hasKeys(state.ordinals) ? state.ordinals : undefined, beats: filled(silence.beats), silences: filled(silence.known),
    course: state.course && writeCourse(state.course, newest), gateway, fault, clockFault, held, calibration,
  }
  return JSON.stringify(written)
}

/** Reads a state of this shape or of the one before it. */
export function readState(text: string): DeviceState {
  const written = JSON.parse(text) as Written | FormerState
  if (!('shape' in written)) return readFormer(written)
  const { newest, behind: [arrival, heard, before] } = written
  const state = newDeviceState()
  takeAsIs(state, written)
  state.newest = newest
  state.lastArrival = newest - arrival
  state.heard = newest - heard
  state.silence = { before: newest - before, beats: written.beats ?? [], known: written.silences ?? [] }
  for (const [behind, values] of written.windows ?? []) {
    for (const metric in values) state.windows[metric as MetricName] = { t: behind.map((distance) => newest - distance), v: values[metric as MetricName] ?? [] }
  }
  if (written.course) state.course = readCourse(written.course, newest)
  return state
}

function takeAsIs(state: DeviceState, { intervalMs, rules, paces, tracks, ordinals, sightings, gateway, fault, clockFault, held, calibration }: AsIs): void {
  state.intervalMs = intervalMs
  state.rules = rules
  if (paces) state.paces = paces
  if (tracks) state.tracks = tracks
  if (ordinals) Object.assign(state.ordinals, ordinals)
  if (sightings) state.sightings = sightings
  if (gateway) state.gateway = gateway
  if (fault) state.fault = fault
  if (clockFault) state.clockFault = clockFault
  if (held) state.held = held
  if (calibration) state.calibration = calibration
}

function writeWindows({ newest, windows }: DeviceState): WrittenWindows[] {
  const groups: WrittenWindows[] = []
  const times: Window[] = []
  for (const name in windows) {
    const metric = name as MetricName
    const window = windows[metric]
    if (window === undefined) continue
    const same = times.findIndex(({ t }) => isSame(t, window.t))
    const group = groups[same]
    if (group !== undefined) group[1][metric] = window.v
    else {
      groups.push([window.t.map((ts) => newest - ts), { [metric]: window.v }])
      times.push(window)
    }
  }
  return groups
}

function writeCourse({ base, stuck, jump }: CourseState, newest: number): WrittenCourse {
  return { base: base && writeFold(base, newest), head: null, stuck: filled(stuck), jump: filled(jump) }
}

function readCourse({ base, head, stuck = [], jump = [] }: WrittenCourse, newest: number): CourseState {
  return { base: base && readFold(base, newest), head: head && readFold(head, newest), stuck, jump }
}

function writeFold({ run, stuckAt, step, door }: CourseFold, newest: number): WrittenFold {
  const numbers = mirrored(run, newest)
  return stuckAt === null && step === null && door === null ? [numbers] : [numbers, { stuckAt, step, door }]
}

function readFold([run, rest]: WrittenFold, newest: number): CourseFold {
  const { stuckAt = null, step = null, door = null } = rest ?? {}
  return { run: mirrored(run, newest), stuckAt, step, door }
}

/** Times for distances, and distances for times. */
function mirrored(run: readonly number[], newest: number): number[] {
  return run.map((number, place) => (place === TAKEN || place === PREV || place === SINCE ? newest - number : number))
}

function isSame(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((ts, i) => ts === b[i])
}

function filled<T>(list: T[]): T[] | undefined {
  return list.length > 0 ? list : undefined
}

function hasKeys(record: object): boolean {
  for (const _ in record) return true
  return false
}

/** A state as it was written before it had a shape: every field, times as they are. */
interface FormerState extends AsIs {
  readonly lastArrival: number | null
  readonly newest: number | null
  readonly heard: number | null
  readonly windows: DeviceState['windows']
  readonly silence: { readonly before: number | null; readonly beats: number[]; readonly known: Known[] }
  readonly course?: { readonly base: FormerFold | null; readonly head: FormerFold | null; readonly stuck: Known[]; readonly jump: Known[] }
}

type FormerFold = Record<'taken' | 'prev' | 'value' | 'since' | 'low' | 'high' | 'held', number> & Omit<CourseFold, 'run'>

function readFormer(former: FormerState): DeviceState {
  const state = newDeviceState()
  takeAsIs(state, former)
  state.lastArrival = former.lastArrival ?? state.lastArrival
  state.newest = former.newest ?? state.newest
  state.heard = former.heard ?? state.heard
  state.silence = { ...former.silence, before: former.silence.before ?? state.silence.before }
  Object.assign(state.windows, former.windows)
  if (former.course) state.course = { ...former.course, base: ofFormer(former.course.base), head: ofFormer(former.course.head) }
  return state
}

function ofFormer(fold: FormerFold | null): CourseFold | null {
  if (fold === null) return null
  const { taken, prev, value, since, low, high, held, stuckAt, step, door } = fold
  return { run: [taken, prev, value, since, low, high, held], stuckAt, step, door }
}
