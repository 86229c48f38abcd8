import type { MetricName } from '../metrics.ts'
import { isIdle, pruneChain } from './chain.ts'
import { hasClockFault, settleClockFault } from './clockFault.ts'
import { holdValue } from './context.ts'
import { settleCourse } from './course.ts'
import { isFaultValue, type Plan } from './device.ts'
import { hasFaults, sampleOf, settleFaults, type Sample } from './faultValue.ts'
import { takeReading } from './fold.ts'
import { leaveWindow, pruneBeats } from './silence.ts'
import { WINDOW_MS, type DeviceState, type Episode } from './state.ts'
import { wakeTracks } from './track.ts'

/** Settles what is now more than the window behind the newest reading: it can't be re-judged any more. */
export function evict(state: DeviceState, plan: Plan): void {
  const cutoff = state.newest - WINDOW_MS
  const leaving: Sample[] | null = hasFaults(state) || hasClockFault(state) ? [] : null
  if (state.course !== undefined) settleCourse(state, plan, cutoff)
  for (const metric in state.windows) if (!isContext(plan, metric)) evictMetric(state, plan, metric as MetricName, cutoff, leaving)
  // What other metrics' rules look at stays until they are settled.
  for (const metric of plan.contexts) evictMetric(state, plan, metric, cutoff, leaving)
  if (leaving !== null && leaving.length > 0) settleHealth(state, leaving)
  if (state.silence.beats.length > 0) pruneBeats(state)
  if (state.tracks.length > 0) dropIdle(state, cutoff)
}

function settleHealth(state: DeviceState, leaving: Sample[]): void {
  settleFaults(state, leaving)
  settleClockFault(state, leaving.map((sample) => sample.ts))
}

function isContext(plan: Plan, metric: string): boolean {
  return plan.contexts.length > 0 && plan.contexts.includes(metric as MetricName)
}

function evictMetric(state: DeviceState, plan: Plan, metric: MetricName, cutoff: number, leaving: Sample[] | null): void {
  const window = state.windows[metric]
  if (window === undefined) return
  const { t, v } = window
  while (t.length > 0 && (t[0] ?? 0) < cutoff) {
    const ts = t.shift() ?? 0
    const value = v.shift() ?? 0
    leaveWindow(state, ts)
    if (isContext(plan, metric)) holdValue(state, metric, ts, value)
    leaving?.push(sampleOf(plan, ts, metric, value))
    if (!isFaultValue(plan, metric, value)) settle(state, plan, metric, ts, value)
  }
}

/** Moves one reading from the window into the state before it; an episode that ends there is final. */
function settle(state: DeviceState, plan: Plan, metric: MetricName, ts: number, value: number): void {
  wakeTracks(state, plan, metric, value)
  for (const track of state.tracks) {
    if (track.metric !== metric) continue
    const ended: Episode[] = []
    track.base = takeReading(state, track, track.base, ts, value, ended)
    if (ended.length > 0) track.known.splice(0, ended.length)
  }
}

function dropIdle(state: DeviceState, cutoff: number): void {
  let idle = false
  for (const track of state.tracks) {
    pruneChain(track, cutoff)
    idle ||= isIdle(track)
  }
  if (idle) state.tracks = state.tracks.filter((track) => !isIdle(track))
}
