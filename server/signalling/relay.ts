import type { Namespace } from 'socket.io'
import { duplicateRedis, type RedisClient } from '../../stores/redis/connect.ts'
import { keys } from '../../stores/redis/keys.ts'

/** A message for the pages in one room, wherever they are connected. */
interface Passed {
  readonly room: string
  readonly event: string
  readonly data: unknown
}

/** The room of everybody in the session, and that of one page of it. */
export const roomOf = (inspection: string, peer = ''): string => `${inspection}/${peer}`

/** Passes messages between the pages of a session over all servers; a lost one is made good by the pages themselves. */
export class SignalRelay {
  readonly #namespace: Namespace
  readonly #redis: RedisClient
  readonly #subscriber: RedisClient

  constructor(namespace: Namespace, redis: RedisClient) {
    this.#namespace = namespace
    this.#redis = redis
    this.#subscriber = duplicateRedis(redis)
  }

  async start(): Promise<void> {
    this.#subscriber.on('message', (_channel: string, text: string) => {
      const { room, event, data } = JSON.parse(text) as Passed
      if (this.#namespace.adapter.rooms.has(room)) this.#namespace.to(room).emit(event, data)
    })
    await this.#subscriber.subscribe(keys.channel.signals)
  }

  stop(): void {
    this.#subscriber.disconnect()
  }

  async pass(message: Passed): Promise<void> {
    await this.#redis.publish(keys.channel.signals, JSON.stringify(message))
  }
}
