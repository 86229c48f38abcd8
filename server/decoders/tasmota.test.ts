import { describe, expect, test } from 'vitest'
import { decoderOf, NOON } from '../../test/builders/decoding.ts'

const TOPIC = 'tele/t1/SENSOR'
const Time = '2026-11-22T11:59:58'

describe('a Tasmota SENSOR message', () => {
  test('names each sensor, by its serial number first, and lets only the first stand for the device', () => {
    const payload = { Time, 'DS18B20-1': { Id: '01131B123456', Temperature: -18.3 }, 'DS18B20-2': { Id: '02131B654321', Temperature: 4.1 }, TempUnit: 'C' }
    expect(decoderOf('tasmota')(TOPIC, payload)).toEqual([
      { kind: 'reading', source: ['t1:01131B123456', 't1:DS18B20-1', 't1'], ts: NOON - 2000, values: { temperature: -18.3 } },
      { kind: 'reading', source: ['t1:02131B654321', 't1:DS18B20-2'], ts: NOON - 2000, values: { temperature: 4.1 } },
    ])
  })

  test('gives the device what only its second sensor has', () => {
    const payload = { Time, DS18B20: { Temperature: 4.1 }, AM2301: { Temperature: 21.3, Humidity: 55, DewPoint: 9 } }
    expect(decoderOf('tasmota')(TOPIC, payload)).toMatchObject([
      { source: ['t1:DS18B20', 't1'], values: { temperature: 4.1 } },
      { source: ['t1:AM2301', 't1'], values: { humidity: 55 } },
      { source: ['t1:AM2301'], values: { temperature: 21.3 } },
    ])
  })

  test.each<[string, object, Record<string, number>]>([
    ['degrees Fahrenheit', { AM2301: { Temperature: 0, Humidity: 55 }, TempUnit: 'F' }, { temperature: -17.777778, humidity: 55 }],
    ['85 °C of a sensor just powered on', { DS18B20: { Temperature: 85 } }, { temperature: 85 }],
    ['85 °C in Fahrenheit', { DS18B20: { Temperature: 185 }, TempUnit: 'F' }, { temperature: 85 }],
    ['-127 °C of a lost sensor', { DS18B20: { Temperature: -127 } }, { temperature: -127 }],
    ['-3276.3 °C of a DHT', { AM2301: { Temperature: -3276.3, Humidity: 50 } }, { temperature: -3276.3, humidity: 50 }],
    ['the air and not the chip', { SHT3X: { Temperature: 3.2, Humidity: 80 }, ESP32: { Temperature: 53.3 } }, { temperature: 3.2, humidity: 80 }],
  ])('reads %s', (_what, sensors, values) => {
    const decoded = decoderOf('tasmota')(TOPIC, { Time, ...sensors })
    expect(decoded).toHaveLength(1)
    expect(decoded[0]).toHaveProperty('values', values)
  })

  test.each<[string, unknown, string | number | undefined]>([
    ['local time of the zone', '2026-11-22T11:59:58', Date.UTC(2026, 10, 22, 9, 59, 58)],
    ['local time in summer', '2026-07-01T12:00:00', Date.UTC(2026, 6, 1, 9)],
    ['a time with its zone', '2026-11-22T11:59:58+08:00', '2026-11-22T11:59:58+08:00'],
    ['a clock that never was set', '1970-01-01T02:00:05', 5000],
    ['no such day', '2026-02-30T00:00:00', '2026-02-30T00:00:00'],
    ['no time', undefined, undefined],
  ])('is timed by %s', (_what, written, ts) => {
    const [reading] = decoderOf('tasmota', { timeZone: 'Europe/Helsinki' })(TOPIC, { Time: written, DS18B20: { Temperature: 4 } })
    expect(reading && 'ts' in reading ? reading.ts : undefined).toBe(ts)
  })

  test('keeps what works beside a sensor that gives nothing', () => {
    expect(decoderOf('tasmota')(TOPIC, { Time, AM2301: { Temperature: null, Humidity: null }, DS18B20: { Temperature: 4 } })).toMatchObject([
      { kind: 'rejection', source: ['t1:AM2301', 't1'], type: 'not-a-number', detail: 'AM2301.Temperature is null' },
      { kind: 'rejection', type: 'not-a-number' },
      { kind: 'reading', values: { temperature: 4 } },
    ])
  })

  test('names a value that stands outside any sensor', () => {
    expect(decoderOf('tasmota')(TOPIC, { DS18B20: { Temperature: 4 }, Temperature: 5 })).toMatchObject([{ source: ['t1:DS18B20', 't1'] }, { source: ['t1:Temperature'], values: { temperature: 5 } }])
  })

  test('of a plug that only meters says nothing, of an unknown sensor what it named', () => {
    const decode = decoderOf('tasmota')
    expect(decode(TOPIC, { Time, ENERGY: { Total: 1.2, Power: 120, Voltage: 230 } })).toEqual([])
    expect(decode(TOPIC, { Time, Switch1: 'ON', HX711: { Weight: 22 } })).toMatchObject([{ type: 'no-known-metric', detail: expect.stringContaining('HX711.Weight') }])
    expect(decode(TOPIC, { Time, DS18B20: { Temperature: 4 } }, { retained: true })).toEqual([])
  })
})

test('the last will of a Tasmota tells whether it is there', () => {
  const decode = decoderOf('tasmota')
  expect(decode('tele/t1/LWT', 'Online')).toEqual([{ kind: 'status', source: ['t1'], online: true }])
  expect(decode('tele/t1/LWT', 'Offline')).toEqual([{ kind: 'status', source: ['t1'], online: false }])
  expect(decode('tele/t1/LWT', 'Offline', { retained: true })).toEqual([])
  expect(decode('tele/t1/LWT', '?')).toMatchObject([{ type: 'invalid' }])
  expect(decode('tele/t1/STATE', '{}')).toMatchObject([{ type: 'invalid' }])
  expect(decoderOf('tasmota', { prefix: 'home/tele' })('home/tele/t1/LWT', 'Online')).toMatchObject([{ source: ['t1'] }])
})
