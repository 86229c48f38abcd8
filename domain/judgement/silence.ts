import type { AlertVerdict } from '../alert.ts'
import { worstSeverity, type Severity } from '../severity.ts'
import type { JudgedDevice } from './device.ts'
import { livingTime, nextAsking } from './gatewayLife.ts'
import { longestGap } from './pace.ts'
import { NEVER, WINDOW_MS, type DeviceState, type Episode, type Known } from './state.ts'
import { reconcile, type Subject } from './verdict.ts'
import { firstNotBefore } from './window.ts'

export const SILENCE_RULE = 'device-silence'

/** A control point is critically silent after this long. Milliseconds. */
const CRITICAL_SILENCE_MS = 30 * 60_000

/** Takes note that something of this time came: it may end a silence, show one, or fill one that seemed to be. */
export function hear(state: DeviceState, device: JudgedDevice, ts: number, verdicts: AlertVerdict[]): void {
  const { silence, heard } = state
  if (device.isGateway === true) {
    if (ts > heard) state.heard = ts
    return
  }
  if (ts > heard) {
    state.heard = ts
    if (heard === NEVER) return
    const gap = gapBetween(state, device, heard, ts)
    const last = silence.known.at(-1)
    const raised = last !== undefined && last.resolvedAt === null ? last : undefined
    if (gap === null && raised === undefined) return
    const episodes: Episode[] = raised === undefined ? silence.known.slice() : silence.known.slice(0, -1)
    if (gap !== null) episodes.push(raised === undefined ? gap : withSeverity(gap, worstSeverity(gap.severity, raised.severity)))
    tell(state, device, episodes, verdicts)
  } else if (silence.known.length > 0 || silence.before === NEVER) {
    // A late time can only narrow a gap, unless it is the earliest of all: then it may show one.
    tell(state, device, gaps(state, device), verdicts)
  }
}

/** A heartbeat or detection: a dated sign of life that is no reading. */
export function hearBeat(state: DeviceState, device: JudgedDevice, ts: number, verdicts: AlertVerdict[]): void {
  const { beats } = state.silence
  if (ts < state.heard - WINDOW_MS) return
  const at = firstNotBefore(beats, ts)
  if (beats[at] === ts) return
  beats.splice(at, 0, ts)
  hear(state, device, ts, verdicts)
  pruneBeats(state)
}

/** Silence by our clock: nothing has arrived for three intervals. */
export function judgeSilence(state: DeviceState, device: JudgedDevice, now: number, verdicts: AlertVerdict[]): void {
  const due = silenceDue(state, device)
  if (due === null || now < due) return
  const last = state.silence.known.at(-1)
  const told = last !== undefined && last.resolvedAt === null ? state.silence.known.slice(0, -1) : state.silence.known
  const limit = longestGap(state, state.heard, Infinity)
  const raised = last !== undefined && last.resolvedAt === null
  // Silent behind a silent gateway: the gateway's alert says so.
  if (!raised && livingTime(state.gateway, state.lastArrival, now) < limit) return
  const severity = severityOf(device, now - state.lastArrival, limit)
  tell(state, device, [...told, silenceEpisode(state.heard, limit, null, severity)], verdicts)
}

/** When, by our clock, silence could next have something new to say. */
export function silenceDue(state: DeviceState, device: JudgedDevice): number | null {
  if (state.lastArrival === NEVER || state.heard === NEVER || device.intervalMs === null || device.isGateway === true) return null
  const limit = longestGap(state, state.heard, Infinity)
  const last = state.silence.known.at(-1)
  const raised = last !== undefined && last.resolvedAt === null
  if (limit === Infinity) return null
  if (!raised) return Math.max(state.lastArrival + limit, nextAsking(state.gateway, state.lastArrival, limit))
  return device.ccp && last.severity !== 'critical' ? state.lastArrival + Math.max(CRITICAL_SILENCE_MS, limit) : null
}

/** Remembers that a time has left the window. */
export function leaveWindow(state: DeviceState, ts: number): void {
  const { silence } = state
  if (silence.before >= ts) return
  silence.before = ts
  const first = silence.known[0]
  if (first !== undefined && first.resolvedAt !== null && first.resolvedAt <= ts) {
    silence.known = silence.known.filter((k) => k.resolvedAt === null || k.resolvedAt > ts)
  }
}

/** Lets go of the heartbeats that are out of the window. */
export function pruneBeats(state: DeviceState): void {
  const { beats } = state.silence
  const cutoff = state.heard - WINDOW_MS
  while (beats.length > 0 && (beats[0] ?? 0) < cutoff) leaveWindow(state, beats.shift() ?? 0)
}

function tell(state: DeviceState, device: JudgedDevice, episodes: readonly Episode[], verdicts: AlertVerdict[]): void {
  const subject: Subject = { deviceId: device.id, ruleId: SILENCE_RULE, metric: null, type: 'silence', review: null }
  state.silence.known = reconcile(subject, state.ordinals, state.silence.known, episodes, verdicts)
}

/** All gaps of the window, and the silence raised by our clock if it still lasts. */
function gaps(state: DeviceState, device: JudgedDevice): Episode[] {
  const found: Episode[] = []
  let from = state.silence.before
  for (const ts of times(state)) {
    const gap = from === NEVER ? null : gapBetween(state, device, from, ts)
    if (gap !== null) found.push(gap)
    from = ts
  }
  const last: Known | undefined = state.silence.known.at(-1)
  if (last !== undefined && last.resolvedAt === null) found.push(last)
  return found
}

/** All times in the window, oldest first. A time may stand there twice: that is no gap. */
function times(state: DeviceState): number[] {
  const { before } = state.silence
  const all = state.silence.beats.filter((t) => t > before)
  for (const window of Object.values(state.windows)) for (const t of window.t) if (t > before) all.push(t)
  return all.sort((a, b) => a - b)
}

function gapBetween(state: DeviceState, device: JudgedDevice, from: number, to: number): Episode | null {
  const limit = longestGap(state, from, to)
  return to - from > limit && livingTime(state.gateway, from, to) > limit ? silenceEpisode(from, limit, to, severityOf(device, to - from, limit)) : null
}

export function severityOf(device: Pick<JudgedDevice, 'ccp'>, silentMs: number, limit: number): Severity {
  return device.ccp && silentMs >= Math.max(CRITICAL_SILENCE_MS, limit) ? 'critical' : 'minor'
}

export function silenceEpisode(from: number, limit: number, to: number | null, severity: Severity): Episode {
  return {
    version: 1, severity, currentSeverity: severity, breachedAt: from, openedAt: from + limit,
    lastSeenAt: to ?? from + limit, resolvedAt: to, value: null, limit: null, draftOrder: false,
  }
}

function withSeverity(gap: Episode, severity: Severity): Episode {
  return { ...gap, severity, currentSeverity: severity }
}
