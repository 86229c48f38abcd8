import { violationOfLabel, type ViolationLabels } from '../../domain/violationLabel.ts'
import type { Decoded, DecodedReply, Decoder, Format, Message } from '../decoders/decoder.ts'
import type { Door, Origin, Receipt, Subject } from '../door/door.ts'
import type { Rejection } from '../door/readings.ts'
import type { DeviceRegister, KnownDevice } from '../register/deviceRegister.ts'
import { KINDS, resultOf, waitingKey, type MessageLog, type MessageResult } from '../messages/messageLog.ts'
import { Channels } from './channels.ts'
import { sampleOf, type WaitingDevices } from './waitingDevices.ts'

/** Items of one message that the viewer of raw messages may show. */
const MOST_SHOWN = 50

/** The zone of a gateway that names none. */
const HERE = 'Asia/Shanghai'

interface Decoding {
  /** What the decoder was made from: with other settings another is made. */
  readonly made: string
  readonly decoder: Decoder
}

/** Our own format. */
const NATIVE = 'native'

const SUBJECTS = { reading: 'readings', detection: 'detections', status: 'status' } as const

type Usable = Exclude<Decoded, { kind: 'rejection' | 'reply' }>

/** An item as the door takes it, with the device it speaks for. */
type NativeItem = Record<string, unknown> & { readonly device: string }

/** What became of a message: what is in the feed, what was kept as a dead letter, and what the format wants said back. */
export interface Taken {
  readonly accepted: number
  readonly errors: readonly Rejection[]
  readonly replies: readonly DecodedReply[]
}

/**
 * What comes from gateways in formats of their own: decoded, brought to registered devices and to the catalogue's
 * names, and handed to the door, which checks it like anything native.
 */
export class Gateways {
  readonly #formats: ReadonlyMap<string, Format>
  readonly #labels: ViolationLabels
  readonly #door: Door
  readonly #register: DeviceRegister
  readonly #waiting: WaitingDevices
  readonly #log: MessageLog
  readonly #channels = new Channels()
  readonly #decodings = new Map<string, Decoding>()

  constructor(parts: { formats: ReadonlyMap<string, Format>; labels: ViolationLabels; door: Door; register: DeviceRegister; waiting: WaitingDevices; messageLog: MessageLog }) {
    this.#formats = parts.formats
    this.#labels = parts.labels
    this.#door = parts.door
    this.#register = parts.register
    this.#waiting = parts.waiting
    this.#log = parts.messageLog
  }

  /** Whether the device is a gateway that speaks a format of this list. */
  understands(device: KnownDevice): boolean {
    return device.profile === 'gateway' && device.format !== null && this.#formats.has(device.format)
  }

  /** Why a gateway's own topics are not read, where its format is none that we know; else nothing. */
  hint(device: KnownDevice | null): string {
    return device?.profile === 'gateway' && device.format !== NATIVE && !this.understands(device) ? `: we decode no format ${device.format ?? ''}, only ${[...this.#formats.keys()].join(', ')}` : ''
  }

  /** Resolves once everything the message says is in the feed, or kept as a dead letter; it may be acknowledged then. */
  async take(gateway: KnownDevice, origin: Origin, message: Message): Promise<Taken> {
    // A decoder remembers what it was given: it must not be given what the door would then refuse.
    this.#door.requireRoom()
    const decoder = this.#decoderOf(gateway)
    if (!decoder) return this.#refused(origin, gateway.id, { type: 'invalid', detail: `no format ${gateway.format ?? 'at all'} is known` }, message.payload)
    return this.deliver(gateway, origin, decoder.decode(message), message.payload)
  }

