import { createHash } from 'node:crypto'
import type { Duplex } from 'node:stream'
import type { IPublishPacket } from 'mqtt'

/** Bytes of messages under way at once, but for a larger one by itself. */
const MOST_BYTES = 16 * 1024 * 1024
/** The client would acknowledge by itself what ends without an error. */
const LATER = new Error('acknowledged later')

export interface BrokerMessage {
  readonly topic: string
  readonly payload: Buffer
  /** A last known value that the broker had kept. */
  readonly retain: boolean
}

interface Entry {
  readonly id: number
  readonly digest: string
  readonly stream: Duplex
  readonly taken: Promise<void>
  done: boolean
}

interface Parts {
  /** The message may be acknowledged once this resolves. */
  readonly take: (message: BrokerMessage) => Promise<void>
  /** Messages under way at once; those of one topic follow each other all the same. */
  readonly atOnce: number
  /** Messages the broker sends without an acknowledgement, at most. */
  readonly window: number
  /** To be answered by ending the connection: the broker then sends again what has no acknowledgement. */
  readonly onFailure: (error: Error, stream: Duplex) => void
}

/**
 * Messages of one session at a broker, several under way at once, acknowledged in the order they came, as MQTT asks. What
 * the broker sends again after a break, since an acknowledgement was lost, is known by its number and content and not
 * taken twice.
 */
export class BrokerIntake {
  readonly #parts: Parts
  /** The last packets with an acknowledgement due, oldest first. */
  readonly #known = new Map<number, Entry>()
  readonly #lastOfTopic = new Map<string, Promise<void>>()
  #open: Entry[] = []
  #underWay = 0
  #bytes = 0
  #held: (() => void) | null = null
  #closed = false

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** The broker has no session of ours: what it numbers now has nothing to do with what came before. */
  forget(): void {
    this.#known.clear()
  }

  /** @param next asks the client for the next message; called at once, or when there is room for it. */
  receive(packet: IPublishPacket, stream: Duplex, next: (error: Error) => void): void {
    const payload = Buffer.isBuffer(packet.payload) ? packet.payload : Buffer.from(packet.payload)
    if (packet.qos > 0 && packet.messageId !== undefined) this.#expectAcknowledgement(packet, packet.messageId, payload, stream)
    else this.#take(packet, payload).catch((error: Error) => this.#parts.onFailure(error, stream))
    this.#held = () => next(LATER)
    this.#goOn()
  }

  /** Asks for nothing more; resolves once what is under way is acknowledged, or after these milliseconds. */
  async close(limit: number): Promise<void> {
    this.#closed = true
    let timer: NodeJS.Timeout | undefined
    await Promise.race([Promise.allSettled(this.#lastOfTopic.values()), new Promise((resolve) => (timer = setTimeout(resolve, limit)))])
    clearTimeout(timer)
    // The acknowledgements are written by what waits for the same promises.
    await new Promise(setImmediate)
  }

  #expectAcknowledgement(packet: IPublishPacket, id: number, payload: Buffer, stream: Duplex): void {
    const digest = createHash('sha256').update(packet.topic).update('\0').update(payload).digest('base64')
    const before = this.#known.get(id)
    const again = packet.dup && before?.digest === digest && before.stream !== stream
    const entry: Entry = { id, digest, stream, taken: again ? before.taken : this.#take(packet, payload), done: false }
    this.#known.delete(id)
    this.#known.set(id, entry)
    for (const [oldest] of this.#known) {
      if (this.#known.size <= this.#parts.window) break
      this.#known.delete(oldest)
    }
    this.#open.push(entry)
    entry.taken.then(() => {
      entry.done = true
      this.#acknowledge()
    }, (error: Error) => {
      // Sent again, it is tried again.
      if (this.#known.get(id) === entry) this.#known.delete(id)
      this.#open = this.#open.filter((one) => one.stream !== stream)
      this.#parts.onFailure(error, stream)
    })
  }

  async #take({ topic, retain }: IPublishPacket, payload: Buffer): Promise<void> {
    this.#underWay++
    this.#bytes += payload.length
    const turn = this.#after(this.#lastOfTopic.get(topic), { topic, payload, retain })
    this.#lastOfTopic.set(topic, turn)
    try {
      await turn
    } finally {
      if (this.#lastOfTopic.get(topic) === turn) this.#lastOfTopic.delete(topic)
      this.#underWay--
      this.#bytes -= payload.length
      this.#goOn()
    }
  }

  async #after(before: Promise<void> | undefined, message: BrokerMessage): Promise<void> {
    await before
    await this.#parts.take(message)
  }

  #goOn(): void {
    if (this.#held === null || this.#closed || this.#underWay >= this.#parts.atOnce || this.#bytes > MOST_BYTES) return
    const next = this.#held
    this.#held = null
    next()
  }

  /** In order: one that is done waits for those before it. */
  #acknowledge(): void {
    const due = this.#open.findIndex(({ done }) => !done)
    const settled = this.#open.splice(0, due < 0 ? this.#open.length : due)
    const stream = settled.at(-1)?.stream
    const last = settled.filter((entry) => entry.stream === stream)
    if (stream?.writable && last.length > 0) stream.write(Buffer.concat(last.map(({ id }) => Buffer.from([0x40, 2, id >> 8, id & 0xff]))))
  }
}
