import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import proto from 'sparkplug-payload/lib/sparkplugPayloadProto.js'
import { decoderOf, formats, NOON } from '../../test/builders/decoding.ts'
import type { Decoded } from './decoder.ts'

/** More cases for each format than the everyday run takes: `DECODER_CASES=5000 npx vitest run --project unit server/decoders`. */
const CASES = Number(process.env.DECODER_CASES ?? 120)

const { Payload } = proto.org.eclipse.tahu.protobuf

/** A valid payload of each JSON format, and the topic it comes by. */
const VALID: Readonly<Record<string, readonly [topic: string, payload: object]>> = {
  chirpstack: ['application/a/device/e/event/up', { deviceInfo: { devEui: 'e' }, time: '2026-11-22T04:00:00Z', fPort: 2, data: 'AA==', object: { temperature: 4, door: true, history: [{ timestamp: 1, temperature: 2 }] } }],
  'the-things-stack': ['v3/a@t/devices/d/up', { end_device_ids: { dev_eui: 'e', device_id: 'd' }, uplink_message: { f_port: 2, frm_payload: 'AA==', decoded_payload: { temperature: '4 °C', contact: false } } }],
  zigbee2mqtt: ['zigbee2mqtt/fridge', { temperature: 4, contact: true, last_seen: 1 }],
  tasmota: ['tele/t1/SENSOR', { Time: '2026-11-22T12:00:00', AM2301: { Temperature: 4, Humidity: 50 }, TempUnit: 'F' }],
  frigate: ['frigate/events', { type: 'new', before: {}, after: { id: 'e', camera: 'c', label: 'rat', top_score: 0.9, start_time: 1, frame_time: 1, current_zones: ['z'], data: { box: [0, 0, 1, 1] } } }],
  hikvision: ['/alertStream', { eventType: 'VMD', eventState: 'active', macAddress: 'a', channelID: 1, dateTime: '2026-11-22T12:00:00+08:00', DetectionRegionList: [{ regionID: 1, TargetRect: { X: 0 } }] }],
  dahua: ['/eventManager', {}],
  onvif: ['c/onvif-ej/RuleEngine/X', { UtcTime: '2026-11-22T04:00:00Z', Source: { Rule: 'r' }, Data: { ObjectId: 1, State: true } }],
  axis: ['axis/S/event/x', { topic: 'x/ObjectAnalytics/Device1Scenario1', timestamp: 1, serial: 'S', message: { data: { active: '1', classTypes: 'human' } } }],
  shelly: ['s/events/rpc', { src: 's', method: 'NotifyStatus', params: { ts: 1, 'temperature:0': { tC: 4 }, 'devicepower:0': { battery: { percent: 5 } } } }],
}
const SPARKPLUG_TOPICS = ['spBv1.0/g/NBIRTH/n', 'spBv1.0/g/DBIRTH/n/d', 'spBv1.0/g/NDATA/n', 'spBv1.0/g/DDATA/n/d', 'spBv1.0/g/NDEATH/n', 'spBv1.0/g/DDEATH/n/d']
/** Topics of the same gateways that hold no measurement. */
const BESIDE: Readonly<Record<string, readonly string[]>> = { tasmota: ['tele/t1/LWT'], shelly: ['s/online'], zigbee2mqtt: ['zigbee2mqtt/bridge/state'] }
const TOPICS = [...Object.values(VALID).map(([topic]) => topic), ...SPARKPLUG_TOPICS, ...Object.values(BESIDE).flat(), '']

/** Written in place of the valid payload's numbers, as JSON text: some of it JSON.stringify would never write. */
const TOKENS = ['1e999', '-1e999', '"1e999"', '"-1e999 °F"', '1e308', '"1e308 °F"', '5e-324', '"NaN"', 'null', 'true', '{}', '[]', '{"value":1e999}', '{"value":"1e999","unit":"°F"}', '"4,5 °C"', '-0']
/** The same for Sparkplug: births and data of one device, with every kind of value. */
const sparkplug = fc.record({ alias: fc.nat(2), floatValue: fc.float(), longValue: fc.nat(), named: fc.boolean(), type: fc.nat(25), kind: fc.constantFrom('floatValue', 'doubleValue', 'longValue', 'intValue', 'stringValue', 'isNull'), ts: fc.maxSafeNat() })
  .map(({ alias, floatValue, longValue, named, type, kind, ts }) => {
    const values = { floatValue: { floatValue }, doubleValue: { doubleValue: floatValue * 1e300 }, longValue: { longValue }, intValue: { intValue: longValue }, stringValue: { stringValue: '1e999' }, isNull: { isNull: true } }
    const metric = { alias, datatype: type, timestamp: ts, ...values[kind], ...(named ? { name: `Room${alias}/Temperature` } : {}) }
    return Buffer.from(Payload.encode(Payload.create({ timestamp: ts, seq: alias, metrics: [metric] })).finish())
  })

