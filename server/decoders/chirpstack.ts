import type { MetricNames } from '../../domain/metricNames.ts'
import type { Decoded, Decoder, Format, Message, Source } from './decoder.ts'
import { asId, isObject, readJsonObject, reject } from './json.ts'
import { LorawanUplinks } from './lorawan.ts'
import { noKnownMetric } from './measurements.ts'
import { writtenTime } from './writtenTime.ts'

type Body = Readonly<Record<string, unknown>>

/** A gateway's own time this near to ours may stand in where the network gives none; others are days off. */
const NEAR_MS = 60 * 60_000
/** Events that say nothing about a measured quantity. */
const SILENT_EVENTS = new Set(['join', 'ack', 'txack', 'log', 'location', 'integration'])

/** ChirpStack v4, by its MQTT or its HTTP integration with JSON encoding: both send the same body. */
export const chirpstack = (names: MetricNames): Format => ({
  id: 'chirpstack',
  topics: ['application/+/device/+/event/+'],
  prefix: null,
  create: () => new ChirpstackDecoder(names),
})

class ChirpstackDecoder implements Decoder {
  readonly #uplinks: LorawanUplinks

  constructor(names: MetricNames) {
    this.#uplinks = new LorawanUplinks(names)
  }

  decode(message: Message): readonly Decoded[] {
    if (message.retained) return []
    const event = eventIn(message.topic)
    if (event !== null && SILENT_EVENTS.has(event)) return []
    const read = readJsonObject(message)
    if ('rejection' in read) return [read.rejection]
    const body = read.object
    const device = isObject(body.deviceInfo) ? asId(body.deviceInfo.devEui) : null
    if (device === null) return [reject([], 'invalid', 'deviceInfo.devEui is missing')]
    switch (event ?? eventLike(body)) {
      case 'up':
        return this.#uplink([device], body, message)
      case 'status':
        return status([device], body)
      default:
        return [reject([device], 'invalid', 'which event this is can not be told: neither the topic nor ?event= names one we know')]
    }
  }

  #uplink(source: Source, body: Body, message: Message): readonly Decoded[] {
    // Without application data the device has only answered the network.
    if (!hasText(body.data) && !isObject(body.object)) return []
    if (!isObject(body.object)) return [reject(source, 'no-known-metric', 'object is missing: the device profile has no codec')]
    if (Object.keys(body.object).length === 0) return [noKnownMetric(source, [])]
    const key = asId(body.deduplicationId) ?? JSON.stringify([source[0], typeof body.fCnt === 'number' ? body.fCnt : 0, asId(body.data)])
    return this.#uplinks.decode({
      source, key, receivedAt: message.receivedAt, values: body.object,
      port: String(typeof body.fPort === 'number' ? body.fPort : 0),
      ts: writtenTime(body.time) ?? gatewayTime(body.rxInfo, message.receivedAt),
    })
  }
}

/** `application/…/event/up` over MQTT, `…?event=up` over HTTP. */
function eventIn(topic: string): string | null {
  const [, query, last] = /[?&]event=(\w{1,20})|\/event\/(\w{1,20})$/.exec(topic) ?? []
  return (query ?? last)?.toLowerCase() ?? null
}

/** The event by what only it holds; proxies drop the query. */
function eventLike(body: Body): string | null {
  if (Object.hasOwn(body, 'margin') || Object.hasOwn(body, 'batteryLevel')) return 'status'
  return isObject(body.object) || hasText(body.data) ? 'up' : null
}

/** The device's answer to the network's question, its battery in per cent. JSON leaves out false, and the 0 of an empty battery. */
function status(source: Source, body: Body): readonly Decoded[] {
  if (body.externalPowerSource === true || body.batteryLevelUnavailable === true) return []
  const battery = body.batteryLevel ?? 0
  if (typeof battery !== 'number' || !Number.isFinite(battery)) return [reject(source, 'not-a-number', 'batteryLevel is no number')]
  const ts = writtenTime(body.time)
  return [{ kind: 'reading', source, values: { battery }, ...(ts === undefined ? {} : { ts }) }]
}

function gatewayTime(rxInfo: unknown, receivedAt: number): number | undefined {
  if (!Array.isArray(rxInfo)) return undefined
  const times = rxInfo.slice(0, 20).map((one) => (isObject(one) && typeof one.nsTime === 'string' ? Date.parse(one.nsTime.slice(0, 64)) : Number.NaN))
  return times.find((time) => Math.abs(time - receivedAt) <= NEAR_MS)
}

function hasText(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}
