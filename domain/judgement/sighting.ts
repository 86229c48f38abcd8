import type { Detection } from '../feed.ts'
import { WINDOW_MS, type DeviceState, type SightedEvent, type Sighting } from './state.ts'

/** Sightings with no message for this long are forgotten; an alert that is still open then stays with the people. */
const FORGOTTEN_MS = 24 * 3_600_000
/** Cameras that end no event, or give every picture a track of its own, must not fill the state: the newest stay. */
const MAX_EVENTS = 500
const MAX_SIGHTINGS = 300

/** The event a message belongs to, brought up to date; null where it ended before. */
export function eventOf(sighting: Sighting, detection: Detection): { event: SightedEvent; advances: boolean } | null {
  const { ts } = detection
  let event = sighting.events.find((e) => e.id === detection.id)
  const advances = event === undefined || ts > event.last
  if (event === undefined) {
    event = { id: detection.id, start: ts, last: ts, ended: false, joined: false, snapshot: null }
    sighting.events.push(event)
    if (sighting.events.length > MAX_EVENTS) drop(sighting.events, (e) => e.ended)
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
  if (state.sightings.length > MAX_SIGHTINGS) drop(state.sightings, (s) => s.alert === null)
  return fresh
}

/** Lets go of the oldest of those that can be spared, or of all. */
function drop<T>(list: T[], canBeSpared: (one: T) => boolean): void {
  list.splice(Math.max(0, list.findIndex(canBeSpared)), 1)
}

/** Moves what was seen on a track, its confirmed event and others, and what of them no alert has counted, into another sighting, which it returns. */
export function mergeInto(into: Sighting, from: Sighting, state: DeviceState): Sighting {
  into.events.push(...from.events)
  while (into.events.length > MAX_EVENTS) drop(into.events, (e) => e.ended)
  const [a, b] = [into.run, from.run]
  // A run that broke has forgotten the event that outlasted it, which is one all the same.
  const events = (a?.events ?? 0) + Math.max(1, b?.events ?? 0)
  if (b !== undefined) into.run = { since: Math.min(a?.since ?? b.since, b.since), last: Math.max(a?.last ?? b.last, b.last), events }
  if (from.hits !== undefined) into.hits = [...(into.hits ?? []), ...from.hits].sort((x, y) => x - y)
  state.sightings = state.sightings.filter((sighting) => sighting !== from)
  return into
}

/** Lets go of events long over, and of sightings that hold neither an event nor an alert that still takes any in. */
export function forget(state: DeviceState, ts: number): void {
  for (const sighting of state.sightings) {
    const kept = sighting.events.filter((e) => ts - e.last < (e.ended ? WINDOW_MS : FORGOTTEN_MS))
    if (kept.length < sighting.events.length) sighting.events = kept
  }
  state.sightings = state.sightings.filter((s) => s.events.length > 0 || (s.alert !== null && ts < s.until))
}
