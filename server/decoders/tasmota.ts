import type { MetricNames } from '../../domain/metricNames.ts'
import type { Decoded, DecodedReading, Decoder, Format, Message, Source } from './decoder.ts'
import { fieldsOf } from './fields.ts'
import { asId, isObject, readJsonObject, reject } from './json.ts'
import { LocalTime } from './localTime.ts'
import { measure, noKnownMetric, type Measured } from './measurements.ts'
import { writtenTime } from './writtenTime.ts'

const PREFIX = 'tele'
const MOST_SENSORS = 50
const FAHRENHEIT = { temperature: '°F' }

/** Tasmota with its default full topic, `%prefix%/%topic%/`. */
export const tasmota = (names: MetricNames): Format => ({
  id: 'tasmota',
  topics: ['+/SENSOR', '+/LWT'],
  prefix: PREFIX,
  create: ({ prefix, timeZone }) => new TasmotaDecoder(names, prefix ?? PREFIX, new LocalTime(timeZone)),
})

class TasmotaDecoder implements Decoder {
  readonly #names: MetricNames
  readonly #prefix: string
  readonly #localTime: LocalTime

  constructor(names: MetricNames, prefix: string, localTime: LocalTime) {
    this.#names = names
    this.#prefix = prefix
    this.#localTime = localTime
  }

  decode(message: Message): readonly Decoded[] {
    if (message.retained) return []
    const below = message.topic.startsWith(`${this.#prefix}/`) ? message.topic.slice(this.#prefix.length + 1) : ''
    const [, name, kind] = /^(.+)\/(SENSOR|LWT)$/.exec(below) ?? []
    const topic = asId(name)
    if (topic === null) return [reject([], 'invalid', 'the topic is no SENSOR or LWT below the prefix')]
    return kind === 'LWT' ? lastWill([topic], message) : this.#sensors(topic, message)
  }

  #sensors(topic: string, message: Message): readonly Decoded[] {
    const read = readJsonObject(message, [topic])
    if ('rejection' in read) return [read.rejection]
    const ts = this.#time(read.object.Time)
    const units = read.object.TempUnit === 'F' ? FAHRENHEIT : {}
    const decoded: Decoded[] = []
    const unknown: string[] = []
    const taken = new Set<string>()
    for (const [key, value] of Object.entries(read.object).slice(0, MOST_SENSORS)) {
      const found = measure(this.#names, fieldsOf({ [key]: value }), units)
      const sensor = sensorNames(topic, key, isObject(value) ? value.Id : null)
      unknown.push(...found.unknown)
      decoded.push(...found.problems.map(({ type, detail }) => reject([...sensor, topic], type, detail)))
      decoded.push(...sensorReadings(sensor, topic, ts, found.measured, taken))
    }
    return decoded.length === 0 && unknown.length > 0 ? [noKnownMetric([topic], unknown)] : decoded
  }

  /** Local time, unless the firmware was told to write its zone. */
  #time(written: unknown): DecodedReading['ts'] {
    return typeof written === 'string' ? (this.#localTime.read(written.slice(0, 40)) ?? writtenTime(written)) : writtenTime(written)
  }
}

/** The sensor by its own serial number, which stays when the order on the wire changes, and by its place. */
function sensorNames(topic: string, key: string, id: unknown): Source {
  return [asId(id), asId(key) ?? 'sensor'].filter((name) => name !== null).map((name) => `${topic}:${name}`)
}

/**
 * One sensor's readings. The first sensor of a kind may stand for the whole device; the others must be registered by
 * their own names, so that two thermometers are never taken for one.
 * @param taken the metrics that an earlier sensor of this message has; added to
 */
function sensorReadings(sensor: Source, topic: string, ts: DecodedReading['ts'], measured: readonly Measured[], taken: Set<string>): DecodedReading[] {
  const own = new Map(measured.toReversed().map((one) => [one.metric, one]))
  const further = measured.filter((one) => own.get(one.metric) !== one)
  const values = (of: readonly Measured[]) => Object.fromEntries(of.map(({ metric, value }) => [metric, value]))
  const groups = [
    { source: [...sensor, topic], of: [...own.values()].filter(({ metric }) => !taken.has(metric)) },
    { source: sensor, of: [...own.values()].filter(({ metric }) => taken.has(metric)) },
    ...further.map((one) => ({ source: [`${topic}:${one.name}`], of: [one] })),
  ]
  for (const metric of own.keys()) taken.add(metric)
  return groups.filter(({ of }) => of.length > 0).map(({ source, of }) => ({ kind: 'reading', source, values: values(of), ...(ts === undefined ? {} : { ts }) }))
}

function lastWill(source: Source, message: Message): readonly Decoded[] {
  const word = message.payload.subarray(0, 20).toString('utf8').trim().toLowerCase()
  if (word !== 'online' && word !== 'offline') return [reject(source, 'invalid', 'neither Online nor Offline')]
  return [{ kind: 'status', source, online: word === 'online' }]
}
