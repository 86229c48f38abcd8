import type { MetricNames } from '../../domain/metricNames.ts'
import type { Decoded, Decoder, Format, Message, Source } from './decoder.ts'
import { asId, isObject, readJsonObject, reject } from './json.ts'
import { LorawanUplinks } from './lorawan.ts'
import { writtenTime } from './writtenTime.ts'

type Body = Readonly<Record<string, unknown>>

/** The Things Stack v3 (The Things Network), by MQTT or webhook with the JSON format: both send the same body. */
export const thingsStack = (names: MetricNames): Format => ({
  id: 'the-things-stack',
  topics: ['v3/+/devices/+/up'],
  prefix: null,
  create: () => new ThingsStackDecoder(names),
})

/** Webhook messages beside uplinks; `uplink_normalized` repeats an uplink in the network's own words. */
const SILENT = [
  'join_accept', 'downlink_ack', 'downlink_nack', 'downlink_sent', 'downlink_failed', 'downlink_queued', 'downlink_queue_invalidated',
  'location_solved', 'service_data', 'uplink_normalized',
]

/** LoRaWAN carries at most 242 bytes, 324 characters of base64. */
const MOST_BYTES = 400

class ThingsStackDecoder implements Decoder {
  readonly #uplinks: LorawanUplinks

  constructor(names: MetricNames) {
    this.#uplinks = new LorawanUplinks(names)
  }

  decode(message: Message): readonly Decoded[] {
    if (message.retained) return []
    const read = readJsonObject(message)
    if ('rejection' in read) return [read.rejection]
    const body = read.object
    const ids = isObject(body.end_device_ids) ? body.end_device_ids : {}
    const source = [asId(ids.dev_eui), asId(ids.device_id)].filter((id) => id !== null)
    if (source.length === 0) return [reject([], 'invalid', 'end_device_ids names no device')]
    if (isObject(body.uplink_message)) return this.#uplink(source, body, body.uplink_message, message.receivedAt)
    return SILENT.some((name) => Object.hasOwn(body, name)) ? [] : [reject(source, 'invalid', 'neither an uplink nor another message of the network')]
  }

  #uplink(source: Source, body: Body, uplink: Body, receivedAt: number): readonly Decoded[] {
    if (body.simulated === true) return [reject(source, 'invalid', 'simulated: no sensor measured this')]
    const values = isObject(uplink.decoded_payload) ? uplink.decoded_payload : {}
    if (Object.keys(values).length === 0) {
      // Without a payload the device has only answered the network.
      const bytes = typeof uplink.frm_payload === 'string' && uplink.frm_payload !== ''
      return bytes ? [reject(source, 'no-known-metric', 'decoded_payload is empty: the payload formatter gave nothing')] : []
    }
    // f_cnt 0 is left out. A device activated by hand may start to count anew in the same session: the bytes tell.
    const bytes = typeof uplink.frm_payload === 'string' ? uplink.frm_payload.slice(0, MOST_BYTES) : null
    const count = typeof uplink.f_cnt === 'number' ? uplink.f_cnt : 0
    const key = JSON.stringify([source[0], asId(uplink.session_key_id), count, bytes])
    return this.#uplinks.decode({
      source, key, receivedAt, values,
      port: String(typeof uplink.f_port === 'number' ? uplink.f_port : 0),
      ts: writtenTime(uplink.received_at) ?? writtenTime(body.received_at),
    })
  }
}