  /**
   * The same for what comes by topics that several gateways share: it is read once, and each item goes to the gateway
   * that knows its source; what none knows waits behind the first.
   */
  async takeShared(gateways: readonly KnownDevice[], origin: Origin, message: Message): Promise<Taken> {
    const [first, ...others] = gateways
    if (!first) return { accepted: 0, errors: [], replies: [] }
    if (others.length === 0) return this.take(first, origin, message)
    this.#door.requireRoom()
    const decoded = this.#decoderOf(first)?.decode(message) ?? []
    const known = await Promise.all(gateways.map((gateway) => this.#register.sourcesOf(gateway.id)))
    const shares = gateways.map((): Decoded[] => [])
    for (const item of decoded) {
      if (item.kind !== 'reply' && item.source.length === 0) for (const share of shares) share.push(item)
      else shares[item.kind === 'reply' ? 0 : Math.max(0, known.findIndex((names, i) => devicesOf(gateways[i] ?? first, names, item).length > 0))]?.push(item)
    }
    const taken = await Promise.all(gateways.map((gateway, i) => this.deliver(gateway, origin, shares[i] ?? [], message.payload)))
    return { accepted: taken.reduce((sum, { accepted }) => sum + accepted, 0), errors: taken.flatMap(({ errors }) => errors), replies: taken.flatMap(({ replies }) => replies) }
  }

  /** The MQTT topics that the gateway publishes to; none where it comes another way. */
  filtersOf(gateway: KnownDevice): string[] {
    const format = this.understands(gateway) ? this.#formats.get(gateway.format ?? '') : undefined
    if (!format) return []
    const prefix = format.prefix === null ? '' : `${gateway.settings?.prefix ?? format.prefix}/`
    return format.topics.map((topic) => `${prefix}${topic}`)
  }

  /** Takes in what is decoded already, such as the answers of a controller that we ask; `payload` is kept with what fails. */
  async deliver(gateway: KnownDevice, origin: Origin, decoded: readonly Decoded[], payload: string | Buffer): Promise<Taken> {
    const names = await this.#register.sourcesOf(gateway.id)
    const items: Record<Subject, NativeItem[]> = { readings: [], detections: [], status: [] }
    const replies: DecodedReply[] = []
    const work: Promise<Omit<Taken, 'replies'> | Receipt>[] = []
    for (const item of decoded) {
      if (item.kind === 'reply') {
        replies.push(item)
        continue
      }
      const devices = devicesOf(gateway, names, item)
      if (item.kind === 'rejection') work.push(this.#refused(origin, devices[0] ?? item.source[0] ?? gateway.id, item, payload))
      else if (devices.length === 0) work.push(this.#unknown(gateway, origin, item, payload))
      else for (const device of devices) this.#sort(gateway, device, item, items)
    }
    const told = { readings: items.readings.length, detections: items.detections.length, status: items.status.length }
    if (this.#formats.get(gateway.format ?? '')?.vouches) this.#vouch(gateway, names, items)
    const taken: MessageResult[] = []
    for (const subject of ['readings', 'detections', 'status'] as const) {
      const offered = items[subject]
      if (offered.length === 0) continue
      work.push(this.#door.receive(subject, { device: gateway }, origin, offered, (item) => (item as NativeItem).device).then((receipt) => {
        const failed = new Map(receipt.errors.map((error) => [error.index, error]))
        for (const [i, item] of offered.slice(0, Math.min(told[subject], MOST_SHOWN)).entries()) taken.push(resultOf(item.device, KINDS[subject], item, failed.get(i)))
        return receipt
      }))
    }
    const results = await Promise.all(work)
    this.#show(gateway, names, origin, payload, decoded, taken)
    return { accepted: results.reduce((sum, { accepted }) => sum + accepted, 0), errors: results.flatMap(({ errors }) => errors.map(({ type, detail }) => ({ type, detail }))), replies }
  }

  /** Under the gateway's name, and under those it speaks of. */
  #show(gateway: KnownDevice, names: ReadonlyMap<string, string>, origin: Origin, payload: string | Buffer, decoded: readonly Decoded[], taken: readonly MessageResult[]): void {
    const by = new Map<string, MessageResult[]>([[gateway.id, []]])
    const add = (key: string, result: MessageResult): void => {
      by.get(gateway.id)?.push(result)
      if (key !== gateway.id) by.set(key, [...(by.get(key) ?? []), result])
    }
    for (const result of taken) add(result.device ?? gateway.id, result)
    for (const item of decoded.slice(0, MOST_SHOWN)) {
      if (item.kind === 'reply') continue
      const [device = null] = devicesOf(gateway, names, item)
      const name = nameOf(item)
      const key = device ?? waitingKey(gateway.id, name)
      if (item.kind === 'rejection') add(key, { device, kind: 'rejection', rejection: { type: item.type, detail: item.detail } })
      else if (device === null) add(key, resultOf(null, item.kind, item, { type: 'unknown-device', detail: `${name} is not registered behind ${gateway.id}` }))
    }
    for (const [key, results] of by) this.#log.note(key, origin, payload, { results })
  }

  async #refused(origin: Origin, device: string, { type, detail }: Rejection, payload: string | Buffer): Promise<Taken> {
    await this.#door.refuse(origin, device, { type, detail }, payload)
    return { accepted: 0, errors: [{ type, detail }], replies: [] }
  }

  /** The channels of a recorder that lives live too, but for those it has said are lost. */
  #vouch(gateway: KnownDevice, names: ReadonlyMap<string, string>, items: Record<Subject, NativeItem[]>): void {
    for (const { device } of items.detections) this.#channels.heard(gateway.id, device, true)
    for (const { device, online } of items.status) this.#channels.heard(gateway.id, device, online === true)
    if (!items.status.some(({ device, online }) => device === gateway.id && online === true)) return
    for (const device of this.#channels.vouchedFor(gateway.id, names.values(), performance.now())) items.status.push({ kind: 'status', device, online: true })
  }

  #decoderOf(gateway: KnownDevice): Decoder | null {
    const format = this.#formats.get(gateway.format ?? '')
    if (!format) return null
    const made = `${format.id} ${JSON.stringify(gateway.settings)}`
    const known = this.#decodings.get(gateway.id)
    if (known?.made === made) return known.decoder
    const decoder = format.create({ prefix: gateway.settings?.prefix ?? format.prefix, timeZone: gateway.settings?.timeZone ?? HERE })
    this.#decodings.set(gateway.id, { made, decoder })
    return decoder
  }

