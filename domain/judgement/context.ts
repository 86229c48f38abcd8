import type { MetricName } from '../metrics.ts'
import { firstNotBefore } from './window.ts'
import type { DeviceState } from './state.ts'

/** What else a device says at the time of a reading. */
export interface Context {
  /** Since when the door has stood open, epoch ms; null where it is shut or nobody knows. */
  readonly openSince: number | null
  /** Since when power has been off; null where it is on or nobody knows. */
  readonly offSince: number | null
}

export function contextAt(state: DeviceState, ts: number): Context {
  return { openSince: since(state, 'door', 1, ts), offSince: since(state, 'power', 0, ts) }
}

/** Since when an on-change metric has had a value at a time; null where it had another then. */
function since(state: DeviceState, metric: MetricName, value: number, ts: number): number | null {
  const window = state.windows[metric]
  let start: number | null = null
  for (let i = window === undefined ? -1 : firstNotBefore(window.t, ts + 1) - 1; i >= 0; i--) {
    if (window?.v[i] !== value) return start
    start = window.t[i] ?? null
  }
  const held = state.held?.[metric]
  return held !== undefined && held[1] === value ? held[0] : start
}

/** Remembers a value that leaves the window: it may hold on for what is still in it. */
export function holdValue(state: DeviceState, metric: MetricName, ts: number, value: number): void {
  state.held ??= {}
  if (state.held[metric]?.[1] !== value) state.held[metric] = [ts, value]
}

/** Whether a value that is in its window is another than the one that held before it. */
export function isChange(state: DeviceState, metric: MetricName, ts: number): boolean {
  const window = state.windows[metric]
  if (window === undefined) return false
  const at = firstNotBefore(window.t, ts)
  const before = at > 0 ? window.v[at - 1] : state.held?.[metric]?.[1]
  return before !== window.v[at]
}
