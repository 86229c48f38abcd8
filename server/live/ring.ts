import type { StoredLiveEvent } from '../../stores/postgres/liveEvents.ts'

/**
 * The newest live events in memory, in order. It holds every event with `from` < seq <= `to`, so that most clients who
 * come back are served without the database.
 */
export class EventRing {
  readonly #size: number
  #events: StoredLiveEvent[] = []
  #from: number
  #to: number

  constructor(size: number, at: number) {
    this.#size = size
    this.#from = at
    this.#to = at
  }

  /** The number of the newest event heard of. */
  get to(): number {
    return this.#to
  }

  /** Starts again with the newest events that are kept; `from` is the number after which they are complete. */
  refill(events: readonly StoredLiveEvent[], from: number, to: number): void {
    this.#events = [...events]
    this.#from = from
    this.#to = to
  }

  push(events: readonly StoredLiveEvent[]): void {
    const newest = events.at(-1)
    if (!newest) return
    this.#events.push(...events)
    this.#to = newest.seq
    // Trimmed in large steps, so that one event costs the same however long the ring is.
    if (this.#events.length < 2 * this.#size) return
    const gone = this.#events.length - this.#size
    this.#from = this.#events[gone - 1]?.seq ?? this.#from
    this.#events = this.#events.slice(gone)
  }

  /** Whether every event after `seq` is here. */
  covers(seq: number): boolean {
    return seq >= this.#from && seq <= this.#to
  }

  /** At most `limit` events after `seq`, oldest first. */
  after(seq: number, limit: number): readonly StoredLiveEvent[] {
    let low = 0
    let high = this.#events.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#events[middle]?.seq ?? Infinity) <= seq) low = middle + 1
      else high = middle
    }
    return this.#events.slice(low, low + limit)
  }
}
