import type { Logger } from 'pino'
import type { Profile } from '../../domain/profile.ts'
import { violationOfLabel, type ViolationLabels } from '../../domain/violationLabel.ts'
import type { DeadLetter, Detection, FeedItem } from '../../domain/feed.ts'
import type { FeedWriter, Picture } from '../../stores/redis/feed.ts'
import type { DeviceRegister, KnownDevice } from '../register/deviceRegister.ts'
import { sampleOf, type WaitingDevices } from '../gateways/waitingDevices.ts'
import { DoorBusy } from './busy.ts'
import { readDetection } from './detections.ts'
import type { GatewayPulse } from './gatewayPulse.ts'
import { isObject, readReading, type Rejection } from './readings.ts'
import { eventTimeOf } from './time.ts'

export type Subject = 'readings' | 'detections' | 'status'

/** Who stands at the door: a device with its own credential, or an administrator posting for any. */
export type Sender = { readonly device: KnownDevice } | { readonly administrator: string }

export interface Origin {
  readonly source: DeadLetter['source']
  /** Topic or path. */
  readonly address: string
}

export interface ItemError extends Rejection {
  readonly index: number
}

export interface Receipt {
  readonly accepted: number
  readonly errors: ItemError[]
}

const KEPT_PAYLOAD = 64 * 1024
/** Past this many bytes waiting for Redis the door takes nothing more, so that memory stays bounded. */
const MAX_BACKLOG = 64 * 1024 * 1024

const NATIVE = 'native'
const NO_FAULTS = { faultValues: {} }

/**
 * Where everything from outside comes in. What can be used goes into the feed, what can't is kept as a dead letter
 * with the reason, in one append; the caller acknowledges once `receive` resolves, never before.
 */
export class Door {
  readonly #register: DeviceRegister
  readonly #feed: FeedWriter
  readonly #profiles: ReadonlyMap<string, Profile>
  readonly #labels: ViolationLabels
  readonly #waiting: WaitingDevices
  readonly #memory: { readonly full: boolean }
  readonly #gateways: GatewayPulse
  readonly #clock: () => number
  readonly #log: Logger

  constructor(parts: { register: DeviceRegister; feed: FeedWriter; memory: { readonly full: boolean }; gateways: GatewayPulse; profiles: ReadonlyMap<string, Profile>; labels: ViolationLabels; waiting: WaitingDevices; clock: () => number; log: Logger }) {
    this.#register = parts.register
    this.#feed = parts.feed
    this.#memory = parts.memory
    this.#profiles = parts.profiles
    this.#gateways = parts.gateways
    this.#labels = parts.labels
    this.#waiting = parts.waiting
    this.#clock = parts.clock
    this.#log = parts.log
  }

  /**
   * Takes parsed items in. `deviceOf` names the device an item speaks for: the topic's over MQTT, its own field over
   * HTTP.
   */
  async receive(subject: Subject, sender: Sender, origin: Origin, items: readonly unknown[], deviceOf: (item: unknown) => unknown): Promise<Receipt> {
    this.requireRoom()
    const receivedAt = this.#clock()
    const out: FeedItem[] = []
    const pictures: Picture[] = []
    const errors: ItemError[] = []
    let accepted = 0
    for (const [index, item] of items.entries()) {
      const id = deviceOf(item)
      const found = typeof id === 'string' ? this.#speaker(sender, id) : { type: 'invalid' as const, detail: 'device is not named' }
      const device = found instanceof Promise ? await found : found
      if (!('type' in device) && !(subject === 'status' && device.profile === 'gateway' && isOffline(item))) this.#gateways.hear(device, receivedAt)
      const rejection = 'type' in device ? device : this.#readItem(subject, sender, device, item, receivedAt, out, pictures)
      if (rejection) {
        if (rejection.type === 'unknown-device' && 'device' in sender) this.#waiting.saw(sender.device.id, String(id), sampleOf(subject, item))
        errors.push({ index, type: rejection.type, detail: rejection.detail })
        out.push(deadLetter(origin, typeof id === 'string' ? id : null, receivedAt, rejection, JSON.stringify(item) ?? 'undefined'))
      } else accepted++
    }
    if (out.length === 0) return { accepted, errors }
    await this.#feed.append(out, pictures)
    return { accepted, errors }
  }

