import type { Detection } from '../feed.ts'
import { WINDOW_MS, type DeviceState, type SightedEvent, type Sighting } from './state.ts'

/** Sightings with no message for this long are forgotten; an alert that is still open then stays with the people. */
const FORGOTTEN_MS = 24 * 3_600_000
/** Cameras that end no event, or give every picture a track of its own, must not fill the state: the newest stay. */
const MAX_EVENTS = 300
const MAX_SIGHTINGS = 300

/** The event a message belongs to, brought up to date; null where it ended before. */
export function eventOf(sighting: Sighting, detection: Detection): { event: SightedEvent; advances: boolean } | null {
  const { ts } = detection
  let event = sighting.events.find((e) => e.id === detection.id)
  const advances = event === undefined || ts > event.last
  if (event === undefined) {
    event = { id: detection.id, start: ts, last: ts, ended: false, joined: false, snapshot: null }
    sighting.events.push(event)
    if (sighting.events.length > MAX_EVENTS) sighting.events.splice(0, sighting.events.length - MAX_EVENTS)
  }
  if (event.ended) return null
  event.start = Math.min(event.start, ts)
  event.last = Math.max(event.last, ts)
  event.ended = detection.phase === 'end'
  // Cameras send the picture once, often with the start, before anything is confirmed.
  event.snapshot = detection.snapshot ?? event.snapshot
  return { event, advances }
}

/** What the camera saw so far of this type on this track. */
export function sightingOf(state: DeviceState, type: string, track: string | null): Sighting {
  const known = state.sightings.find((s) => s.type === type && s.track === track)
  if (known !== undefined) return known
  const fresh: Sighting = { type, track, events: [], alert: null, snapshot: null, until: 0 }
  state.sightings.push(fresh)
  if (state.sightings.length > MAX_SIGHTINGS) state.sightings.splice(0, state.sightings.length - MAX_SIGHTINGS)
  return fresh
}

/** Lets go of events long over, and of sightings that hold neither an event nor an alert that still takes any in. */
export function forget(state: DeviceState, ts: number): void {
  for (const sighting of state.sightings) {
    const kept = sighting.events.filter((e) => ts - e.last < (e.ended ? WINDOW_MS : FORGOTTEN_MS))
    if (kept.length < sighting.events.length) sighting.events = kept
  }
  state.sightings = state.sightings.filter((s) => s.events.length > 0 || (s.alert !== null && ts < s.until))
}
