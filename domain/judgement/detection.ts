import type { AlertVerdict } from '../alert.ts'
import type { Detection } from '../feed.ts'
import type { DetectionCriteria } from '../violation.ts'
import type { JudgedDevice } from './device.ts'
import { arrive } from './reading.ts'
import { hearBeat } from './silence.ts'
import { WINDOW_MS, type DeviceState, type Episode, type Known, type SightedEvent, type Sighting } from './state.ts'
import { open, verdictOf, type Subject } from './verdict.ts'

/** Sightings with no message for this long are forgotten; an alert that is still open then stays with the people. */
const FORGOTTEN_MS = 24 * 3_600_000

/**
 * Judges one message of a camera's event and changes `state` in place. There is one alert for a camera,
 * type and track within the cooldown, counted from the alert's opening; an event that belongs to an alert
 * stays with it until its end. What the camera does not say (confidence, share of frames) is not tested.
 * Without criteria the detection is a sign of life and nothing else.
 */
export function judgeDetection(state: DeviceState, camera: JudgedDevice, detection: Detection, criteria: DetectionCriteria | undefined): AlertVerdict[] {
  const verdicts: AlertVerdict[] = []
  arrive(state, camera, detection.receivedAt)
  hearBeat(state, camera, detection.ts, verdicts)
  if (criteria === undefined) return verdicts
  forget(state, detection.ts)
  const sighting = sightingOf(state, criteria.key, detection.track)
  const event = eventOf(sighting, detection)
  if (event === null) return verdicts
  const subject = subjectOf(camera, criteria.key)
  const belonged = event.joined
  if (!belonged && isConfirmed(event, detection, criteria)) join(state, subject, sighting, event, detection, criteria, verdicts)
  if (event.joined && isOver(sighting)) end(subject, sighting, detection, verdicts)
  else if (belonged) tell(subject, sighting, seen(sighting.alert, detection), detection, verdicts)
  return verdicts
}

/** Confident enough, in enough of the frames, and for long enough. */
function isConfirmed(event: SightedEvent, detection: Detection, criteria: DetectionCriteria): boolean {
  const { confidence, frames } = detection
  if (confidence !== null && confidence < criteria.minConfidence) return false
  if (criteria.minShare !== null && frames !== null && frames.hit < criteria.minShare * frames.total) return false
  return detection.ts - event.start >= criteria.persistMs
}

/** A confirmed event joins the alert of its sighting while that takes events in, or opens the next one. */
function join(state: DeviceState, subject: Subject, sighting: Sighting, event: SightedEvent, detection: Detection, criteria: DetectionCriteria, verdicts: AlertVerdict[]): void {
  event.joined = true
  const { alert } = sighting
  if (alert !== null && detection.ts < sighting.until) {
    const now = seen(alert, detection)
    const resolvedAt = event.ended && alert.resolvedAt !== null ? detection.ts : null
    tell(subject, sighting, now && { ...now, resolvedAt }, detection, verdicts)
    return
  }
  if (alert !== null && alert.resolvedAt === null) clear(subject, sighting, alert, alert.lastSeenAt, verdicts)
  for (const other of sighting.events) if (other !== event) other.joined = false
  sighting.snapshot = event.snapshot
  sighting.until = detection.ts + criteria.cooldownMs
  sighting.alert = open(subject, state.ordinals, opening(event, detection, criteria), verdicts, sighting.snapshot)
}

function opening(event: SightedEvent, detection: Detection, criteria: DetectionCriteria): Episode {
  return {
    version: 1, severity: criteria.severity, currentSeverity: criteria.severity, breachedAt: event.start, openedAt: detection.ts,
    lastSeenAt: detection.ts, resolvedAt: null, value: detection.confidence, limit: criteria.minConfidence, draftOrder: false,
  }
}

/** The alert after it was seen again: its value is the highest confidence. */
function seen(alert: Known | null, detection: Detection): Known | null {
  if (alert === null) return null
  const { value } = alert
  const confidence = detection.confidence
  return {
    ...alert,
    lastSeenAt: Math.max(alert.lastSeenAt, detection.ts),
    value: value === null ? confidence : Math.max(value, confidence ?? value),
  }
}

/** Tells an alert that was seen again, unless the message is an old one and changes nothing. */
function tell(subject: Subject, sighting: Sighting, now: Known | null, detection: Detection, verdicts: AlertVerdict[]): void {
  const told = sighting.alert
  if (told === null || now === null) return
  const surer = now.value !== told.value
  const picture = detection.snapshot !== null && (sighting.snapshot === null || surer) && detection.snapshot !== sighting.snapshot
  if (!surer && !picture && now.lastSeenAt === told.lastSeenAt && now.resolvedAt === told.resolvedAt) return
  if (picture) sighting.snapshot = detection.snapshot
  sighting.alert = { ...now, revision: told.revision + 1 }
  verdicts.push(verdictOf(subject, sighting.alert, 'updated', sighting.snapshot))
}

/** Whether every event that belongs to the alert has ended. */
function isOver(sighting: Sighting): boolean {
  return sighting.events.every((e) => e.ended || !e.joined)
}

/** The alert clears with the end of the last event that belongs to it. */
function end(subject: Subject, sighting: Sighting, detection: Detection, verdicts: AlertVerdict[]): void {
  const now = seen(sighting.alert, detection)
  if (now !== null && now.resolvedAt === null) clear(subject, sighting, now, now.lastSeenAt, verdicts)
}

function clear(subject: Subject, sighting: Sighting, alert: Known, at: number, verdicts: AlertVerdict[]): void {
  sighting.alert = { ...alert, resolvedAt: at, revision: alert.revision + 1 }
  verdicts.push(verdictOf(subject, sighting.alert, 'cleared', sighting.snapshot))
}

/** The event a message belongs to, brought up to date; null where it ended before. */
function eventOf(sighting: Sighting, detection: Detection): SightedEvent | null {
  const { ts } = detection
  let event = sighting.events.find((e) => e.id === detection.id)
  if (event === undefined) {
    event = { id: detection.id, start: ts, last: ts, ended: false, joined: false, snapshot: null }
    sighting.events.push(event)
  }
  if (event.ended) return null
  event.start = Math.min(event.start, ts)
  event.last = Math.max(event.last, ts)
  event.ended = detection.phase === 'end'
  // Cameras send the picture once, often with the start, before anything is confirmed.
  event.snapshot = detection.snapshot ?? event.snapshot
  return event
}

function sightingOf(state: DeviceState, type: string, track: string | null): Sighting {
  const known = state.sightings.find((s) => s.type === type && s.track === track)
  if (known !== undefined) return known
  const fresh: Sighting = { type, track, events: [], alert: null, snapshot: null, until: 0 }
  state.sightings.push(fresh)
  return fresh
}

/** Lets go of events long over, and of sightings that hold neither an event nor an alert that still takes any in. */
function forget(state: DeviceState, ts: number): void {
  for (const sighting of state.sightings) {
    const kept = sighting.events.filter((e) => ts - e.last < (e.ended ? WINDOW_MS : FORGOTTEN_MS))
    if (kept.length < sighting.events.length) sighting.events = kept
  }
  state.sightings = state.sightings.filter((s) => s.events.length > 0 || (s.alert !== null && ts < s.until))
}

function subjectOf(camera: JudgedDevice, key: string): Subject {
  return { deviceId: camera.id, ruleId: `violation-${key}`, metric: null, type: key, review: 'pending' }
}
