import type { AlertVerdict } from '../alert.ts'
import type { DetectionCriteria } from '../detectionCriteria.ts'
import type { Detection } from '../feed.ts'
import { isBelieved, isConfirmed, takeIntoRun } from './confirmation.ts'
import type { JudgedDevice } from './device.ts'
import { arrive } from './reading.ts'
import { eventOf, forget, mergeInto, sightingOf } from './sighting.ts'
import { hearBeat } from './silence.ts'
import type { DeviceState, Episode, Known, SightedEvent, Sighting } from './state.ts'
import { open, verdictOf, type Subject } from './verdict.ts'

/**
 * Judges one message of a camera's event and changes `state` in place. There is one alert for a camera, type and track
 * (of the tracks beyond the first few, one for all) within the cooldown, counted from the alert's opening: it counts every
 * event that is believed meanwhile (`occurrences`), and a confirmed one belongs to it until its end. An alert stays with the
 * rule and the version that opened it, whatever judges later. Without criteria a detection opens and counts nothing: it is
 * a sign of life, and may go on with, or end, an event that belongs to an alert.
 */
export function judgeDetection(state: DeviceState, camera: JudgedDevice, detection: Detection, criteria: DetectionCriteria | null): AlertVerdict[] {
  const verdicts: AlertVerdict[] = []
  arrive(state, camera, detection.receivedAt)
  hearBeat(state, camera, detection.ts, verdicts)
  forget(state, detection.ts)
  const first = criteria === null ? joinedBy(state, detection) : sightingFor(state, criteria, detection)
  const found = first && eventOf(first, detection)
  if (first === null || found === null) return verdicts
  const { event, advances } = found
  const belonged = event.joined
  const believed = criteria !== null && isBelieved(detection, criteria)
  if (believed) takeIntoRun(first, event, detection.ts, criteria, advances)
  const joins = believed && !belonged && isConfirmed(first, event, detection, criteria)
  const sighting = joins && criteria.opens ? placeFor(state, first, detection.ts) : first
  const more = believed && countIn(sighting, detection.ts)
  if (joins) join(state, camera, sighting, event, detection, criteria, verdicts)
  else if (more) tell(subjectOf(camera, sighting), sighting, seen(sighting.alert, detection), detection, verdicts)
  if (event.joined && isOver(sighting)) end(subjectOf(camera, sighting), sighting, detection, verdicts)
  else if (belonged) tell(subjectOf(camera, sighting), sighting, seen(sighting.alert, detection), detection, verdicts)
  return verdicts
}

/** What a message belongs to that no rule judges (any more): the alert that its event is part of. */
function joinedBy(state: DeviceState, { type, id }: Detection): Sighting | null {
  return state.sightings.find((sighting) => sighting.type === type && sighting.events.some((event) => event.id === id && event.joined)) ?? null
}

/** So many tracks of one kind have alerts of their own at a time; what a crowded picture shows beyond them is one. */
const OWN_TRACKS = 5
/** So many tracks of one kind are followed each by itself, certain or not. */
const FOLLOWED_TRACKS = 50

/** Where all tracks are one, by night or in a crowd, an event that lasts over the edge of that stays where it began. */
function sightingFor(state: DeviceState, { type, anyTrack }: DetectionCriteria, { id, track, ts }: Detection): Sighting {
  const own = state.sightings.filter((sighting) => sighting.type === type)
  const begun = own.find((sighting) => (sighting.track === null || sighting.track === track) && sighting.events.some((event) => event.id === id))
  return begun ?? sightingOf(state, type, anyTrack === true || isCrowd(own, track, ts) ? null : track)
}

/** Whether others have alerts of their own already that still take events in, as many as may, and this track has none; or too many are followed. */
function isCrowd(own: readonly Sighting[], track: string | null, ts: number): boolean {
  const followed = own.filter((sighting) => sighting.track !== null)
  const standing = followed.filter((sighting) => sighting.alert !== null && ts < sighting.until)
  if (standing.length >= OWN_TRACKS) return !standing.some((sighting) => sighting.track === track)
  return followed.length >= FOLLOWED_TRACKS && !followed.some((sighting) => sighting.track === track)
}

/** Where a confirmed event belongs: its own sighting, unless so many others had their alerts meanwhile that it goes to those of the crowd. */
function placeFor(state: DeviceState, sighting: Sighting, ts: number): Sighting {
  const { type, track, alert } = sighting
  const isFree = alert === null || (alert.resolvedAt !== null && ts >= sighting.until)
  if (track === null || !isFree || !isCrowd(state.sightings.filter((other) => other.type === type), track, ts)) return sighting
  return mergeInto(sightingOf(state, type, null), sighting, state)
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
function join(state: DeviceState, camera: JudgedDevice, sighting: Sighting, event: SightedEvent, detection: Detection, criteria: DetectionCriteria, verdicts: AlertVerdict[]): void {
  const { alert } = sighting
  const subject = subjectOf(camera, sighting)
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
  sighting.rule = criteria.ruleId
  sighting.snapshot = event.snapshot
  sighting.until = detection.ts + criteria.cooldownMs
  sighting.occurrences = Math.max(1, run?.events ?? 1)
  sighting.told = sighting.occurrences
  if (run !== undefined) run.events = 0
  sighting.alert = open(counted(subjectOf(camera, sighting), sighting), state.ordinals, opening(breachedAt, detection, criteria), verdicts, sighting.snapshot)
}

function opening(breachedAt: number, detection: Detection, criteria: DetectionCriteria): Episode {
  return {
    version: criteria.version, severity: criteria.severity, currentSeverity: criteria.severity, breachedAt, openedAt: detection.ts,
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

/** Alerts of before rules were several are of the shipped one. */
function subjectOf(camera: JudgedDevice, { rule, type }: Sighting): Subject {
  return { deviceId: camera.id, ruleId: rule ?? `violation-${type}`, metric: null, type, review: 'pending' }
}

/** The subject with the number of events that stand behind its alert. */
function counted(subject: Subject, sighting: Sighting): Subject {
  return { ...subject, occurrences: sighting.occurrences ?? 1 }
}
