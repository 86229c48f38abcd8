import { describe, expect, test } from 'vitest'
import sparkplugPayload from 'sparkplug-payload/lib/sparkplugbpayload.js'
import proto from 'sparkplug-payload/lib/sparkplugPayloadProto.js'
import { decoderOf, NOON } from '../../test/builders/decoding.ts'

const { Payload } = proto.org.eclipse.tahu.protobuf
const NODE = ['plant/cold', 'cold']
const DEVICE = ['plant/cold/store1', 'cold/store1', 'store1']
const topic = (type: string) => `spBv1.0/plant/${type}/cold${type.startsWith('D') ? '/store1' : ''}`

type Metric = Parameters<typeof Payload.create>[0] extends infer P ? (P extends { metrics?: (infer M)[] | null } ? M : never) : never

const payload = (seq: number | null, metrics: Metric[], timestamp = NOON): Buffer =>
  Buffer.from(Payload.encode(Payload.create({ timestamp, metrics, ...(seq === null ? {} : { seq }) })).finish())
const float = (name: string | null, alias: number | null, floatValue: number, more: Metric = {}): Metric =>
  ({ ...(name === null ? {} : { name, datatype: 9 }), ...(alias === null ? {} : { alias }), floatValue, ...more })
const nodeBirth = (bdSeq = 0) => payload(0, [{ name: 'bdSeq', datatype: 4, longValue: bdSeq }, { name: 'Node Control/Rebirth', datatype: 11, booleanValue: false }])
const deviceBirth = payload(1, [float('Temperature', 1, -18.4), float('Humidity', 2, 81.5), { name: 'Door', alias: 3, datatype: 11, booleanValue: true }])

function born() {
  const decode = decoderOf('sparkplug')
  decode(topic('NBIRTH'), nodeBirth())
  const decoded = decode(topic('DBIRTH'), deviceBirth)
  return { decode, decoded }
}

describe('a Sparkplug birth', () => {
  test('tells that node and device are there, and their values', () => {
    expect(decoderOf('sparkplug')(topic('NBIRTH'), nodeBirth())).toEqual([{ kind: 'status', source: NODE, online: true, ts: NOON }])
    expect(born().decoded).toEqual([
      { kind: 'status', source: DEVICE, online: true, ts: NOON },
      { kind: 'reading', source: DEVICE, ts: NOON, values: { temperature: -18.4, humidity: 81.5, door: 1 } },
    ])
  })

  test('of a device without its node is taken, and the node asked for a rebirth', () => {
    expect(decoderOf('sparkplug')(topic('DBIRTH'), deviceBirth)).toMatchObject([{ kind: 'status' }, { kind: 'reading' }, { kind: 'reply' }])
  })

  test('that declares nothing we know names what it declares', () => {
    const decode = decoderOf('sparkplug')
    decode(topic('NBIRTH'), nodeBirth())
    expect(decode(topic('DBIRTH'), payload(1, [float('Pumps/Speed', 1, 3)]))).toMatchObject([{ kind: 'status' }, { type: 'no-known-metric', detail: expect.stringContaining('Pumps/Speed') }])
  })
})

