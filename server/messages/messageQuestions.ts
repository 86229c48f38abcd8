import { randomUUID } from 'node:crypto'
import { duplicateRedis, type RedisClient } from '../../stores/redis/connect.ts'
import { keys } from '../../stores/redis/keys.ts'
import type { MessageLog, ShownMessage } from './messageLog.ts'

/** Servers that have not answered by then are left out. */
const WAIT_MS = 300
const LAST = 5

/** Each server remembers what came to it: whoever is asked asks them all. */
export class MessageQuestions {
  readonly #log: MessageLog
  readonly #self = randomUUID()
  readonly #publisher: RedisClient
  readonly #subscriber: RedisClient
  /** Answers so far, by question. */
  readonly #open = new Map<string, ShownMessage[]>()

  constructor(redis: RedisClient, log: MessageLog) {
    this.#log = log
    this.#publisher = redis
    this.#subscriber = duplicateRedis(redis)
  }

  async start(): Promise<void> {
    this.#subscriber.on('message', (channel: string, text: string) => {
      if (channel === keys.channel.messagesAsked) this.#answer(JSON.parse(text) as { id: string; key: string; from: string })
      else this.#hear(JSON.parse(text) as { id: string; messages: ShownMessage[] })
    })
    await this.#subscriber.subscribe(keys.channel.messagesAsked, keys.channel.messagesTold)
  }

  stop(): void {
    this.#subscriber.disconnect()
  }

  /** The last messages under a key, newest first, from every server that answers in time. */
  async ask(key: string): Promise<ShownMessage[]> {
    const id = randomUUID()
    const answers = this.#log.of(key)
    this.#open.set(id, answers)
    void this.#publisher.publish(keys.channel.messagesAsked, JSON.stringify({ id, key, from: this.#self })).catch(() => undefined)
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS))
    this.#open.delete(id)
    return answers.toSorted((a, b) => b.receivedAt.localeCompare(a.receivedAt)).slice(0, LAST)
  }

  #answer({ id, key, from }: { id: string; key: string; from: string }): void {
    if (from === this.#self) return
    void this.#publisher.publish(keys.channel.messagesTold, JSON.stringify({ id, messages: this.#log.of(key) })).catch(() => undefined)
  }

  #hear({ id, messages }: { id: string; messages: ShownMessage[] }): void {
    this.#open.get(id)?.push(...messages)
  }
}
