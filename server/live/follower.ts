import type { Socket } from 'socket.io'
import type { LiveEvent } from '../../domain/live.ts'
import { within, type Jurisdiction } from '../../domain/user.ts'
import { liveRange, missedLiveEvents, type StoredLiveEvent } from '../../stores/postgres/liveEvents.ts'
import type { Queryable } from '../../stores/postgres/pool.ts'
import { backlogOf, drained } from './backlog.ts'
import type { LiveTail } from './tail.ts'
import { roomsOf } from './topics.ts'

/** Above `high` a client is no longer sent to as things happen; above `low` a page of the past waits. Bytes. */
export interface BacklogBounds {
  readonly high: number
  readonly low: number
}

/** Small, as what waits for a client may exceed the bound by one page. */
const PAGE = 50
const RETRY_MS = 500

export function toLiveEvent(event: StoredLiveEvent): LiveEvent {
  return {
    cursor: String(event.seq),
    topic: event.topic,
    type: event.type,
    at: new Date(event.at).toISOString(),
    data: event.data,
  }
}

/**
 * One client's place in the durable topics. Either it is *live*: it sits in the rooms and has been sent everything up
 * to the tail's position; or it is *behind*: it sits in no room, and pages of what it missed are sent as fast as it
 * reads them, from memory where the ring reaches back that far, else from PostgreSQL. The step from behind to live
 * happens within one turn of the event loop, in which the tail can't move: no gap and no event twice.
 *
 * A live client whose backlog passes the bound falls behind; if it then falls out of the ring, too, it is told `reset`
 * and goes on from now. What waits for one client is therefore bounded, however slow it is.
 */
export class Follower {
  readonly #socket: Socket
  readonly #jurisdiction: Jurisdiction
  readonly #tail: LiveTail
  readonly #db: Queryable
  readonly #bounds: BacklogBounds
  readonly #clock: () => number
  /** While behind: for each topic, the number up to which everything has been sent. */
  readonly #sent = new Map<string, number>()
  #live = false
  #overflowed = false
  #pumping = false
  /** Counts what was asked of it, so that a page fetched for an older wish is thrown away. */
  #wish = 0

  constructor(parts: {
    socket: Socket; jurisdiction: Jurisdiction; tail: LiveTail; db: Queryable; bounds: BacklogBounds; clock: () => number
  }) {
    this.#socket = parts.socket
    this.#jurisdiction = parts.jurisdiction
    this.#tail = parts.tail
    this.#db = parts.db
    this.#bounds = parts.bounds
    this.#clock = parts.clock
  }

  /** The number up to which this client has been sent everything it asked for. */
  get cursor(): number {
    if (this.#live) return this.#tail.position
    return Math.min(this.#tail.position, ...this.#sent.values())
  }

  /** Adds topics; with `since`, from there on, even if they were followed already. Nothing is sent before `resume`. */
  follow(topics: readonly string[], since: number | null): void {
    this.#fallBehind()
    for (const topic of topics) {
      if (since !== null) this.#sent.set(topic, since)
      else if (!this.#sent.has(topic)) this.#sent.set(topic, this.#tail.position)
    }
    this.#overflowed = false
  }

  unfollow(topics: readonly string[]): void {
    this.#fallBehind()
    for (const topic of topics) this.#sent.delete(topic)
  }

  /** Sends what is missing, then goes live. */
  resume(): void {
    if (!this.#pumping) void this.#pump()
  }

  /** Tells the client that what it holds is no longer brought up to date event by event, and goes on from now. */
  reset(): void {
    this.#fallBehind()
    for (const topic of this.#sent.keys()) this.#sent.set(topic, this.#tail.position)
    this.#overflowed = false
    const cursor = String(this.#tail.position)
    const event: LiveEvent = { cursor, topic: '*', type: 'reset', at: new Date(this.#clock()).toISOString(), data: { cursor } }
    this.#socket.emit('event', event)
  }

  /** To be called after something was sent to the rooms. */
  checkBacklog(): void {
    if (!this.#live || backlogOf(this.#socket) <= this.#bounds.high) return
    this.#fallBehind()
    this.#overflowed = true
    this.resume()
  }

  #fallBehind(): void {
    this.#wish += 1
    if (!this.#live) return
    this.#live = false
    for (const topic of this.#sent.keys()) {
      this.#sent.set(topic, this.#tail.position)
      for (const room of roomsOf(topic, this.#jurisdiction)) void this.#socket.leave(room)
    }
  }

  #goLive(): void {
    this.#live = true
    this.#overflowed = false
    const rooms = [...this.#sent.keys()].flatMap((topic) => roomsOf(topic, this.#jurisdiction))
    // The in-memory adapter joins at once.
    void this.#socket.join(rooms)
  }

  async #pump(): Promise<void> {
    this.#pumping = true
    while (this.#socket.connected && !this.#live) {
      try {
        await this.#step()
      } catch {
        // The database is away; the tail reports it. The client stays behind until it is back.
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
      }
    }
    this.#pumping = false
  }

  async #step(): Promise<void> {
    if (this.#overflowed || backlogOf(this.#socket) > this.#bounds.low) await drained(this.#socket)
    const after = this.cursor
    if (this.#tail.ring.covers(after)) {
      const page = this.#tail.ring.after(after, PAGE)
      this.#send(page, page.length < PAGE ? this.#tail.position : (page.at(-1)?.seq ?? after))
      if (this.cursor === this.#tail.position && backlogOf(this.#socket) <= this.#bounds.high) this.#goLive()
    } else if (this.#overflowed) {
      this.reset()
    } else {
      await this.#sendFromDatabase(after)
    }
  }

  async #sendFromDatabase(after: number): Promise<void> {
    const wish = this.#wish
    const upTo = this.#tail.position
    const topics = [...this.#sent.keys()]
    const page = await missedLiveEvents(this.#db, { after, upTo, topics, jurisdiction: this.#jurisdiction }, PAGE)
    // Asked afterwards: pruning that came between the two would have left a hole in the page.
    const { pruned } = await liveRange(this.#db)
    if (wish !== this.#wish) return
    if (pruned > after) this.reset()
    else this.#send(page, page.length < PAGE ? upTo : (page.at(-1)?.seq ?? upTo))
  }

  #send(events: readonly StoredLiveEvent[], upTo: number): void {
    for (const event of events) {
      const sent = this.#sent.get(event.topic)
      if (sent === undefined || event.seq <= sent || !within(this.#jurisdiction, event)) continue
      this.#socket.emit('event', toLiveEvent(event))
    }
    for (const [topic, sent] of this.#sent) if (sent < upTo) this.#sent.set(topic, upTo)
  }
}
