import type { Origin } from '../door/door.ts'
import type { Outcome } from './messageLog.ts'

const LAST = 5
/** Of each message so many bytes are kept. */
const MOST_BYTES_EACH = 4 * 1024
const LEAST_BYTES_EACH = 64
/** What a message costs beside its payload, about. */
const OVERHEAD = 400

/** A message as it is kept. */
export interface Kept {
  at: number
  origin: Origin
  /** How long the payload was, and how many of its bytes are kept. */
  length: number
  kept: number
  outcome: Outcome
}

/**
 * The last five messages under one key. Their places are used again and again: whatever is made anew for a message and
 * lives until five more have come is copied about by the garbage collector, and this runs for every message of a city.
 */
export class LastMessages {
  readonly #places: Kept[] = []
  /** As many bytes for each place. */
  #room: Buffer = Buffer.alloc(0)
  #each = 0
  /** The place of the next message. */
  #next = 0

  get newestAt(): number {
    return this.#places[(this.#next + LAST - 1) % LAST]?.at ?? -Infinity
  }

  /** Bytes it holds, about. */
  get weight(): number {
    return this.#room.length + this.#places.length * OVERHEAD
  }

  keep(at: number, origin: Origin, payload: Buffer | string, outcome: Outcome): void {
    const length = typeof payload === 'string' ? Buffer.byteLength(payload) : payload.length
    this.#makeRoom(Math.min(length, MOST_BYTES_EACH))
    const start = this.#next * this.#each
    const kept = typeof payload === 'string' ? this.#room.write(payload, start, this.#each, 'utf8') : payload.copy(this.#room, start, 0, this.#each)
    const place = this.#places[this.#next]
    if (place) {
      if (!isSameOrigin(place.origin, origin)) place.origin = origin
      if (!isSameSuccess(place.outcome, outcome)) place.outcome = outcome
      place.at = at
      place.length = length
      place.kept = kept
    } else this.#places.push({ at, origin, length, kept, outcome })
    this.#next = (this.#next + 1) % LAST
  }

  /** Newest first, each with its first bytes, which are true only until the next message. */
  *newestFirst(): Generator<readonly [Kept, Buffer]> {
    for (let back = 1; back <= this.#places.length; back += 1) {
      const at = (this.#next + LAST - back) % LAST
      const place = this.#places[at]
      if (place) yield [place, this.#room.subarray(at * this.#each, at * this.#each + place.kept)]
    }
  }

  #makeRoom(bytes: number): void {
    if (bytes <= this.#each) return
    const each = Math.min(MOST_BYTES_EACH, 2 ** Math.ceil(Math.log2(Math.max(bytes, LEAST_BYTES_EACH))))
    const room = Buffer.alloc(LAST * each)
    for (const [at, { kept }] of this.#places.entries()) this.#room.copy(room, at * each, at * this.#each, at * this.#each + kept)
    this.#room = room
    this.#each = each
  }
}

function isSameOrigin(one: Origin, other: Origin): boolean {
  return one.address === other.address && one.source === other.source
}

/** Most messages say: all well, as the one before. */
function isSameSuccess(one: Outcome, other: Outcome): boolean {
  return 'errors' in one && 'errors' in other && one.errors.length === 0 && other.errors.length === 0 && one.device === other.device && one.subject === other.subject
}
