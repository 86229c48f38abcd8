import { describe, expect, test } from 'vitest'
import { decoderOf, NOON } from '../../test/builders/decoding.ts'

const EUI = '24e124136b325021'
const TIME = '2026-11-22T03:59:58.744554+00:00'
const UP = `application/7e9b6a7c-5dd1-4e4a-a3f4-0c1a2f6f8d3a/device/${EUI}/event/up`

const uplink = (object: unknown, more: object = {}) => ({
  deduplicationId: '3ac7e3c4-4401-4b8d-9386-a5c902f9202d', time: TIME,
  deviceInfo: { tenantName: 'ChirpStack', applicationName: 'cold', deviceName: 'fridge 1', devEui: EUI, tags: {} },
  devAddr: '0189bcd2', adr: true, dr: 5, fCnt: 4, fPort: 85, confirmed: true, data: 'AXVkA2cQAQRoVA==', object,
  rxInfo: [{ gatewayId: '24e124fffef12ab0', uplinkId: 1, nsTime: '2026-11-19T03:59:58Z', rssi: -61, snr: 13.5 }], ...more,
})

describe('a ChirpStack uplink', () => {
  test.each<[string, Record<string, unknown>, Record<string, number>]>([
    ['Milesight EM300-TH', { battery: 92, temperature: -18.4, humidity: 65 }, { battery: 92, temperature: -18.4, humidity: 65 }],
    ['Dragino LHT65 with volts for a battery', { BatV: 3.03, Bat_status: 3, TempC_SHT: 4.12, Hum_SHT: 61.3 }, { temperature: 4.12, humidity: 61.3 }],
    ['a battery in volts under a name for per cent', { battery: 3.649, Temperature: 26.3, Humidity: 50.24 }, { temperature: 26.3, humidity: 50.24 }],
    ['numbers as text, with their unit and with a decimal comma', { ambient_temperature: '30.11 °C', humidity: '44,5%' }, { temperature: 30.11, humidity: 44.5 }],
    ['degrees Fahrenheit by the name and by the unit', { temp_f: 0, humidity: 50 }, { temperature: -17.777778, humidity: 50 }],
    ['values with their unit beside them', { temperature: { displayName: 'Air', unit: '°F', value: 41 } }, { temperature: 5 }],
    ['Cayenne LPP by channel', { temperatureSensor: { 1: 3.5 }, humiditySensor: { 2: 60 } }, { temperature: 3.5, humidity: 60 }],
    ['a door in words', { magnet_status: 'open', tamper_status: 'installed' }, { door: 1 }],
    ['a door as a number', { DOOR_OPEN_STATUS: 1, DOOR_OPEN_TIMES: 12, LAST_DOOR_OPEN_DURATION: 1 }, { door: 1 }],
    ['no probe, which the profile knows as a fault', { TempC_DS: 327.67, Bat: 90 }, { temperature: 327.67, battery: 90 }],
    ['exactly zero, which the object keeps', { temperature: 0, door: false }, { temperature: 0, door: 0 }],
  ])('reads %s', (_what, object, values) => {
    const [reading, ...more] = decoderOf('chirpstack')(UP, uplink(object))
    expect(more).toEqual([])
    expect(reading).toMatchObject({ kind: 'reading', ts: TIME })
    expect(reading).toHaveProperty('values', values)
    expect(reading).toHaveProperty('source', expect.arrayContaining([EUI]))
  })

  test('comes by HTTP with the event in the query, or without', () => {
    const decode = decoderOf('chirpstack')
    for (const path of ['/api/v1/feeds/site?event=up', '/api/v1/feeds/site']) {
      expect(decode(path, uplink({ temperature: 4, humidity: 50 }))).toEqual([{ kind: 'reading', source: [EUI], ts: TIME, values: { temperature: 4, humidity: 50 } }])
    }
  })

  test('of a device with two thermometers makes two sensing points', () => {
    expect(decoderOf('chirpstack')(UP, uplink({ TempC_DS: -18.5, TempC_SHT: 5, Hum_SHT: 60 }))).toEqual([
      { kind: 'reading', source: [EUI], ts: TIME, values: { temperature: 5, humidity: 60 } },
      { kind: 'reading', source: [`${EUI}:TempC_DS`], ts: TIME, values: { temperature: -18.5 } },
    ])
  })

  test('brings late samples with their own times', () => {
    const history = [{ timestamp: 1_795_300_000, temperature: 7, humidity: 50 }, { timestamp: 1_795_300_600, temperature: 8 }, { temperature: 9 }]
    expect(decoderOf('chirpstack')(UP, uplink({ history }))).toMatchObject([
      { kind: 'reading', ts: 1_795_300_000_000, values: { temperature: 7, humidity: 50 } },
      { kind: 'reading', ts: 1_795_300_600_000, values: { temperature: 8 } },
      { kind: 'rejection', type: 'bad-time' },
    ])
  })

  test('that comes again is the same reading, even where it has no time of its own', () => {
    const decode = decoderOf('chirpstack')
    const body = uplink({ temperature: 4 }, { time: undefined, rxInfo: [] })
    const first = decode(UP, body)
    expect(first).toMatchObject([{ ts: NOON }])
    expect(decode(UP, body, { receivedAt: NOON + 30_000 })).toEqual(first)
    expect(decode(UP, { ...body, deduplicationId: 'other' }, { receivedAt: NOON + 30_000 })).toMatchObject([{ ts: NOON + 30_000 }])
  })

  test('without a time takes the network\'s only where that is near', () => {
    const at = (nsTime: string) => decoderOf('chirpstack')(UP, uplink({ temperature: 4 }, { time: undefined, rxInfo: [{ nsTime }] }))
    expect(at('2026-11-19T03:59:58Z')).toMatchObject([{ ts: NOON }])
    expect(at('2026-11-22T03:59:58Z')).toMatchObject([{ ts: NOON - 2000 }])
  })

  test('leaves the judgement of an implausible time to the door', () => {
    expect(decoderOf('chirpstack')(UP, uplink({ temperature: 4 }, { time: '1980-01-06T00:00:00Z' }))).toMatchObject([{ ts: '1980-01-06T00:00:00Z' }])
  })

  test.each<[string, unknown, object, string]>([
    ['no codec', undefined, {}, 'no codec'],
    ['a codec that gives nothing', {}, {}, 'no values'],
    ['only unknown names', { counter_7: 3, weight: 12 }, {}, 'weight'],
  ])('with %s is told', (_what, object, more, detail) => {
    const [rejection] = decoderOf('chirpstack')(UP, uplink(object, more))
    expect(rejection).toMatchObject({ kind: 'rejection', source: [EUI], type: 'no-known-metric' })
    expect(rejection).toHaveProperty('detail', expect.stringContaining(detail))
  })

  test('keeps its good values beside bad ones', () => {
    expect(decoderOf('chirpstack')(UP, uplink({ temperature: 'broken', humidity: 50 }))).toMatchObject([
      { kind: 'reading', values: { humidity: 50 } },
      { kind: 'rejection', type: 'not-a-number', detail: expect.stringContaining('temperature') },
    ])
  })

  test('without application data, or with names that are known to be none of ours, says nothing', () => {
    const decode = decoderOf('chirpstack')
    expect(decode(UP, uplink(undefined, { data: undefined, fPort: undefined }))).toEqual([])
    expect(decode(UP, uplink({ BatV: 3.1, tamper_status: 'ok' }))).toEqual([])
    expect(decode(UP, uplink({ temperature: 4 }), { retained: true })).toEqual([])
  })
})

