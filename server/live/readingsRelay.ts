import { randomUUID } from 'node:crypto'
import type { Namespace } from 'socket.io'
import type { LiveEvent } from '../../domain/live.ts'
import type { MetricName } from '../../domain/metrics.ts'
import { duplicateRedis, type RedisClient } from '../../stores/redis/connect.ts'
import { keys } from '../../stores/redis/keys.ts'

/** What workers publish of watched devices. */
export interface WatchedReading {
  readonly device: string
  /** Epoch milliseconds. */
  readonly ts: number
  readonly values: Partial<Record<MetricName, number>>
}

interface Coalesced {
  sentAt: number
  waiting: WatchedReading | null
}

export const READINGS_PREFIX = 'readings:'
/** At most five a second of each device. */
const SPACING_MS = 200
const ANNOUNCE_MS = 5_000
const ANNOUNCE_AFTER_CHANGE_MS = 20

/**
 * Passes the latest readings of watched devices on, coalesced. Which devices somebody watches here is told to the
 * workers, who publish only those: a city's whole feed never comes this way.
 */
export class ReadingsRelay {
  readonly #id = randomUUID()
  readonly #namespace: Namespace
  readonly #redis: RedisClient
  readonly #subscriber: RedisClient
  readonly #devices = new Map<string, Coalesced>()
  readonly #clock: () => number
  #announcing: NodeJS.Timeout | undefined
  #soon: NodeJS.Timeout | undefined
  #flush: NodeJS.Timeout | undefined

  constructor(parts: { namespace: Namespace; redis: RedisClient; clock: () => number }) {
    this.#namespace = parts.namespace
    this.#redis = parts.redis
    this.#subscriber = duplicateRedis(parts.redis)
    this.#clock = parts.clock
  }

  async start(): Promise<void> {
    this.#subscriber.on('message', (_channel: string, text: string) => this.#receive(text))
    await this.#subscriber.subscribe(keys.channel.readings)
    this.#namespace.adapter.on('create-room', this.#onRoom)
    this.#namespace.adapter.on('delete-room', this.#onRoom)
    this.#announcing = setInterval(() => this.#announce(), ANNOUNCE_MS)
  }

  async stop(): Promise<void> {
    this.#namespace.adapter.off('create-room', this.#onRoom)
    this.#namespace.adapter.off('delete-room', this.#onRoom)
    clearInterval(this.#announcing)
    clearTimeout(this.#soon)
    clearTimeout(this.#flush)
    this.#subscriber.disconnect()
    this.#devices.clear()
  }

  readonly #onRoom = (room: string): void => {
    if (!room.startsWith(READINGS_PREFIX)) return
    const device = room.slice(READINGS_PREFIX.length)
    if (this.#namespace.adapter.rooms.has(room)) this.#devices.set(device, { sentAt: 0, waiting: null })
    else this.#devices.delete(device)
    this.#soon ??= setTimeout(() => this.#announce(), ANNOUNCE_AFTER_CHANGE_MS)
  }

  #announce(): void {
    clearTimeout(this.#soon)
    this.#soon = undefined
    const message = JSON.stringify({ server: this.#id, devices: [...this.#devices.keys()] })
    // What is not heard now is said again in five seconds.
    this.#redis.publish(keys.channel.watched, message).catch(() => undefined)
  }

  #receive(text: string): void {
    for (const reading of JSON.parse(text) as WatchedReading[]) {
      const state = this.#devices.get(reading.device)
      if (!state) continue
      state.waiting = state.waiting ? latest(state.waiting, reading) : reading
      this.#sendIfDue(state)
    }
  }

  #sendIfDue(state: Coalesced): void {
    const now = this.#clock()
    if (!state.waiting) return
    if (now - state.sentAt >= SPACING_MS) return this.#send(state, state.waiting, now)
    this.#flush ??= setTimeout(() => {
      this.#flush = undefined
      for (const each of this.#devices.values()) this.#sendIfDue(each)
    }, SPACING_MS / 4)
  }

  #send(state: Coalesced, reading: WatchedReading, now: number): void {
    state.waiting = null
    state.sentAt = now
    const topic = READINGS_PREFIX + reading.device
    const event: LiveEvent<WatchedReading> = { cursor: null, topic, type: 'reading', at: new Date(reading.ts).toISOString(), data: reading }
    this.#namespace.to(topic).volatile.emit('event', event)
  }
}

/** Each metric by its newest reading. */
function latest(a: WatchedReading, b: WatchedReading): WatchedReading {
  const [older, newer] = a.ts <= b.ts ? [a, b] : [b, a]
  return { device: newer.device, ts: newer.ts, values: { ...older.values, ...newer.values } }
}
