import type { AlertVerdict } from '../alert.ts'
import { METRICS } from '../metrics.ts'
import { calibrationDue, judgeCalibration } from './calibration.ts'
import { syncRules } from './chain.ts'
import { planOf, type JudgedDevice } from './device.ts'
import { nextMoment } from './fold.ts'
import { syncPace } from './pace.ts'
import { judgeSilence, silenceDue } from './silence.ts'
import { NEVER, WINDOW_MS, type DeviceState, type Track } from './state.ts'
import { rejudge, viewOf } from './track.ts'

/**
 * A device whose newest reading was already older than the window when it came is being fed from a
 * recording: its on-change values are held to be over only when nothing more has come for this long,
 * so that the pause between two batches raises nothing. Milliseconds.
 */
const RECORDING_PAUSE_MS = 2_000

/** What the passing of our own time says: silence, a calibration that is due, and the durations of on-change values. Changes `state` in place. */
export function judgeClock(state: DeviceState, device: JudgedDevice, now: number): AlertVerdict[] {
  const verdicts: AlertVerdict[] = []
  syncPace(state, device)
  const plan = planOf(device)
  syncRules(state, plan)
  judgeSilence(state, device, now, verdicts)
  judgeCalibration(state, device, now, verdicts)
  if (now >= recordingPause(state)) {
    for (const track of state.tracks) if (runClock(track, now)) rejudge(state, plan, track, verdicts)
  }
  return verdicts
}

/** The time, by our clock, at which `judgeClock` could next say something new; null where only a reading could. */
export function nextDue(state: DeviceState, device: JudgedDevice): number | null {
  let due = Math.min(silenceDue(state, device) ?? Infinity, calibrationDue(state, device) ?? Infinity)
  for (const track of state.tracks) {
    const moment = trackDue(track)
    if (moment !== null) due = Math.min(due, Math.max(moment, recordingPause(state)))
  }
  return due === Infinity ? null : due
}

/** Moves a track's clock over every moment up to `now`; whether there was any. */
function runClock(track: Track, now: number): boolean {
  let moved = false
  for (let due = trackDue(track); due !== null && due <= now; due = trackDue(track)) {
    track.clock = due
    moved = true
  }
  return moved
}

/** The next moment at which the value that holds would change where the rule stands. */
function trackDue(track: Track): number | null {
  if (!METRICS[track.metric].onChange || track.head === null) return null
  const view = viewOf(track, track.head, [])
  return view === null ? null : nextMoment(track, view)
}

function recordingPause(state: DeviceState): number {
  if (state.lastArrival === NEVER || state.newest === NEVER || state.lastArrival - state.newest <= WINDOW_MS) return -Infinity
  return state.lastArrival + RECORDING_PAUSE_MS
}
