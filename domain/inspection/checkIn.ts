import type { CheckIn } from '../inspection.ts'
import { failed, holds, passed, type Check } from '../proof/check.ts'
import type { Coordinates } from '../proof/capture.ts'
import { convertPoint } from '../proof/coordinates.ts'
import { checkPlace } from '../proof/place.ts'

const AROUND_MS = 5 * 60_000

/** What the phone says on arrival. Times are epoch milliseconds. */
export interface Arrival {
  readonly at: number
  readonly receivedAt: number
  readonly point: readonly [number, number]
  readonly accuracy: number
  readonly coordinates: Coordinates
}

/**
 * Proves time and place as for a photo of the proof: the server's own time of receipt rules, and the phone is at the
 * unit's registered point. A check-in made without a line arrives late: its time then rests on the phone's word alone,
 * which the check says; the commander may answer for it.
 */
export function checkInOf({ at, receivedAt, point, accuracy, coordinates }: Arrival, unitPoint: readonly [number, number]): CheckIn {
  const place = checkPlace({ capture: { point: [...point], accuracy, coordinates }, picture: { point: null }, circumstances: { unitPoint } })
  const checks = [checkTime(at, receivedAt), place]
  return { at: iso(at), receivedAt: iso(receivedAt), point: convertPoint(point, coordinates, 'wgs84'), accuracy, checks, holds: holds(checks) }
}

function checkTime(at: number, receivedAt: number): Check {
  const seconds = Math.round(Math.abs(receivedAt - at) / 1_000)
  return seconds * 1_000 > AROUND_MS ? failed('time', 'reported-late', { seconds }) : passed('time', 'in-time', { seconds })
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
