import type { JudgedDevice } from './device.ts'
import { NEVER, type DeviceState } from './state.ts'

/** More changes of the interval than this are forgotten, oldest first. */
const PACES_KEPT = 4

/** Takes up a changed interval: it holds for what comes after the newest reading so far. */
export function syncPace(state: DeviceState, device: JudgedDevice): void {
  if (state.intervalMs === device.intervalMs) return
  if (state.intervalMs !== undefined && state.heard !== NEVER) {
    state.paces.push({ until: state.heard, intervalMs: state.intervalMs })
    if (state.paces.length > PACES_KEPT) state.paces.shift()
  }
  state.intervalMs = device.intervalMs
}

/**
 * The longest time between two successive readings over which the condition is still known:
 * three intervals; without an interval, any. Where the interval changed between the two, the longer counts.
 */
export function longestGap(state: DeviceState, from: number, to: number): number {
  if (state.paces.length === 0) return threefold(state.intervalMs)
  return Math.max(threefold(intervalAt(state, from)), threefold(intervalAt(state, to)))
}

function intervalAt(state: DeviceState, ts: number): number | null | undefined {
  for (const pace of state.paces) if (ts <= pace.until) return pace.intervalMs
  return state.intervalMs
}

function threefold(intervalMs: number | null | undefined): number {
  return intervalMs === null || intervalMs === undefined ? Infinity : 3 * intervalMs
}
