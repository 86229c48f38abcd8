import type { Connections, Identity } from './connections.ts'
import type { RecordedReading } from './recording.ts'
import type { Tally } from './tally.ts'

/** Readings in one message at most, where many are due at once. */
const BATCH = 200
/** Messages waiting for their acknowledgement, of all devices. */
const IN_FLIGHT = 128
/** Readings kept back at most; past it the file is read no further until some are acknowledged. */
const MOST_WAITING = 50_000

/**
 * Gathers what is due into messages and bounds what is out. Each device has one message out at a time, so that its
 * readings arrive in their order whatever happens to the connection: one that is overtaken by ten minutes would not be
 * judged.
 */
export class Outbox {
  readonly #connections: Connections
  readonly #tally: Tally
  readonly #identityOf: (device: string) => Identity | string
  readonly #shift: number
  readonly #waiting = new Map<string, RecordedReading[]>()
  /** Devices that have something to be sent as soon as their last message is acknowledged. */
  readonly #due = new Set<string>()
  readonly #out = new Map<string, Promise<void>>()
  #waitingReadings = 0

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
    const queue = this.#waiting.get(reading.device)
    if (!queue) this.#waiting.set(reading.device, [reading])
    else if (queue.push(reading) >= BATCH) this.#due.add(reading.device)
    this.#waitingReadings += 1
    this.#pump()
    while (this.#waitingReadings >= MOST_WAITING) {
      this.flush()
      await Promise.race(this.#out.values())
    }
  }

  /** Lets everything gathered go out. */
  flush(): void {
    for (const device of this.#waiting.keys()) this.#due.add(device)
    this.#pump()
  }

  /** Waits until all is acknowledged or given up. */
  async drained(): Promise<void> {
    this.flush()
    while (this.#out.size > 0) await Promise.race(this.#out.values())
  }

  #pump(): void {
    for (const device of this.#due) {
      if (this.#out.size >= IN_FLIGHT) return
      if (this.#out.has(device)) continue
      this.#due.delete(device)
      this.#send(device)
    }
  }

  #send(device: string): void {
    const queue = this.#waiting.get(device) ?? []
    const batch = queue.splice(0, BATCH)
    if (queue.length === 0) this.#waiting.delete(device)
    else this.#due.add(device)
    this.#waitingReadings -= batch.length
    this.#out.set(device, this.#publish(device, batch).finally(() => {
      this.#out.delete(device)
      this.#pump()
    }))
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