  #sort(gateway: KnownDevice, device: string, { source: _source, ...item }: Usable, items: Record<Subject, NativeItem[]>): void {
    switch (item.kind) {
      case 'reading': {
        const { waitsAs: _name, ...reading } = item
        items.readings.push({ ...reading, device })
        return
      }
      case 'status':
        items.status.push({ ...item, device })
        return
      case 'detection': {
        const meaning = violationOfLabel(this.#labels, gateway.format ?? '', item.type)
        items.detections.push({ ...item, device, type: typeof meaning === 'object' ? meaning.violation : item.type })
      }
    }
  }

  /** A sensing point behind a known gateway that nobody registered: shown as waiting, and its message kept. */
  #unknown(gateway: KnownDevice, origin: Origin, item: Usable, payload: string | Buffer): Promise<Taken> {
    const name = nameOf(item)
    this.#waiting.saw(gateway.id, name, sampleOf(SUBJECTS[item.kind], item))
    return this.#refused(origin, name, { type: 'unknown-device', detail: `${gateway.id} speaks of ${name}, which is not registered behind it` }, payload)
  }
}

/** What a person registers it by. */
function nameOf(item: Exclude<Decoded, { kind: 'reply' }>): string {
  return (item.kind === 'reading' ? item.waitsAs : undefined) ?? item.source[0] ?? ''
}

/**
 * The devices that an item is about; none where nobody registered them. What a thing says of its being online goes for each
 * of its sensing points, where these are registered and it is not: `store1:Room1` and `store1:Room2` for `store1`.
 */
function devicesOf(gateway: KnownDevice, names: ReadonlyMap<string, string>, item: Exclude<Decoded, { kind: 'reply' }>): string[] {
  if (item.source.length === 0) return [gateway.id]
  const itself = item.source.map((name) => names.get(name.toLowerCase())).find((device) => device !== undefined)
  if (itself !== undefined) return [itself]
  const parts = item.source.map((name) => `${name.toLowerCase()}:`)
  return item.kind === 'status' ? [...names].flatMap(([name, device]) => (parts.some((part) => name.startsWith(part)) ? [device] : [])) : []
}
