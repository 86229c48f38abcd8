import type { DecodedReply } from '../decoders/decoder.ts'
import { waitingKey, type MessageLog } from '../messages/messageLog.ts'
import type { Gateways } from '../gateways/gateways.ts'
import type { DeviceRegister, KnownDevice } from '../register/deviceRegister.ts'
import { onceThereIsRoom } from './busy.ts'
import type { Door, Origin, Subject } from './door.ts'
import type { Rejection } from './readings.ts'

const TOPIC = /^mingjian\/([^/]+)\/(readings|detections|status)$/
/** A larger message is kept as a dead letter, cut. */
const MAX_PAYLOAD = 4 * 1024 * 1024
const MAX_ITEMS = 5_000

/** What MQTT messages mean, whichever broker they come by. */
export class MqttMessages {
  readonly #door: Door
  readonly #register: DeviceRegister
  readonly #gateways: Gateways
  readonly #log: MessageLog
  readonly #clock: () => number
  #stopped = false

  constructor(parts: { door: Door; register: DeviceRegister; gateways: Gateways; messageLog: MessageLog; clock: () => number }) {
    this.#door = parts.door
    this.#register = parts.register
    this.#gateways = parts.gateways
    this.#log = parts.messageLog
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
    return this.#onceThereIsRoom(() => this.#deliver(signedIn, topic, payload))
  }

  /** The same for a message that an outside broker has from one of these gateways, all of which publish to such topics. */
  takeForeign(gateways: readonly KnownDevice[], topic: string, payload: Buffer, retained: boolean): Promise<readonly DecodedReply[]> {
    const origin = { source: 'mqtt' as const, address: topic }
    return this.#onceThereIsRoom(async () => {
      if (payload.length <= MAX_PAYLOAD) return (await this.#gateways.takeShared(gateways, origin, { topic, payload, contentType: null, receivedAt: this.#clock(), retained })).replies
      await this.#door.refuse(origin, gateways[0]?.id ?? null, tooLarge(payload), payload)
      return []
    })
  }

  /** Not acknowledged, kept here, tried again: the sender's own window bounds what waits. */
  #onceThereIsRoom<T>(work: () => Promise<T>): Promise<T> {
    return onceThereIsRoom(work, () => this.#stopped)
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
    if (!spoken || !subject) return this.#refuse(origin, signedIn?.id ?? null, { type: 'forbidden', detail: `no such topic to publish to${this.#gateways.hint(signedIn)}` }, payload)
    if (payload.length > MAX_PAYLOAD) return this.#refuse(origin, spoken, tooLarge(payload), payload)
    const parsed = parse(payload)
    if (parsed === undefined) return this.#refuse(origin, spoken, { type: 'unparsable', detail: 'not JSON' }, payload)
    const items = Array.isArray(parsed) ? parsed : [parsed]
    if (items.length > MAX_ITEMS) return this.#refuse(origin, spoken, { type: 'too-large', detail: `${items.length} items, at most ${MAX_ITEMS}` }, payload)
    const device = signedIn ?? (await this.#register.find(spoken))
    if (!device) return this.#door.refuse(origin, spoken, { type: 'unknown-device', detail: `no device ${spoken} is registered` }, payload)
    const { errors } = await this.#door.receive(subject as Subject, { device }, origin, items, () => spoken)
    this.#log.note(spoken, origin, payload, { subject: subject as Subject, device: spoken, errors })
    if (device.id !== spoken) this.#log.note(errors.some(({ type }) => type === 'unknown-device') ? waitingKey(device.id, spoken) : device.id, origin, payload, { subject: subject as Subject, device: spoken, errors })
  }

  async #refuse(origin: Origin, device: string | null, rejection: Rejection, payload: Buffer): Promise<void> {
    await this.#door.refuse(origin, device, rejection, payload)
    if (device !== null) this.#log.note(device, origin, payload, { results: [{ device, kind: 'rejection', rejection }] })
  }
}

function tooLarge(payload: Buffer): Rejection {
  return { type: 'too-large', detail: `${payload.length} bytes, at most ${MAX_PAYLOAD}` }
}

function parse(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString('utf8'))
  } catch {
    return undefined
  }
}