  /** Keeps a payload of which nothing could be used. */
  async refuse(origin: Origin, device: string | null, rejection: Rejection, payload: string | Buffer): Promise<void> {
    this.requireRoom()
    this.#log.debug({ origin, device, rejection }, 'dead letter')
    const text = typeof payload === 'string' ? payload : payload.subarray(0, KEPT_PAYLOAD).toString('utf8')
    await this.#feed.append([deadLetter(origin, device, this.#clock(), rejection, text)])
  }

  /** Throws DoorBusy where nothing can be taken in just now; for who would otherwise do what can't be undone first. */
  requireRoom(): void {
    if (this.#memory.full) throw new DoorBusy('Redis is at its memory bound')
    if (this.#feed.backlog > MAX_BACKLOG) throw new DoorBusy('too much is waiting for the feed')
  }

  #readItem(subject: Subject, sender: Sender, device: KnownDevice, item: unknown, receivedAt: number, out: FeedItem[], pictures: Picture[]): Rejection | null {
    if (isObject(item) && item.device !== undefined && item.device !== device.id) {
      return { type: 'forbidden', detail: `sent as ${device.id}, it names ${String(item.device).slice(0, 64)} as its device` }
    }
    switch (subject) {
      case 'readings': {
        const { reading, rejection } = readReading(device.id, item, receivedAt, this.#profiles.get(device.profile) ?? NO_FAULTS)
        if (reading) out.push(reading)
        return rejection
      }
      case 'detections': {
        const { detection, picture, rejection } = readDetection(device.id, item, receivedAt)
        if (detection) out.push(this.#inCatalogue(sender, detection))
        if (picture) pictures.push(picture)
        return rejection
      }
      case 'status': {
        if (!isObject(item) || typeof item.online !== 'boolean') return { type: 'invalid', detail: 'online is neither true nor false' }
        const time = eventTimeOf(item, receivedAt)
        if ('type' in time) return time
        out.push({ kind: 'heartbeat', device: device.id, ts: time.ts, receivedAt, online: item.online })
        return null
      }
    }
  }

  /** Cameras of ours, and programs that post, may have labels of their own; a gateway's format was brought to the catalogue by its own table. */
  #inCatalogue(sender: Sender, detection: Detection): Detection {
    const format = ('device' in sender && sender.device.format) || NATIVE
    const meaning = format === NATIVE ? violationOfLabel(this.#labels, NATIVE, detection.type) : 'context'
    return typeof meaning === 'object' ? { ...detection, type: meaning.violation } : detection
  }

  /** The device an item speaks for, if the sender may speak for it. */
  #speaker(sender: Sender, id: string): KnownDevice | Rejection | Promise<KnownDevice | Rejection> {
    if ('device' in sender && sender.device.id === id) return sender.device
    const found = this.#register.find(id)
    return found instanceof Promise ? found.then((device) => maySpeak(sender, id, device)) : maySpeak(sender, id, found)
  }
}

/** That a gateway is away is told by others: a broker, or we who ask it. */
function isOffline(item: unknown): boolean {
  return isObject(item) && item.online === false
}

function maySpeak(sender: Sender, id: string, device: KnownDevice | null): KnownDevice | Rejection {
  const gateway = 'device' in sender ? sender.device : null
  // A plain device learns nothing of which other ids exist.
  if (gateway && gateway.profile !== 'gateway') return { type: 'forbidden', detail: `${gateway.id} may not speak for ${id}` }
  if (!device) return { type: 'unknown-device', detail: `no device ${id} is registered` }
  if (gateway && device.gateway !== gateway.id) return { type: 'forbidden', detail: `${gateway.id} may not speak for ${id}` }
  return device
}

function deadLetter(origin: Origin, device: string | null, receivedAt: number, rejection: Rejection, payload: string): DeadLetter {
  return {
    kind: 'dead-letter', device: device?.slice(0, 200) ?? null, receivedAt, source: origin.source, address: origin.address.slice(0, 500),
    type: rejection.type, detail: rejection.detail.slice(0, 500), payload: payload.slice(0, KEPT_PAYLOAD),
  }
}
