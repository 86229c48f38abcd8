import { connect, type MqttClient } from 'mqtt'
import type { Message, Source } from './source.ts'

/** Older than this, what a camera saw is no longer told. */
const LONG_OVER_MS = 20 * 60_000
/** Older than this, a device has kept only some of its ordinary readings. */
const THINNED_AFTER_MS = 30 * 60_000
const KEEP_ALIVE_S = 120

export interface DemoDeviceParts {
  readonly id: string
  readonly token: string
  readonly url: string
  readonly source: Source
  /** It has said everything up to here, epoch ms. */
  readonly saidUntil: number
  /** Of its older readings it has kept each so many-th: at most three, or the gap would count as silence. */
  readonly stride: number
  /** Milliseconds between two attempts to connect. */
  readonly reconnect: number
  /** Why a connection failed. */
  readonly onTrouble: (device: string, reason: string) => void
}

/**
 * One device with a connection and a credential of its own. It keeps nothing: what it has yet to say follows from the
 * time up to which it has spoken, so after a cut it tells what was missed, in order, as a device with a buffer does.
 */
export class DemoDevice {
  readonly #parts: DemoDeviceParts
  #client: MqttClient | null = null
  #next: number
  #waiting = 0

  constructor(parts: DemoDeviceParts) {
    this.#parts = parts
    this.#next = parts.source.next(parts.saidUntil)
  }

  /** The time of what it says next. */
  get next(): number {
    return this.#next
  }

  start(): void {
    const { id, token, url, reconnect, onTrouble } = this.#parts
    this.#client = connect(url, {
      clientId: `${id}/demo`, username: id, password: token, protocolVersion: 4, clean: true, keepalive: KEEP_ALIVE_S,
      reconnectPeriod: reconnect, reconnectOnConnackError: true, connectTimeout: 10_000, queueQoSZero: false,
    })
    this.#client.on('error', (error) => onTrouble(id, error.message))
  }

  stop(): void {
    this.#client?.end(true)
    this.#client = null
  }

  /** Whether it has something to say, may say it, and has had the last acknowledged. */
  isReady(now: number): boolean {
    return this.#next <= now && this.#waiting === 0 && this.#client?.connected === true
  }

  /** Says what is due, up to so many messages; returns how many it was. */
  speak(now: number, most: number): number {
    const messages: Message[] = []
    for (let taken = 0; taken < most && this.#next <= now; taken++) {
      const age = now - this.#next
      const message = this.#parts.source.say(this.#next, age > LONG_OVER_MS)
      if (message) messages.push(message)
      this.#next = this.#parts.source.next(this.#next, age > THINNED_AFTER_MS ? this.#parts.stride : 1)
    }
    for (let from = 0; from < messages.length; ) {
      let to = from + 1
      while (to < messages.length && messages[to]?.subject === messages[from]?.subject) to++
      this.#publish(messages.slice(from, to))
      from = to
    }
    return messages.length
  }

  #publish(messages: readonly Message[]): void {
    const [first] = messages
    const client = this.#client
    if (!first || !client) return
    const payload = JSON.stringify(messages.length === 1 ? first.body : messages.map((message) => message.body))
    this.#waiting++
    client.publish(`mingjian/${this.#parts.id}/${first.subject}`, payload, { qos: 1 }, () => { this.#waiting-- })
  }
}
