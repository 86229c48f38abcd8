import { describe, expect, test } from 'vitest'
import { decoderOf, NOON } from '../../test/builders/decoding.ts'

const EUI = 'A84041A1818182E7'
const SOURCE = [EUI, 'lht65-1']
const RECEIVED = '2026-11-22T03:59:57.787434812Z'
const TOPIC = 'v3/canteen@ttn/devices/lht65-1/up'
const ids = { device_id: 'lht65-1', application_ids: { application_id: 'canteen' }, dev_eui: EUI, dev_addr: '260B9B5A' }

const uplink = (decoded: unknown, more: object = {}, around: object = {}) => ({
  end_device_ids: ids, correlation_ids: ['as:up:01'], received_at: '2026-11-22T03:59:58.100000000Z',
  uplink_message: { session_key_id: 'AXA50mH8cXzP3Tb+8r3U1g==', f_port: 2, f_cnt: 7, frm_payload: 'y/cIuAJsAQix', decoded_payload: decoded, received_at: RECEIVED, ...more },
  ...around,
})

describe('an uplink of The Things Stack', () => {
  test.each<[string, Record<string, unknown>, Record<string, number>]>([
    ['Dragino LHT65', { BatV: 3.03, TempC_SHT: -12.4, Hum_SHT: 61.3, Ext_sensor: 'Temperature Sensor' }, { temperature: -12.4, humidity: 61.3 }],
    ['text with a unit', { temperature: '30.11 °C', humidity: '61.2 %RH', battery: '97%' }, { temperature: 30.11, humidity: 61.2, battery: 97 }],
    ['the same text without it', { temperature: '30.11', humidity: '61.2' }, { temperature: 30.11, humidity: 61.2 }],
    ['Cayenne LPP', { temperature_1: 4.5, relative_humidity_2: 55.5 }, { temperature: 4.5, humidity: 55.5 }],
    ['a door of LDS02', { BAT_V: 3.1, DOOR_OPEN_STATUS: 0, DOOR_OPEN_TIMES: 3, LAST_DOOR_OPEN_DURATION: 0 }, { door: 0 }],
    ['carbon dioxide beside carbon monoxide', { co2: 640, co: 3 }, { co2: 640, co: 3 }],
  ])('reads %s', (_what, decoded, values) => {
    const [reading, ...more] = decoderOf('the-things-stack')(TOPIC, uplink(decoded))
    expect(more).toEqual([])
    expect(reading).toMatchObject({ kind: 'reading', ts: RECEIVED })
    expect(reading).toHaveProperty('values', values)
    expect(reading).toHaveProperty('source', expect.arrayContaining(SOURCE))
  })

  test('comes by webhook as the same', () => {
    expect(decoderOf('the-things-stack')('/api/v1/feeds/ttn', uplink({ temperature: 4, humidity: 50 }))).toEqual([
      { kind: 'reading', source: SOURCE, ts: RECEIVED, values: { temperature: 4, humidity: 50 } },
    ])
  })

  test('with no probe on its second channel keeps its own thermometer apart from it', () => {
    expect(decoderOf('the-things-stack')(TOPIC, uplink({ TempC_SHT: 4.1, Hum_SHT: 60, TempC_DS: 327.67 }))).toEqual([
      { kind: 'reading', source: SOURCE, ts: RECEIVED, values: { temperature: 4.1, humidity: 60 } },
      { kind: 'reading', source: SOURCE.map((id) => `${id}:TempC_DS`), ts: RECEIVED, values: { temperature: 327.67 } },
    ])
  })

  test('that is simulated is kept as evidence and is no reading', () => {
    expect(decoderOf('the-things-stack')(TOPIC, uplink({ temperature: 4 }, {}, { simulated: true }))).toEqual([
      { kind: 'rejection', source: SOURCE, type: 'invalid', detail: expect.stringContaining('simulated') },
    ])
  })

  test('by another gateway moments later is the same reading, and counting anew is another', () => {
    const decode = decoderOf('the-things-stack')
    const first = decode(TOPIC, uplink({ temperature: 4 }, { f_cnt: undefined }))
    const again = (more: object, after = 5000) => decode(TOPIC, uplink({ temperature: 4 }, { f_cnt: undefined, received_at: '2026-11-22T04:00:03Z', ...more }), { receivedAt: NOON + after })
    expect(again({})).toEqual(first)
    for (const more of [{ frm_payload: 'AAAA' }, { f_cnt: 1 }, { session_key_id: 'other' }]) expect(again(more)).toMatchObject([{ ts: '2026-11-22T04:00:03Z' }])
    expect(again({}, 3_600_000)).toMatchObject([{ ts: '2026-11-22T04:00:03Z' }])
  })

  test('that leaves false out closes the door it has told of', () => {
    const decode = decoderOf('the-things-stack')
    decode(TOPIC, uplink({ battery: 90, door_open: true }))
    expect(decode(TOPIC, uplink({ battery: 90 }, { f_cnt: 8 }))).toMatchObject([{ values: { battery: 90, door: 0 } }])
  })

  test('with an empty payload is told, unless the device sent no bytes at all', () => {
    const decode = decoderOf('the-things-stack')
    for (const decoded of [{}, undefined, null]) expect(decode(TOPIC, uplink(decoded))).toMatchObject([{ kind: 'rejection', type: 'no-known-metric', source: SOURCE }])
    expect(decode(TOPIC, uplink(undefined, { frm_payload: undefined, f_port: undefined }))).toEqual([])
  })

  test('names the values it was not understood for', () => {
    expect(decoderOf('the-things-stack')(TOPIC, uplink({ soil: 3, weight: 2 }))).toMatchObject([{ type: 'no-known-metric', detail: expect.stringContaining('soil, weight') }])
  })
})

test('other messages of The Things Stack say nothing, and what is none of them is refused', () => {
  const decode = decoderOf('the-things-stack')
  for (const name of ['join_accept', 'downlink_ack', 'location_solved', 'uplink_normalized']) expect(decode(TOPIC, { end_device_ids: ids, [name]: {} })).toEqual([])
  expect(decode(TOPIC, uplink({ temperature: 4 }), { retained: true })).toEqual([])
  expect(decode(TOPIC, { end_device_ids: ids })).toMatchObject([{ type: 'invalid' }])
  expect(decode(TOPIC, { uplink_message: {} })).toMatchObject([{ type: 'invalid' }])
})