describe('a switch that an uplink leaves out', () => {
  const open = { battery: 90, door: true }

  test('is false where the device has sent the same names with it', () => {
    const decode = decoderOf('chirpstack')
    decode(UP, uplink(open))
    expect(decode(UP, uplink({ battery: 91 }))).toMatchObject([{ values: { battery: 91, door: 0 } }])
  })

  test('is an open door where false stands for one', () => {
    const decode = decoderOf('chirpstack')
    decode(UP, uplink({ battery: 90, contact: true }))
    expect(decode(UP, uplink({ battery: 91 }))).toMatchObject([{ values: { battery: 91, door: 1 } }])
  })

  test('stays unknown in a message of another kind, on another port, or of another device', () => {
    const decode = decoderOf('chirpstack')
    decode(UP, uplink(open))
    const other = (object: object, more?: object) => decode(UP, uplink(object, more))
    expect(other({ battery: 91, humidity: 50 })).toMatchObject([{ values: { battery: 91, humidity: 50 } }])
    expect(other({ battery: 91 }, { fPort: 2 })).toHaveProperty('0.values', { battery: 91 })
    expect(other({ battery: 91 }, { deviceInfo: { devEui: 'ffff' } })).toHaveProperty('0.values', { battery: 91 })
  })

  test('never makes a number of a missing one', () => {
    const decode = decoderOf('chirpstack')
    decode(UP, uplink({ temperature: 1, humidity: 50 }))
    expect(decode(UP, uplink({ humidity: 50 }))).toHaveProperty('0.values', { humidity: 50 })
  })
})

describe('another event of ChirpStack', () => {
  const topic = (event: string) => UP.replace(/up$/, event)
  const deviceInfo = { devEui: EUI }

  test('brings the battery in per cent by its status', () => {
    const decode = decoderOf('chirpstack')
    expect(decode(topic('status'), { time: TIME, deviceInfo, margin: 10, batteryLevel: 85.43 })).toEqual([{ kind: 'reading', source: [EUI], ts: TIME, values: { battery: 85.43 } }])
    expect(decode(topic('status'), { time: TIME, deviceInfo, margin: 10 })).toMatchObject([{ values: { battery: 0 } }])
    expect(decode(topic('status'), { deviceInfo, margin: 10, externalPowerSource: true })).toEqual([])
    expect(decode(topic('status'), { deviceInfo, margin: 10, batteryLevelUnavailable: true })).toEqual([])
  })

  test.each(['join', 'ack', 'txack', 'log', 'location', 'integration'])('says nothing by %s', (event) => {
    expect(decoderOf('chirpstack')(topic(event), { deviceInfo, time: TIME })).toEqual([])
  })

  test('is refused where it is none, or names no device', () => {
    const decode = decoderOf('chirpstack')
    expect(decode(topic('up'), '{"a":')).toMatchObject([{ type: 'unparsable' }])
    expect(decode(topic('up'), '[]')).toMatchObject([{ type: 'invalid' }])
    expect(decode(topic('up'), { object: { temperature: 4 } })).toMatchObject([{ type: 'invalid', detail: expect.stringContaining('devEui') }])
    expect(decode('/api/v1/feeds/site', { deviceInfo })).toMatchObject([{ type: 'invalid', detail: expect.stringContaining('event') }])
    expect(decode(topic('up'), Buffer.alloc(1024 * 1024 + 1, 32))).toMatchObject([{ type: 'too-large' }])
  })
})
