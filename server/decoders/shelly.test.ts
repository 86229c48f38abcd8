import { describe, expect, test } from 'vitest'
import { decoderOf, NOON } from '../../test/builders/decoding.ts'

const SRC = 'shellyhtg3-84fce63ad204'
const TOPIC = `${SRC}/events/rpc`
const ts = NOON / 1000 - 1.38
const AT = NOON - 1380

const notice = (params: object, method = 'NotifyStatus') => ({ src: SRC, dst: `${SRC}/events`, method, params: { ts, ...params } })
const power = (percent: number, present: boolean) => ({ 'devicepower:0': { id: 0, battery: { V: 5.2, percent }, external: { present } } })

describe('a Shelly notice', () => {
  test('of the full status has all a device measures', () => {
    const full = notice({
      ble: {}, cloud: { connected: false }, ht_ui: {}, ...power(83, false), 'humidity:0': { id: 0, rh: 42.2 }, mqtt: { connected: true },
      sys: { mac: 'B8D61A8B17CC', uptime: 3 }, 'temperature:0': { id: 0, tC: 19.8, tF: 67.6 }, wifi: { rssi: -60 },
    }, 'NotifyFullStatus')
    expect(decoderOf('shelly')(TOPIC, full)).toEqual([{ kind: 'reading', source: [`${SRC}:0`, SRC], waitsAs: SRC, ts: AT, values: { battery: 83, humidity: 42.2, temperature: 19.8 } }])
  })

  test('that is partial has only what changed', () => {
    expect(decoderOf('shelly')(TOPIC, notice({ 'humidity:0': { id: 0, rh: 43 } }))).toEqual([{ kind: 'reading', source: [`${SRC}:0`, SRC], waitsAs: SRC, ts: AT, values: { humidity: 43 } }])
  })

  test('of an add-on keeps its probes apart', () => {
    const probes = notice({ 'temperature:100': { id: 100, tC: -18.4, tF: -1.1 }, 'temperature:101': { id: 101, tC: 3.9, tF: 39 } })
    expect(decoderOf('shelly')(TOPIC, probes)).toEqual([
      { kind: 'reading', source: [`${SRC}:100`, SRC], waitsAs: SRC, ts: AT, values: { temperature: -18.4 } },
      { kind: 'reading', source: [`${SRC}:101`], waitsAs: `${SRC}:101`, ts: AT, values: { temperature: 3.9 } },
    ])
  })

  test('says nothing of the battery while there is external power, even where it is not repeated', () => {
    const decode = decoderOf('shelly')
    expect(decode(TOPIC, notice(power(0, true)))).toEqual([])
    expect(decode(TOPIC, notice({ 'devicepower:0': { id: 0, battery: { V: 0.4, percent: 0 } } }))).toEqual([])
    expect(decode(TOPIC, notice(power(4, false)))).toMatchObject([{ values: { battery: 4 } }])
  })

  test('of a Bluetooth sensor does not tell what it measures', () => {
    const bluetooth = notice({ 'bthomesensor:200': { id: 200, value: 21.5, last_updated_ts: 1_706_593_991 }, 'bthomedevice:200': { id: 200, rssi: -60, battery: 90 } })
    expect(decoderOf('shelly')(TOPIC, bluetooth)).toMatchObject([
      { kind: 'reading', source: [`${SRC}:bthomedevice:200`], values: { battery: 90 } },
      { kind: 'rejection', source: [SRC], type: 'no-known-metric', detail: expect.stringContaining('bthomesensor:200') },
    ])
  })

  test('of a broken probe is told', () => {
    expect(decoderOf('shelly')(TOPIC, notice({ 'temperature:100': { id: 100, tC: null, tF: null, errors: ['read'] } }))).toMatchObject([{ kind: 'rejection', type: 'not-a-number' }])
  })

  test('of a switch, an event, or what the broker retained says nothing', () => {
    const decode = decoderOf('shelly')
    expect(decode(TOPIC, notice({ 'switch:0': { id: 0, output: true, temperature: { tC: 52, tF: 125.6 } }, sys: {} }))).toEqual([])
    expect(decode(TOPIC, notice({ events: [{ component: 'input:0', event: 'single_push' }] }, 'NotifyEvent'))).toEqual([])
    expect(decode(TOPIC, notice({ 'temperature:0': { tC: 4 } }), { retained: true })).toEqual([])
  })

  test('is refused without src, method or params', () => {
    const decode = decoderOf('shelly')
    for (const payload of [{}, { src: SRC }, { src: SRC, method: 'NotifyStatus' }, { src: SRC, method: 'Reboot', params: {} }]) expect(decode(TOPIC, payload)).toMatchObject([{ kind: 'rejection', type: 'invalid' }])
  })
})

test('the last will of a Shelly tells whether it is there', () => {
  const decode = decoderOf('shelly')
  expect(decode(`${SRC}/online`, 'true')).toEqual([{ kind: 'status', source: [SRC], online: true }])
  expect(decode(`${SRC}/online`, 'false')).toEqual([{ kind: 'status', source: [SRC], online: false }])
  expect(decode(`${SRC}/online`, 'maybe')).toMatchObject([{ type: 'invalid' }])
})
