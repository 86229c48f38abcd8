import type { AlertVerdict } from '../alert.ts'
import type { Plan } from './device.ts'
import type { ClockFold, DeviceState, Episode } from './state.ts'
import { reconcile, type Subject } from './verdict.ts'
import { firstNotBefore } from './window.ts'

/** Readings in a row with a right time that end the fault. */
const RIGHT_AGAIN = 3

/** Whether wrong clocks play any part in this device's window. */
export function hasClockFault(state: DeviceState): boolean {
  return state.clockFault !== undefined
}

/** Judges whether the device's own clock runs ahead, after the values of this time have come into the windows. */
export function judgeClockFault(state: DeviceState, plan: Plan, ts: number, flagged: boolean, verdicts: AlertVerdict[]): void {
  const fault = (state.clockFault ??= { base: null, flagged: [], known: [] })
  if (flagged) {
    const at = firstNotBefore(fault.flagged, ts)
    if (fault.flagged[at] !== ts) fault.flagged.splice(at, 0, ts)
  }
  const episodes: Episode[] = []
  const wrong = new Set(fault.flagged)
  let fold = fault.base && { ...fault.base }
  for (const time of windowTimes(state)) fold = takeTime(fold, time, wrong.has(time), episodes)
  if (fold !== null) episodes.push(episodeOf(fold, null))
  const subject: Subject = { deviceId: plan.device.id, ruleId: 'device-clock', metric: null, type: 'clock', review: null }
  fault.known = reconcile(subject, state.ordinals, fault.known, episodes, verdicts)
}

/** Moves times that leave the window into the state before it, and forgets what is over. */
export function settleClockFault(state: DeviceState, leaving: readonly number[]): void {
  const fault = state.clockFault
  if (fault === undefined) return
  const ended: Episode[] = []
  const wrong = new Set(fault.flagged)
  const times = [...new Set(leaving)].sort((a, b) => a - b)
  for (const ts of times) fault.base = takeTime(fault.base, ts, wrong.has(ts), ended)
  fault.known.splice(0, ended.length)
  fault.flagged = fault.flagged.filter((ts) => !times.includes(ts))
  if (fault.base === null && fault.flagged.length === 0 && fault.known.length === 0) state.clockFault = undefined
}

function takeTime(fold: ClockFold | null, ts: number, wrong: boolean, ended: Episode[]): ClockFold | null {
  if (wrong) return { breachedAt: fold?.breachedAt ?? ts, lastSeen: ts, right: 0 }
  if (fold === null) return null
  fold.right++
  if (fold.right < RIGHT_AGAIN) return fold
  ended.push(episodeOf(fold, ts))
  return null
}

function windowTimes(state: DeviceState): number[] {
  const times = new Set<number>()
  for (const window of Object.values(state.windows)) for (const ts of window.t) times.add(ts)
  return [...times].sort((a, b) => a - b)
}

function episodeOf(fold: ClockFold, resolvedAt: number | null): Episode {
  return {
    version: 1, severity: 'minor', currentSeverity: 'minor', breachedAt: fold.breachedAt, openedAt: fold.breachedAt,
    lastSeenAt: fold.lastSeen, resolvedAt, value: null, limit: null, draftOrder: false,
  }
}