/** Keys that reach into prototypes, and values that are no good. */
const awkward = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, '', 'NaN', '1e999', '30.11 kPa', 1e308, -1e308, 5e-324, [], {}, JSON.parse('{"__proto__": {"temperature": 4}}'), { value: { value: 1 } }),
  fc.double(), fc.string(), fc.jsonValue({ maxDepth: 3 }),
)
const key = fc.oneof(fc.constantFrom('__proto__', 'constructor', 'toString', 'temperature', 'door', 'history', 'params', 'object', 'kind', 'source', 'Id', 'value', 'unit'), fc.string())

/** Replaces, adds or takes away something somewhere in the object. */
function mutate(value: unknown, path: readonly number[], name: string, put: unknown): unknown {
  const [at, ...rest] = path
  if (typeof value !== 'object' || value === null || at === undefined) return put
  const keys = Object.keys(value)
  const chosen = at % (keys.length + 1) === keys.length ? name : (keys[at % (keys.length + 1)] ?? name)
  const copy = Object.fromEntries(Object.entries(value))
  Object.defineProperty(copy, chosen, { value: mutate(copy[chosen], rest, name, put), enumerable: true, configurable: true, writable: true })
  return copy
}

function isSound(one: Decoded): boolean {
  switch (one.kind) {
    case 'reading':
      return Object.values(one.values).length > 0 && Object.values(one.values).every((value) => Number.isFinite(value)) && isTime(one.ts) && one.source.length > 0 && hasNames(one.source)
    case 'status':
      return isTime(one.ts) && hasNames(one.source)
    case 'rejection':
      return hasNames(one.source) && one.detail.length > 0 && one.detail.length < 1000
    case 'reply':
      return one.topic.startsWith('spBv1.0/')
    case 'detection':
      return isTime(one.ts) && one.source.length > 0 && hasNames([...one.source, one.id, one.type])
  }
}
const isTime = (ts: unknown): boolean => ts === undefined || typeof ts === 'string' || Number.isFinite(ts)
const hasNames = (source: readonly string[]): boolean => source.every((name) => name !== '')

describe.each([...formats.keys()])('%s', (id) => {
  const decode = decoderOf(id)
  const valid = VALID[id]

  test('takes whatever comes without throwing, and says nothing that is no number', () => {
    const payload = fc.oneof(
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
      fc.json({ maxDepth: 4 }),
      fc.tuple(fc.array(fc.nat(20), { maxLength: 5 }), key, awkward).map(([path, name, put]) => JSON.stringify(mutate(valid?.[1] ?? {}, path, name, put))),
      fc.constantFrom(...TOKENS).map((token) => JSON.stringify(valid?.[1] ?? {}).replace(/(?<=:)(?:\d+|"4 °C")(?=[,}])/g, token)),
      sparkplug,
      fc.dictionary(key, awkward).map((object) => JSON.stringify(object)),
    )
    const topic = fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...(valid ? [valid[0]] : SPARKPLUG_TOPICS)) }, fc.constantFrom(...TOPICS), fc.string())
    fc.assert(fc.property(topic, payload, fc.nat(1e9), (topic, payload, later) => {
      const decoded = decode(topic, payload, { receivedAt: NOON + later })
      expect(decoded.filter((one) => !isSound(one))).toEqual([])
    }), { numRuns: CASES })
  })

  test.each<[string, string]>([
    ['deep nesting', `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`],
    ['deep lists', `${'['.repeat(200_000)}${']'.repeat(200_000)}`],
    ['many keys', JSON.stringify(Object.fromEntries(Array.from({ length: 60_000 }, (_, i) => [`temperature_${i}`, i])))],
    ['one long key', JSON.stringify({ ['_'.repeat(900_000)]: 1 })],
    ['one long text', JSON.stringify({ temperature: '1'.repeat(900_000), Time: '2'.repeat(60_000) })],
    ['many empty metrics', '\u0012\u0000'.repeat(200_000)],
  ])('is not held up by %s', (_what, text) => {
    const within = valid ? JSON.stringify(valid[1]).replace(/"(object|decoded_payload|AM2301|params)":\{/, `"$1":{"x":${text.startsWith('\u0012') ? '1' : text},`) : text
    const topics = valid ? [valid[0], ...(BESIDE[id] ?? [])] : ['spBv1.0/g/DBIRTH/n/d', 'spBv1.0/g/DDATA/n/d']
    for (const [payload, topic] of [...new Set([text, within])].flatMap((one) => topics.map((topic) => [one, topic] as const))) expect(decode(topic, payload).every(isSound)).toBe(true)
  }, 60_000)
})

test('a payload longer than any is refused unread', () => {
  for (const id of formats.keys()) {
    const [topic] = VALID[id] ?? ['spBv1.0/g/NDATA/n']
    expect(decoderOf(id)(topic, Buffer.alloc(2 * 1024 * 1024, 0x5b))).toMatchObject([{ kind: 'rejection', type: 'too-large' }])
  }
})
