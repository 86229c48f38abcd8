import type { DeviceFields } from '../../../stores/postgres/devices.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** Devices keep what they could not tell for a day. */
const KEPT_MS = 24 * HOUR

/**
 * What a device tells of the past when the demonstration begins, so that curves have a past at once. Of what a camera
 * sees, some must last a quarter of an hour before it counts.
 */
const PAST_MS: Readonly<Record<string, number>> = { camera: 16 * MINUTE, 'kitchen-gas': 2 * MINUTE, ammonia: 2 * MINUTE, door: 20 * MINUTE }
const ORDINARY_PAST_MS = 6 * HOUR

/** From when on a device speaks: after what was told before this start, or at the very first, from a while ago. */
export function beginningOf(device: DeviceFields, now: number, toldUntil: number | null): number {
  if (toldUntil !== null) return Math.min(now, Math.max(toldUntil, now - KEPT_MS))
  return now - (PAST_MS[device.profile] ?? ORDINARY_PAST_MS)
}

/** What gives the wall life goes first: what has little of a past to tell, and the unit that is shown. */
export function inOrder(fleet: readonly DeviceFields[]): DeviceFields[] {
  const shown = fleet[0]?.unit
  const rank = (device: DeviceFields): number => (device.profile in PAST_MS ? 0 : device.unit === shown ? 1 : 2)
  return [...fleet].sort((a, b) => rank(a) - rank(b))
}

/** Fast devices keep each third of their older readings, the others each second. */
export function strideOf(device: DeviceFields): number {
  return device.interval !== null && device.interval <= 10 ? 3 : 2
}
