import type { TriedDevice } from './task.ts'

const DAY = 86_400_000
const HOUR = 3_600_000
/** Readings taken from the database at once: some megabytes. */
const READINGS_A_BITE = 250_000
/** A device that speaks on change is taken to speak this often. */
const ON_CHANGE_MS = 5 * 60_000

export interface Bite {
  readonly from: number
  readonly to: number
}

/** About how many readings a series of each device has in the span. */
export function expectedReadings(devices: readonly TriedDevice[], from: number, to: number): number {
  return devices.reduce((sum, device) => sum + (to - from) / (device.intervalMs ?? ON_CHANGE_MS), 0)
}

/** So many devices go through history together that a day of theirs is about one bite. */
export function groupsOf(devices: readonly TriedDevice[]): TriedDevice[][] {
  const groups: TriedDevice[][] = []
  let expected = Infinity
  for (const device of devices) {
    const daily = expectedReadings([device], 0, DAY)
    if (expected + daily > READINGS_A_BITE) {
      groups.push([])
      expected = 0
    }
    groups.at(-1)?.push(device)
    expected += daily
  }
  return groups
}

/** Spans of the whole, in their order, each with about as many readings of the group as a bite holds. */
export function bitesOf(group: readonly TriedDevice[], from: number, to: number): Bite[] {
  const perMs = expectedReadings(group, 0, 1)
  const length = Math.max(HOUR, Math.floor(READINGS_A_BITE / perMs / HOUR) * HOUR)
  const bites: Bite[] = []
  for (let start = from; start < to; start += length) bites.push({ from: start, to: Math.min(to, start + length) })
  return bites
}