describe('Sparkplug data', () => {
  test('is read by alias, with neither name nor type, and float32 as the sensor said it', () => {
    const { decode } = born()
    expect(decode(topic('DDATA'), payload(2, [float(null, 1, -18.399999618530273, { timestamp: NOON - 5000 })]))).toEqual([
      { kind: 'reading', source: DEVICE, ts: NOON - 5000, values: { temperature: -18.4 } },
    ])
    expect(decode(topic('DDATA'), payload(3, [{ alias: 3, booleanValue: false }]))).toMatchObject([{ values: { door: 0 } }])
  })

  test('that is historical keeps its own times', () => {
    const { decode } = born()
    const historical = payload(2, [float(null, 1, -17, { isHistorical: true, timestamp: NOON - 7_200_000 }), float(null, 1, -17.5, { isHistorical: true, timestamp: NOON - 3_600_000 })])
    expect(decode(topic('DDATA'), historical)).toMatchObject([{ ts: NOON - 7_200_000, values: { temperature: -17 } }, { ts: NOON - 3_600_000, values: { temperature: -17.5 } }])
  })

  test.each<[string, Metric, Metric, number]>([
    ['Int16 in two bytes', { datatype: 2 }, { intValue: 65_518 }, -18],
    ['Int16 in four bytes', { datatype: 2 }, { intValue: 4_294_967_278 }, -18],
    ['Int32', { datatype: 3 }, { intValue: 4_294_967_278 }, -18],
    ['Int64', { datatype: 4 }, { longValue: -18 }, -18],
    ['Double', { datatype: 10 }, { doubleValue: -18.25 }, -18.25],
    ['String', { datatype: 12 }, { stringValue: '-18.5 °C' }, -18.5],
    ['Float in Fahrenheit', { datatype: 9, properties: { keys: ['engUnit'], values: [{ type: 12, stringValue: '°F' }] } }, { floatValue: -0.4 }, -18],
  ])('reads %s', (_what, declared, value, expected) => {
    const decode = decoderOf('sparkplug')
    decode(topic('NBIRTH'), nodeBirth())
    decode(topic('DBIRTH'), payload(1, [{ name: 'Air/Temperature', alias: 9, ...declared, ...value }]))
    expect(decode(topic('DDATA'), payload(2, [{ alias: 9, ...value }]))).toMatchObject([{ values: { temperature: expected } }])
  })

  test('of several rooms behind one device keeps them apart', () => {
    const decode = decoderOf('sparkplug')
    decode(topic('NBIRTH'), nodeBirth())
    decode(topic('DBIRTH'), payload(1, [float('Room1/Temperature', 1, 4), float('Room1/Humidity', 2, 50), float('Room2/Temperature', 3, 5), float('Room2/Humidity', 4, 60)]))
    const decoded = decode(topic('DDATA'), payload(2, [float(null, 1, 4), float(null, 2, 50), float(null, 3, 5), float(null, 4, 60)]))
    expect(decoded).toMatchObject([
      { source: ['plant/cold/store1:Room1', 'cold/store1:Room1', 'store1:Room1', ...DEVICE], values: { temperature: 4, humidity: 50 } },
      { source: expect.arrayContaining(['plant/cold/store1:Room2', 'store1:Room2']), values: { temperature: 5, humidity: 60 } },
    ])
    expect(decoded[1]).toHaveProperty('source', expect.not.arrayContaining(DEVICE))
  })

  test('that is null is told, but not in a birth', () => {
    const { decode } = born()
    expect(decode(topic('DDATA'), payload(2, [{ alias: 1, isNull: true }]))).toMatchObject([{ kind: 'rejection', source: DEVICE, type: 'not-a-number' }])
    expect(decode(topic('DBIRTH'), payload(3, [{ name: 'Temperature', alias: 1, datatype: 9, isNull: true }]))).toMatchObject([{ kind: 'status' }])
  })

  test('before its birth is unusable, and a rebirth is asked for, at most every ten seconds', () => {
    const decode = decoderOf('sparkplug')
    const early = (seq: number, after: number) => decode(topic('DDATA'), payload(seq, [float(null, 1, 4)]), { receivedAt: NOON + after })
    const [rejection, reply] = early(7, 0)
    expect(rejection).toMatchObject({ kind: 'rejection', source: DEVICE, detail: expect.stringContaining('BIRTH') })
    expect(reply).toMatchObject({ kind: 'reply', topic: 'spBv1.0/plant/NCMD/cold' })
    expect(reply && 'payload' in reply && sparkplugPayload.decodePayload(reply.payload).metrics).toMatchObject([{ name: 'Node Control/Rebirth', type: 'Boolean', value: true }])
    expect(early(8, 9000).map(({ kind }) => kind)).toEqual(['rejection'])
    expect(early(9, 10_000).map(({ kind }) => kind)).toEqual(['rejection', 'reply'])
  })

  test('after a gap in the sequence is taken, and a rebirth asked for; 0 follows 255', () => {
    const { decode } = born()
    const kinds = (seq: number) => decode(topic('DDATA'), payload(seq, [float(null, 1, seq)])).map(({ kind }) => kind)
    expect(kinds(2)).toEqual(['reading'])
    expect(kinds(2)).toEqual(['reading'])
    expect(kinds(255)).toEqual(['reading', 'reply'])
    expect(kinds(0)).toEqual(['reading'])
  })
})

describe('a Sparkplug death', () => {
  const death = (bdSeq: number) => payload(null, [{ name: 'bdSeq', datatype: 4, longValue: bdSeq }], NOON - 86_400_000)

  test('of a node takes its devices with it, and their data need a new birth', () => {
    const { decode } = born()
    expect(decode(topic('NDEATH'), death(0))).toEqual([{ kind: 'status', source: NODE, online: false }, { kind: 'status', source: DEVICE, online: false }])
    expect(decode(topic('DDATA'), payload(2, [float(null, 1, 4)]))).toMatchObject([{ kind: 'rejection' }, { kind: 'reply' }])
  })

  test('of an earlier connection says nothing', () => {
    const decode = decoderOf('sparkplug')
    decode(topic('NBIRTH'), nodeBirth(5))
    expect(decode(topic('NDEATH'), death(4))).toEqual([])
    expect(decode(topic('NDEATH'), death(5))).toHaveLength(1)
  })

  test('of a device is its own', () => {
    const { decode } = born()
    expect(decode(topic('DDEATH'), payload(2, []))).toEqual([{ kind: 'status', source: DEVICE, online: false, ts: NOON }])
    expect(decode(topic('DDATA'), payload(3, [float(null, 1, 4)]))).toMatchObject([{ kind: 'rejection' }, { kind: 'reply' }])
  })
})

test('what is no Sparkplug message is refused, and what hosts say is none of ours', () => {
  const decode = decoderOf('sparkplug')
  expect(decode(topic('NDATA'), 'rubbish')).toMatchObject([{ kind: 'rejection', type: 'unparsable' }])
  expect(decode('spBv1.0/plant/NDATA', '')).toMatchObject([{ kind: 'rejection', type: 'invalid' }])
  expect(decode('spBv1.0/plant/DDATA/cold', '')).toMatchObject([{ kind: 'rejection', type: 'invalid' }])
  expect(decode('spBv1.0/STATE/scada', '{"online":true}')).toEqual([])
  expect(decode('spBv1.0/plant/NCMD/cold', payload(null, []))).toEqual([])
  expect(decode(topic('DBIRTH'), deviceBirth, { retained: true })).toEqual([])
})
