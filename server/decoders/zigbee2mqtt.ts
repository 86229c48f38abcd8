import type { MetricNames } from '../../domain/metricNames.ts'
import type { Decoded, Decoder, Format, Message, Source } from './decoder.ts'
import { fieldsOf } from './fields.ts'
import { asId, readJsonObject, reject } from './json.ts'
import { decodeFields } from './measurements.ts'
import { LocalTime } from './localTime.ts'
import { Recent } from './recent.ts'
import { epochTime } from './writtenTime.ts'

const PREFIX = 'zigbee2mqtt'
const MOST_DEVICES = 5_000
/** After its start Zigbee2MQTT publishes its whole cache once, within seconds. */
const CACHE_BURST_MS = 10_000

/** Zigbee2MQTT. Friendly names may hold slashes, so every topic below the prefix is subscribed. */
export const zigbee2mqtt = (names: MetricNames): Format => ({
  id: 'zigbee2mqtt',
  topics: ['#'],
  prefix: PREFIX,
  create: ({ prefix, timeZone }) => new Zigbee2mqttDecoder(names, prefix ?? PREFIX, new LocalTime(timeZone)),
})

class Zigbee2mqttDecoder implements Decoder {
  readonly #names: MetricNames
  readonly #prefix: string
  readonly #localTime: LocalTime
  /** The last values of each device, as text. */
  readonly #last = new Recent<string>(MOST_DEVICES)
  #cacheUntil = 0

  constructor(names: MetricNames, prefix: string, localTime: LocalTime) {
    this.#names = names
    this.#prefix = prefix
    this.#localTime = localTime
  }

  decode(message: Message): readonly Decoded[] {
    if (message.retained) return []
    if (!message.topic.startsWith(`${this.#prefix}/`)) return [reject([], 'invalid', `the topic is not below ${this.#prefix}/`.slice(0, 200))]
    const name = message.topic.slice(this.#prefix.length + 1)
    if (name === 'bridge/state') return this.#bridge(message)
    if (name.startsWith('bridge/') || /\/(?:set|get)(?:\/|$)/.test(name)) return []
    const available = /^(.+)\/availability$/.exec(name)?.[1]
    const device = asId(available ?? name)
    if (device === null) return [reject([], 'invalid', 'the topic names no device')]
    return available === undefined ? this.#device([device], message) : onlineStatus([device], message)
  }

  #bridge(message: Message): readonly Decoded[] {
    const decoded = onlineStatus([], message)
    if (decoded.some((one) => one.kind === 'status' && one.online)) this.#cacheUntil = message.receivedAt + CACHE_BURST_MS
    return decoded
  }

  #device(source: Source, message: Message): readonly Decoded[] {
    if (message.payload.length === 0) return []
    const read = readJsonObject(message, source)
    if ('rejection' in read) return [read.rejection]
    const ts = this.#lastSeen(read.object.last_seen)
    // null: the device has not reported this since it was paired.
    const fields = fieldsOf(read.object).filter(({ value }) => value !== null)
    const values = JSON.stringify(fields.filter(({ value }) => typeof value !== 'object').map(({ path, value }) => [path.join('.'), value])).slice(0, 1000)
    const known = this.#last.get(source[0] ?? '')
    this.#last.set(source[0] ?? '', values)
    const cached = ts === undefined && message.receivedAt < this.#cacheUntil && (known === undefined || known === values)
    return cached || (fields.length === 0 && Object.keys(read.object).length > 0) ? [] : decodeFields(this.#names, source, ts, fields)
  }

  /** ISO 8601 with or without a zone, or epoch milliseconds; the words of old versions (`2 minutes ago`) are no time. */
  #lastSeen(written: unknown): number | string | undefined {
    if (typeof written !== 'string') return epochTime(written)
    if (written.endsWith('ago')) return undefined
    return this.#localTime.read(written.slice(0, 40)) ?? epochTime(written)
  }
}

/** `{"state": "online"}`, or the bare word of versions before 2. */
function onlineStatus(source: Source, message: Message): readonly Decoded[] {
  const [, word] = /^\s*(?:\{\s*"state"\s*:\s*)?"?(online|offline)"?\s*\}?\s*$/.exec(message.payload.subarray(0, 200).toString('utf8')) ?? []
  return word === undefined ? [reject(source, 'invalid', 'neither online nor offline')] : [{ kind: 'status', source, online: word === 'online' }]
}
