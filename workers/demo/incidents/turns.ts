import type { DeviceFields } from '../../../stores/postgres/devices.ts'
import { hashOf } from '../chance.ts'

/** Devices that take turns in a mixed order, each as often as every other, so that none is hit twice in a row. */
export class Turns {
  readonly #devices: readonly DeviceFields[]

  constructor(devices: readonly DeviceFields[]) {
    this.#devices = [...devices].sort((a, b) => hashOf('turn', a.id) - hashOf('turn', b.id))
  }

  /** Whose turn it is; null where there are no devices. */
  take(number: number): DeviceFields | null {
    const count = this.#devices.length
    return count === 0 ? null : (this.#devices[((number % count) + count) % count] ?? null)
  }
}
