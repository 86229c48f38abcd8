import type { DecodedReply } from '../decoders/decoder.ts'
import type { Gateways } from '../gateways/gateways.ts'
import type { DeviceRegister, KnownDevice } from '../register/deviceRegister.ts'
import { isBusy, type Door, type Subject } from './door.ts'

const TOPIC = /^mingjian\/([^/]+)\/(readings|detections|status)$/
/** A larger message is kept as a dead letter, cut. */
const MAX_PAYLOAD = 4 * 1024 * 1024
const MAX_ITEMS = 5_000
const BUSY_RETRY_MS = 100

/** What MQTT messages mean, whichever broker they come by. */
export class MqttMessages {
  readonly #door: Door
  readonly #register: DeviceRegister
  readonly #gateways: Gateways
  readonly #clock: () => number
  #stopped = false

  constructor(parts: { door: Door; register: DeviceRegister; gateways: Gateways; clock: () => number }) {
    this.#door = parts.door
    this.#register = parts.register
    this.#gateways = parts.gateways
    this.#clock = parts.clock
  }

  /** Whoever still waits for room at the door is let go, unacknowledged. */
  stop(): void {
    this.#stopped = true
  }

  /**
   * Resolves once the message is in the feed, as what it says or as a dead letter; it may be acknowledged then.
   * @param signedIn the device that sent it; null where an outside broker vouches for the topic
   * @returns what a gateway's format wants said back to it
   */
  async take(signedIn: KnownDevice | null, topic: string, payload: Buffer): Promise<readonly DecodedReply[]> {
    for (;;) {
      try {
        return await this.#deliver(signedIn, topic, payload)
      } catch (error) {
        // Not acknowledged, kept here, tried again: the sender's own window bounds what waits.
        if (this.#stopped || !isBusy(error)) throw error
        await new Promise((resolve) => setTimeout(resolve, BUSY_RETRY_MS))
      }
    }
  }

  async #deliver(signedIn: KnownDevice | null, topic: string, payload: Buffer): Promise<readonly DecodedReply[]> {
    const origin = { source: 'mqtt' as const, address: topic }
    const [, spoken, subject] = TOPIC.exec(topic) ?? []
    if (!spoken && signedIn && payload.length <= MAX_PAYLOAD && this.#gateways.understands(signedIn)) {
      return (await this.#gateways.take(signedIn, origin, { topic, payload, contentType: null, receivedAt: this.#clock(), retained: false })).replies
    }
    await this.#native(signedIn, topic, spoken, subject, payload)
    return []
  }

  async #native(signedIn: KnownDevice | null, topic: string, spoken: string | undefined, subject: string | undefined, payload: Buffer): Promise<void> {
    const origin = { source: 'mqtt' as const, address: topic }
    if (!spoken || !subject) return this.#door.refuse(origin, signedIn?.id ?? null, { type: 'forbidden', detail: 'no such topic to publish to' }, payload)
    if (payload.length > MAX_PAYLOAD) return this.#door.refuse(origin, spoken, { type: 'too-large', detail: `${payload.length} bytes, at most ${MAX_PAYLOAD}` }, payload)
    const parsed = parse(payload)
    if (parsed === undefined) return this.#door.refuse(origin, spoken, { type: 'unparsable', detail: 'not JSON' }, payload)
    const items = Array.isArray(parsed) ? parsed : [parsed]
    if (items.length > MAX_ITEMS) return this.#door.refuse(origin, spoken, { type: 'too-large', detail: `${items.length} items, at most ${MAX_ITEMS}` }, payload)
    const device = signedIn ?? (await this.#register.find(spoken))
    if (!device) return this.#door.refuse(origin, spoken, { type: 'unknown-device', detail: `no device ${spoken} is registered` }, payload)
    await this.#door.receive(subject as Subject, { device }, origin, items, () => spoken)
  }
}

function parse(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString('utf8'))
  } catch {
    return undefined
  }
}
