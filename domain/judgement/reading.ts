import type { AlertVerdict } from '../alert.ts'
import type { Heartbeat, Reading } from '../feed.ts'
import type { MetricName } from '../metrics.ts'
import { syncRules } from './chain.ts'
import { hasClockFault, judgeClockFault } from './clockFault.ts'
import { judgeCourse, watchesCourse } from './course.ts'
import { isFaultValue, planOf, type JudgedDevice, type Plan } from './device.ts'
import { evict } from './evict.ts'
import { hasFaults, judgeFaults } from './faultValue.ts'
import { syncPace } from './pace.ts'
import { hear, hearBeat } from './silence.ts'
import { WINDOW_MS, type DeviceState, type Window } from './state.ts'
import { judgeValue } from './track.ts'
import { insert } from './window.ts'

/**
 * What became of a value: `judged`; `late`, more than ten minutes behind its device's newest, for the archive only;
 * `repeat`, the same value again; or `conflict`, another value for a metric and time that already has one.
 */
export type Disposition = 'judged' | 'late' | 'repeat' | 'conflict'

export interface Judgement {
  readonly verdicts: AlertVerdict[]
  /** Of the whole reading; `judged` where any value was. */
  readonly disposition: Disposition
  /** By metric, where the values fared differently; else null and `disposition` holds for all. */
  readonly dispositions: Partial<Record<MetricName, Disposition>> | null
}

/** Judges one reading and changes `state` in place. */
export function judgeReading(state: DeviceState, device: JudgedDevice, reading: Reading): Judgement {
  const { ts } = reading
  const verdicts: AlertVerdict[] = []
  arrive(state, device, reading.receivedAt)
  const plan = planOf(device)
  syncRules(state, plan)
  if (ts < state.newest - WINDOW_MS) return { verdicts, disposition: 'late', dispositions: null }
  let fate: Disposition | null = null
  let fates: Partial<Record<MetricName, Disposition>> | null = null
  let faulty = false
  const values = plan.contexts.length === 0 ? reading.values : contextsFirst(plan, reading.values)
  for (const name in values) {
    const metric = name as MetricName
    const value = values[metric]
    if (value === undefined) continue
    const isFault = isFaultValue(plan, metric, value)
    const here = take(state, plan, metric, ts, value, isFault, verdicts)
    faulty ||= isFault
    if (fate !== null && fate !== here) fates ??= sameFor(values, metric, fate)
    if (fates !== null) fates[metric] = here
    if (fate !== 'judged') fate = here
  }
  if (fate === 'judged') {
    if (faulty || hasFaults(state)) judgeFaults(state, plan, verdicts)
    if (reading.clockFault === true || hasClockFault(state)) judgeClockFault(state, plan, ts, reading.clockFault === true, verdicts)
    if (watchesCourse(plan)) judgeCourse(state, plan, ts, verdicts)
    hear(state, device, ts, verdicts)
    if (ts > state.newest) state.newest = ts
    evict(state, plan)
  }
  return { verdicts, disposition: fate ?? 'judged', dispositions: fates }
}

/** Takes a heartbeat as a sign of life, unless it says that there is none. Changes `state` in place. */
export function judgeHeartbeat(state: DeviceState, device: JudgedDevice, heartbeat: Heartbeat): AlertVerdict[] {
  const verdicts: AlertVerdict[] = []
  if (!heartbeat.online) return verdicts
  arrive(state, device, heartbeat.receivedAt)
  hearBeat(state, device, heartbeat.ts, verdicts)
  return verdicts
}

/** Takes note that something arrived, whatever becomes of it. */
export function arrive(state: DeviceState, device: JudgedDevice, receivedAt: number): void {
  syncPace(state, device)
  if (receivedAt > state.lastArrival) state.lastArrival = receivedAt
}

function take(state: DeviceState, plan: Plan, metric: MetricName, ts: number, value: number, isFault: boolean, verdicts: AlertVerdict[]): Disposition {
  const window: Window = (state.windows[metric] ??= { t: [], v: [] })
  const place = insert(window, ts, value)
  if (place === 'repeat' || place === 'conflict') return place
  if (!isFault) judgeValue(state, plan, metric, ts, value, place === 'inside', verdicts)
  return 'judged'
}

/** The fates of the metrics before this one, which were all alike. */
function sameFor(values: Reading['values'], until: MetricName, fate: Disposition): Partial<Record<MetricName, Disposition>> {
  const fates: Partial<Record<MetricName, Disposition>> = {}
  for (const name in values) {
    if (name === until) break
    fates[name as MetricName] = fate
  }
  return fates
}

/** Door and power before what is judged in their light. */
function contextsFirst(plan: Plan, values: Reading['values']): Reading['values'] {
  const ordered: Partial<Record<MetricName, number>> = {}
  for (const metric of plan.contexts) if (values[metric] !== undefined) ordered[metric] = values[metric]
  return Object.assign(ordered, values)
}
