import type { Connections, Identity } from './connections.ts'
import type { RecordedReading } from './recording.ts'
import type { Tally } from './tally.ts'

/** Readings in one message at most, where many are due at once. */
const BATCH = 200
/** Messages waiting for their acknowledgement, of all devices. */
const IN_FLIGHT = 64

/** Gathers what is due into messages, a device at a time and in order, and bounds what is out. */
export class Outbox {
  readonly #connections: Connections
  readonly #tally: Tally
  readonly #identityOf: (device: string) => Identity | string
  readonly #shift: number
  readonly #batches = new Map<string, RecordedReading[]>()
  readonly #out = new Set<Promise<void>>()

  constructor(parts: { connections: Connections; tally: Tally; identityOf: (device: string) => Identity | string; shift: number }) {
    this.#connections = parts.connections
    this.#tally = parts.tally
    this.#identityOf = parts.identityOf
    this.#shift = parts.shift
  }

  get inFlight(): number {
    return this.#out.size
  }

  async add(reading: RecordedReading): Promise<void> {
    const batch = this.#batches.get(reading.device)
    if (!batch) this.#batches.set(reading.device, [reading])
    else if (batch.push(reading) >= BATCH) await this.#send(reading.device)
  }

  /** Sends everything gathered. */
  async flush(): Promise<void> {
    for (const device of this.#batches.keys()) await this.#send(device)
  }

  /** Waits until all is acknowledged or given up. */
  async drained(): Promise<void> {
    while (this.#out.size > 0) await Promise.all(this.#out)
  }

  async #send(device: string): Promise<void> {
    const batch = this.#batches.get(device) ?? []
    this.#batches.delete(device)
    while (this.#out.size >= IN_FLIGHT) await Promise.race(this.#out)
    const sending = this.#publish(device, batch).finally(() => this.#out.delete(sending))
    this.#out.add(sending)
  }

  async #publish(device: string, batch: readonly RecordedReading[]): Promise<void> {
    const items = batch.map(({ ts, values }) => ({ ts: ts + this.#shift, values }))
    this.#tally.sent += batch.length
    this.#tally.at = batch.at(-1)?.ts ?? this.#tally.at
    const identity = this.#identityOf(device)
    try {
      if (typeof identity === 'string') throw new Error(identity)
      await this.#connections.publish(identity, `mingjian/${device}/readings`, JSON.stringify(items.length === 1 ? items[0] : items))
      this.#tally.took(batch.length, Date.now())
    } catch (error) {
      this.#tally.failed(batch.length, (error as Error).message)
    }
  }
}
