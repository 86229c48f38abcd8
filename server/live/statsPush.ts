import type { Namespace, Socket } from 'socket.io'
import type { Logger } from 'pino'
import type { LiveEvent } from '../../domain/live.ts'
import type { Stats } from '../../domain/stats.ts'
import type { Jurisdiction } from '../../domain/user.ts'
import { duplicateRedis, type RedisClient } from '../../stores/redis/connect.ts'
import { keys } from '../../stores/redis/keys.ts'
import type { StatsService } from './stats.ts'
import { jurisdictionKey } from './topics.ts'

const EVERY_MS = 1_000

/** Pushes the key figures once a second, computed once for all who may see the same. */
export class StatsPush {
  readonly #namespace: Namespace
  readonly #stats: StatsService
  readonly #log: Logger
  readonly #subscriber: RedisClient
  /** By room. */
  readonly #audiences = new Map<string, Jurisdiction>()
  #timer: NodeJS.Timeout | undefined
  #busy = false
  #failing = false

  constructor(parts: { namespace: Namespace; stats: StatsService; log: Logger; redis: RedisClient }) {
    this.#namespace = parts.namespace
    this.#stats = parts.stats
    this.#log = parts.log
    this.#subscriber = duplicateRedis(parts.redis)
  }

  async start(): Promise<void> {
    this.#subscriber.on('message', () => this.#stats.forgetRegister())
    await this.#subscriber.subscribe(keys.channel.registerChange)
    this.#timer = setInterval(() => void this.#push(), EVERY_MS)
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#subscriber.disconnect()
  }

  /** Adds a client and sends it the present figures, so that a screen is never empty for a second. */
  async join(socket: Socket, jurisdiction: Jurisdiction): Promise<void> {
    const room = roomOf(jurisdiction)
    this.#audiences.set(room, jurisdiction)
    await socket.join(room)
    const stats = await this.#stats.figures(jurisdiction)
    socket.volatile.emit('event', toEvent(stats))
  }

  async leave(socket: Socket, jurisdiction: Jurisdiction): Promise<void> {
    await socket.leave(roomOf(jurisdiction))
  }

  async #push(): Promise<void> {
    if (this.#busy) return
    this.#busy = true
    try {
      for (const [room, jurisdiction] of this.#audiences) {
        if (!this.#namespace.adapter.rooms.has(room)) this.#audiences.delete(room)
        else this.#namespace.to(room).volatile.emit('event', toEvent(await this.#stats.figures(jurisdiction)))
      }
      this.#failing = false
    } catch (error) {
      if (!this.#failing) this.#log.warn({ err: error }, 'the key figures can not be computed at the moment')
      this.#failing = true
    } finally {
      this.#busy = false
    }
  }
}

function roomOf(jurisdiction: Jurisdiction): string {
  return `stats@${jurisdictionKey(jurisdiction)}`
}

function toEvent(stats: Stats): LiveEvent<Stats> {
  return { cursor: null, topic: 'stats', type: 'stats', at: stats.at, data: stats }
}
