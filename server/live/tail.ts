import { setImmediate } from 'node:timers/promises'
import pg from 'pg'
import type { Logger } from 'pino'
import {
  LIVE_CHANNEL, liveEventsAfter, liveRange, newestLiveEvents, readNotice, type StoredLiveEvent,
} from '../../stores/postgres/liveEvents.ts'
import { EventRing } from './ring.ts'

const PAGE = 500
const PORTION = 50
/** A notice can be lost with a connection that looks alive; looking anyway bounds the harm. */
const LOOK_ANYWAY_MS = 1_000
const RETRY_MS = [50, 100, 200, 400, 800]
const QUERY_TIMEOUT_MS = 5_000

export interface TailListener {
  /** Events in order, right after they joined the ring. Synchronous, so that a cutover can't fall in between. */
  onEvents(events: readonly StoredLiveEvent[]): void
  /** The database has gone back in time (restored from a backup): what clients hold is not its past. */
  onRewind(): void
}

/**
 * Follows the kept live events on a PostgreSQL connection of its own: woken by NOTIFY, it takes what the
 * notice carries, or reads on from the last number it knows. When the connection breaks it opens another and goes on from there, so that nothing is skipped.
 */
export class LiveTail {
  readonly ring: EventRing
  readonly #databaseUrl: string
  readonly #log: Logger
  readonly #listener: TailListener
  readonly #ringSize: number
  #client: pg.Client | null = null
  #started = false
  #stopped = false
  #failures = 0
  #reading: Promise<void> | null = null
  #readingNext: Promise<void> | null = null
  #look: NodeJS.Timeout | undefined
  #retry: NodeJS.Timeout | undefined

  constructor(parts: { databaseUrl: string; log: Logger; listener: TailListener; ringSize?: number }) {
    this.#databaseUrl = parts.databaseUrl
    this.#log = parts.log
    this.#listener = parts.listener
    this.#ringSize = parts.ringSize ?? 5_000
    this.ring = new EventRing(this.#ringSize, 0)
  }

  get position(): number {
    return this.ring.to
  }

  get connected(): boolean {
    return this.#client !== null
  }

  /** Resolves once it follows; throws if the database can't be reached at all. */
  async start(): Promise<void> {
    await this.#connect()
    this.#look = setInterval(() => void this.readNow(), LOOK_ANYWAY_MS)
  }

  async stop(): Promise<void> {
    this.#stopped = true
    clearInterval(this.#look)
    clearTimeout(this.#retry)
    const client = this.#client
    this.#client = null
    await client?.end().catch(() => undefined)
  }

  /** Reads what is new; resolves after a reading that began no earlier than this call. Never rejects. */
  readNow(): Promise<void> {
    if (!this.#reading) {
      this.#reading = this.#read().finally(() => { this.#reading = null })
      return this.#reading
    }
    this.#readingNext ??= this.#reading.then(() => {
      this.#readingNext = null
      return this.readNow()
    })
    return this.#readingNext
  }

  /** Events that come with their notice and follow on what is known need no reading. */
  #hear(payload: string | undefined): void {
    const events = this.#reading ? null : readNotice(payload)
    if (events?.[0]?.seq !== this.position + 1) return void this.readNow()
    this.ring.push(events)
    this.#listener.onEvents(events)
  }

  async #connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#databaseUrl,
      application_name: 'mingjian-live',
      keepAlive: true,
      connectionTimeoutMillis: QUERY_TIMEOUT_MS,
      query_timeout: QUERY_TIMEOUT_MS,
    })
    client.on('error', () => this.#lose(client))
    client.on('end', () => this.#lose(client))
    try {
      await client.connect()
      // Listen first: what is committed after this is announced, what was before is read below.
      await client.query(`LISTEN ${LIVE_CHANNEL}`)
      await this.#findPlace(client)
    } catch (error) {
      void client.end().catch(() => undefined)
      throw error
    }
    if (this.#stopped) return void client.end().catch(() => undefined)
    client.on('notification', ({ payload }) => this.#hear(payload))
    this.#client = client
    this.#failures = 0
    await this.readNow()
  }

  async #findPlace(client: pg.Client): Promise<void> {
    const range = await liveRange(client)
    const rewound = this.#started && range.last < this.position
    if (!this.#started || rewound) {
      const events = await newestLiveEvents(client, this.#ringSize)
      const oldest = events[0]
      const from = oldest && events.length === this.#ringSize ? oldest.seq - 1 : range.pruned
      this.ring.refill(events, from, Math.max(events.at(-1)?.seq ?? 0, range.last))
      this.#started = true
    }
    if (rewound) this.#listener.onRewind()
  }

  async #read(): Promise<void> {
    const client = this.#client
    if (!client) return
    try {
      for (;;) {
        const events = await liveEventsAfter(client, this.position, PAGE)
        await this.#take(events)
        if (events.length < PAGE) return
      }
    } catch (error) {
      if (!this.#stopped) this.#log.warn({ err: error }, 'live events could not be read; connecting again')
      this.#lose(client)
    }
  }

  /** In portions, between which sockets can be written to: a burst is no backlog of those who keep up. */
  async #take(events: readonly StoredLiveEvent[]): Promise<void> {
    for (let i = 0; i < events.length; i += PORTION) {
      if (i > 0) await setImmediate()
      const portion = events.slice(i, i + PORTION)
      this.ring.push(portion)
      this.#listener.onEvents(portion)
    }
  }

  #lose(client: pg.Client): void {
    if (this.#stopped || this.#client !== client) return
    this.#client = null
    void client.end().catch(() => undefined)
    this.#reconnect()
  }

  #reconnect(): void {
    const wait = RETRY_MS[Math.min(this.#failures++, RETRY_MS.length - 1)]
    this.#retry = setTimeout(() => {
      this.#connect().catch((error: unknown) => {
        if (this.#stopped) return
        if (this.#failures === 1) this.#log.warn({ err: error }, 'the live tail has no database')
        this.#reconnect()
      })
    }, wait)
  }
}
