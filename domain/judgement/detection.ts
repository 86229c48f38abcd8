import type { AlertVerdict } from '../alert.ts'
import type { Detection } from '../feed.ts'
import type { DetectionCriteria } from '../violation.ts'
import { isBelieved, isConfirmed, takeIntoRun } from './confirmation.ts'
import type { JudgedDevice } from './device.ts'
import { arrive } from './reading.ts'
import { eventOf, forget, sightingOf } from './sighting.ts'
import { hearBeat } from './silence.ts'
import type { DeviceState, Episode, Known, SightedEvent, Sighting } from './state.ts'
import { open, verdictOf, type Subject } from './verdict.ts'

/**
 * Judges one message of a camera's event and changes `state` in place. There is one alert for a camera,
 * type and track within the cooldown, counted from the alert's opening: it counts every event that is believed
 * meanwhile (`occurrences`), and a confirmed one belongs to it until its end. Without criteria the detection is a
 * sign of life and nothing else.
 */
export function judgeDetection(state: DeviceState, camera: JudgedDevice, detection: Detection, criteria: DetectionCriteria | null): AlertVerdict[] {
  const verdicts: AlertVerdict[] = []
  arrive(state, camera, detection.receivedAt)
  hearBeat(state, camera, detection.ts, verdicts)
  if (criteria === null) return verdicts
  forget(state, detection.ts)
  const sighting = sightingFor(state, criteria, detection)
  const found = eventOf(sighting, detection)
  if (found === null) return verdicts
  const { event, advances } = found
  const subject = subjectOf(camera, criteria.key)
  const belonged = event.joined
  const believed = isBelieved(detection, criteria)
  if (believed) takeIntoRun(sighting, event, detection.ts, criteria, advances)
  const more = believed && countIn(sighting, detection.ts)
  if (believed && !belonged && isConfirmed(sighting, event, detection, criteria)) join(state, subject, sighting, event, detection, criteria, verdicts)
  else if (more) tell(subject, sighting, seen(sighting.alert, detection), detection, verdicts)
  if (event.joined && isOver(sighting)) end(subject, sighting, detection, verdicts)
  else if (belonged) tell(subject, sighting, seen(sighting.alert, detection), detection, verdicts)
  return verdicts
}

/** Where all tracks are one at night, an event that lasts over the edge of the night stays where it began. */
function sightingFor(state: DeviceState, { key, anyTrack }: DetectionCriteria, { id, track }: Detection): Sighting {
  const begun = anyTrack === undefined ? undefined
    : state.sightings.find((s) => s.type === key && (s.track === null || s.track === track) && s.events.some((event) => event.id === id && !event.ended))
  return begun ?? sightingOf(state, key, anyTrack === true ? null : track)
}

/** Counts what the run has new towards an alert that still takes events in. */
function countIn(sighting: Sighting, ts: number): boolean {
  const { run } = sighting
  if (run === undefined || run.events === 0 || sighting.alert === null || ts >= sighting.until) return false
  sighting.occurrences = (sighting.occurrences ?? 1) + run.events
  run.events = 0
  return true
}

/** A confirmed event joins the alert of its sighting while that takes events in, or opens the next one, if the camera's word is enough. */
function join(state: DeviceState, subject: Subject, sighting: Sighting, event: SightedEvent, detection: Detection, criteria: DetectionCriteria, verdicts: AlertVerdict[]): void {
  const { alert } = sighting
  if (alert !== null && detection.ts < sighting.until) {
    event.joined = true
    const now = seen(alert, detection)
    const resolvedAt = event.ended && alert.resolvedAt !== null ? detection.ts : null
    tell(subject, sighting, now && { ...now, resolvedAt }, detection, verdicts)
    return
  }
  if (!criteria.opens) return
  event.joined = true
  if (alert !== null && alert.resolvedAt === null) clear(subject, sighting, alert, alert.lastSeenAt, verdicts)
  for (const other of sighting.events) if (other !== event) other.joined = false
  const { run } = sighting
  // A run that goes on over the merge window lends its beginning to the first alert only.
  const since = run !== undefined && run.since >= (alert?.openedAt ?? -Infinity) ? run.since : event.start
  const breachedAt = Math.min(event.start, since)
  sighting.snapshot = event.snapshot
  sighting.until = detection.ts + criteria.cooldownMs
  sighting.occurrences = Math.max(1, run?.events ?? 1)
  sighting.told = sighting.occurrences
  if (run !== undefined) run.events = 0
  sighting.alert = open(counted(subject, sighting), state.ordinals, opening(breachedAt, detection, criteria), verdicts, sighting.snapshot)
}

function opening(breachedAt: number, detection: Detection, criteria: DetectionCriteria): Episode {
  return {
    version: 1, severity: criteria.severity, currentSeverity: criteria.severity, breachedAt, openedAt: detection.ts,
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
  const more = sighting.occurrences !== sighting.told
  if (!surer && !picture && !more && now.lastSeenAt === told.lastSeenAt && now.resolvedAt === told.resolvedAt) return
  if (picture) sighting.snapshot = detection.snapshot
  sighting.told = sighting.occurrences
  sighting.alert = { ...now, revision: told.revision + 1 }
  verdicts.push(verdictOf(counted(subject, sighting), sighting.alert, 'updated', sighting.snapshot))
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
  sighting.told = sighting.occurrences
  sighting.alert = { ...alert, resolvedAt: at, revision: alert.revision + 1 }
  verdicts.push(verdictOf(counted(subject, sighting), sighting.alert, 'cleared', sighting.snapshot))
}

function subjectOf(camera: JudgedDevice, key: string): Subject {
  return { deviceId: camera.id, ruleId: `violation-${key}`, metric: null, type: key, review: 'pending' }
}

/** The subject with the number of events that stand behind its alert. */
function counted(subject: Subject, sighting: Sighting): Subject {
  return { ...subject, occurrences: sighting.occurrences ?? 1 }
}
