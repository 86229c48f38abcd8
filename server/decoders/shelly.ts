import type { MetricNames } from '../../domain/metricNames.ts'
import type { Decoded, DecodedReading, Decoder, Format, Message, Source } from './decoder.ts'
import { fieldsOf, type Field } from './fields.ts'
import { asId, isObject, readJsonObject, reject } from './json.ts'
import { decodeFields, noKnownMetric } from './measurements.ts'
import { Recent } from './recent.ts'
import { epochTime } from './writtenTime.ts'

type Component = Readonly<Record<string, unknown>>

const MOST_DEVICES = 5_000
const MOST_COMPONENTS = 100
/** A sensor built in, and the first of an add-on: these may stand for the whole device. */
const MAIN_CHANNELS = new Set(['0', '100'])
/** Parts that report on themselves: the temperature of a switch is that of its chip. */
const HOUSEKEEPING = new Set([
  'ts', 'sys', 'wifi', 'eth', 'cloud', 'mqtt', 'ws', 'ble', 'bthome', 'ht_ui', 'ui', 'plugs_ui', 'script', 'schedule', 'webhook', 'matter', 'knx',
  'modbus', 'zigbee', 'serial', 'service', 'switch', 'cover', 'light', 'rgb', 'rgbw', 'cct', 'input', 'em', 'em1', 'emdata', 'em1data', 'pm1',
  'illuminance', 'voltmeter', 'thermostat', 'dali', 'lora', 'camera', 'media',
])

/** Shelly Gen2 and later, over MQTT (`events/rpc` notifications must be enabled in the device). */
export const shelly = (names: MetricNames): Format => ({
  id: 'shelly',
  topics: ['+/events/rpc', '+/online'],
  prefix: null,
  create: () => new ShellyDecoder(names),
})

class ShellyDecoder implements Decoder {
  readonly #names: MetricNames
  /** Devices that last said they have external power: a partial notice does not repeat it. */
  readonly #powered = new Recent<boolean>(MOST_DEVICES)

  constructor(names: MetricNames) {
    this.#names = names
  }

  decode(message: Message): readonly Decoded[] {
    if (message.retained) return []
    const online = asId(/^(.+)\/online$/.exec(message.topic)?.[1])
    if (online !== null) return onlineStatus([online], message)
    const read = readJsonObject(message)
    if ('rejection' in read) return [read.rejection]
    const device = asId(read.object.src)
    if (device === null) return [reject([], 'invalid', 'src is missing')]
    const { method, params } = read.object
    if (method === 'NotifyEvent') return []
    if (method !== 'NotifyStatus' && method !== 'NotifyFullStatus') return [reject([device], 'invalid', 'method is neither NotifyStatus nor NotifyFullStatus')]
    return isObject(params) ? this.#status(device, params) : [reject([device], 'invalid', 'params is missing')]
  }

  #status(device: string, params: Component): readonly Decoded[] {
    const ts = epochTime(params.ts)
    const channels = new Map<string, Field[]>()
    const unknown: string[] = []
    for (const [key, component] of Object.entries(params).slice(0, MOST_COMPONENTS)) {
      const [kind = '', channel = '0'] = key.split(':')
      if (HOUSEKEEPING.has(kind) || !isObject(component)) continue
      const fields = this.#fields(device, kind, component)
      if (fields === null) unknown.push(key)
      else channels.set(nameOf(kind, channel), [...(channels.get(nameOf(kind, channel)) ?? []), ...fields])
    }
    const decoded = [...channels].flatMap(([channel, fields]) => this.#channel(device, channel, ts, fields))
    return unknown.length === 0 ? decoded : [...decoded, noKnownMetric([device], unknown)]
  }

  #channel(device: string, channel: string, ts: DecodedReading['ts'], fields: readonly Field[]): readonly Decoded[] {
    const source = MAIN_CHANNELS.has(channel) ? [`${device}:${channel}`, device] : [`${device}:${channel}`]
    return fields.length === 0 ? [] : decodeFields(this.#names, source, ts, fields).map((one, i) => (i === 0 && one.kind === 'reading' ? { ...one, source, waitsAs: source.at(-1) } : one))
  }

  /** What a part measures, or null where its kind tells no metric, as a BTHome sensor's does not. */
  #fields(device: string, kind: string, component: Component): Field[] | null {
    switch (kind) {
      case 'temperature':
        return Object.hasOwn(component, 'tC') ? [{ path: ['temperature'], value: component.tC, unit: '°C' }] : []
      case 'humidity':
        return Object.hasOwn(component, 'rh') ? [{ path: ['humidity'], value: component.rh, unit: '%' }] : []
      case 'devicepower':
        return this.#battery(device, component)
      case 'bthomedevice':
        return Object.hasOwn(component, 'battery') ? [{ path: ['battery'], value: component.battery, unit: '%' }] : []
      case 'bthomesensor':
        return null
      default: {
        const fields = fieldsOf(component).filter(({ path }) => path[0] !== 'id')
        return decodeFields(this.#names, [device], undefined, fields).some((one) => one.kind === 'reading') ? fields : null
      }
    }
  }

  /** On external power the battery's per cent, mostly 0, say nothing about it. */
  #battery(device: string, component: Component): Field[] {
    if (isObject(component.external)) this.#powered.set(device, component.external.present === true)
    if (this.#powered.get(device) === true || !isObject(component.battery) || !Object.hasOwn(component.battery, 'percent')) return []
    return [{ path: ['battery'], value: component.battery.percent, unit: '%' }]
  }
}

/** The parts of one channel make one sensing point; a Bluetooth device is one of its own. */
function nameOf(kind: string, channel: string): string {
  return kind === 'bthomedevice' ? `${kind}:${channel.slice(0, 20)}` : channel.slice(0, 20)
}

/** The last will of the device, on the topic `<prefix>/online`. */
function onlineStatus(source: Source, message: Message): readonly Decoded[] {
  const word = message.payload.subarray(0, 20).toString('utf8').trim()
  return word === 'true' || word === 'false' ? [{ kind: 'status', source, online: word === 'true' }] : [reject(source, 'invalid', 'neither true nor false')]
}
