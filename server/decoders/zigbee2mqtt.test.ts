import { describe, expect, test } from 'vitest'
import { decoderOf, NOON } from '../../test/builders/decoding.ts'

describe('a Zigbee2MQTT device', () => {
  test.each<[string, string, unknown, Record<string, number>]>([
    ['a thermometer', 'fridge', { temperature: 4.34, humidity: 44.72, battery: 97, voltage: 3015, linkquality: 120, pressure: 1008 }, { temperature: 4.34, humidity: 44.72, battery: 97 }],
    ['a closed contact', 'door', { contact: true, linkquality: 70 }, { door: 0 }],
    ['an open contact', 'door', { contact: false, linkquality: 70 }, { door: 1 }],
    ['a battery in half per cent', 'fridge', { battery: 3.5 }, { battery: 3.5 }],
    ['the air and not the chip', 'fridge', { temperature: -18.5, device_temperature: 31, power_outage_count: 4 }, { temperature: -18.5 }],
    ['a name with slashes', 'kitchen/cold room/fridge', { temperature: 4 }, { temperature: 4 }],
    ['nothing of what it has not reported yet', 'fridge', { temperature: null, humidity: 50, update: { state: 'idle' } }, { humidity: 50 }],
  ])('tells of %s', (_what, name, payload, values) => {
    const [reading, ...more] = decoderOf('zigbee2mqtt')(`zigbee2mqtt/${name}`, payload)
    expect(more).toEqual([])
    expect(reading).toHaveProperty('values', values)
    expect(reading).toHaveProperty('source', expect.arrayContaining([name]))
    expect(reading).not.toHaveProperty('ts')
  })

  test.each([[{ temperature: 4 }], [{ temperature: 4, humidity: 50 }]])('waits to be registered by its own name, whatever it tells first: %j', (payload) => {
    const [reading] = decoderOf('zigbee2mqtt')('zigbee2mqtt/fridge', payload)
    expect(reading?.kind === 'reading' && (reading.waitsAs ?? reading.source[0])).toBe('fridge')
  })

  test.each<[string, unknown, number | string | undefined]>([
    ['ISO_8601', '2026-11-22T03:59:58.123Z', '2026-11-22T03:59:58.123Z'],
    ['ISO_8601_local', '2026-11-22T11:59:58+08:00', '2026-11-22T11:59:58+08:00'],
    ['no zone', '2026-11-22T11:59:58', NOON - 2000],
    ['epoch', NOON - 2000, NOON - 2000],
    ['epoch seconds as text', '1795319998', 1_795_319_998_000],
    ['relative', '2 minutes ago', undefined],
  ])('is timed by last_seen as %s', (_format, lastSeen, ts) => {
    expect(decoderOf('zigbee2mqtt')('zigbee2mqtt/fridge', { temperature: 4, last_seen: lastSeen })).toMatchObject([{ values: { temperature: 4 }, ...(ts === undefined ? {} : { ts }) }])
  })

  test('says nothing by what the broker retained, by commands and by the bridge', () => {
    const decode = decoderOf('zigbee2mqtt')
    expect(decode('zigbee2mqtt/fridge', { temperature: 4 }, { retained: true })).toEqual([])
    for (const topic of ['fridge/set', 'fridge/get/state', 'bridge/devices', 'bridge/logging']) expect(decode(`zigbee2mqtt/${topic}`, '[{"a":1}]')).toEqual([])
    expect(decode('zigbee2mqtt/fridge', '')).toEqual([])
    expect(decode('zigbee2mqtt/fridge', { linkquality: 80, voltage: 3000 })).toEqual([])
    expect(decode('zigbee2mqtt/fridge', { temperature: null })).toEqual([])
  })

  test('is refused where nothing in it is known, or it is no object', () => {
    const decode = decoderOf('zigbee2mqtt')
    expect(decode('zigbee2mqtt/smell', { odour: 4 })).toMatchObject([{ kind: 'rejection', source: ['smell'], type: 'no-known-metric', detail: expect.stringContaining('odour') }])
    expect(decode('zigbee2mqtt/fridge/temperature', '4.2')).toMatchObject([{ type: 'invalid' }])
    expect(decode('other/fridge', { temperature: 4 })).toMatchObject([{ type: 'invalid' }])
  })

  test('is found below another base topic', () => {
    expect(decoderOf('zigbee2mqtt', { prefix: 'site/z2m' })('site/z2m/fridge', { temperature: 4 })).toMatchObject([{ values: { temperature: 4 } }])
  })
})

describe('availability', () => {
  test.each(['online', '{"state":"online"}', '{ "state": "online" }', '"online"'])('is read from %s', (payload) => {
    const decode = decoderOf('zigbee2mqtt')
    expect(decode('zigbee2mqtt/kitchen/fridge/availability', payload)).toEqual([{ kind: 'status', source: ['kitchen/fridge'], online: true }])
    expect(decode('zigbee2mqtt/bridge/state', payload.replace('online', 'offline'))).toEqual([{ kind: 'status', source: [], online: false }])
  })

  test('that is neither is refused', () => {
    expect(decoderOf('zigbee2mqtt')('zigbee2mqtt/fridge/availability', '{"state":1}')).toMatchObject([{ kind: 'rejection', type: 'invalid' }])
  })
})

describe('the cache that is published at a start', () => {
  const restarted = () => {
    const decode = decoderOf('zigbee2mqtt')
    decode('zigbee2mqtt/fridge', { temperature: 4 })
    decode('zigbee2mqtt/bridge/state', '{"state":"online"}', { receivedAt: NOON + 1000 })
    return (temperature: number, more: object, at: number) => decode('zigbee2mqtt/fridge', { temperature, ...more }, { receivedAt: NOON + at })
  }

  test('is not taken for new readings', () => {
    expect(restarted()(4, {}, 2000)).toEqual([])
  })

  test('does not hide a value that is new, nor one with a time, nor a later one', () => {
    expect(restarted()(5, {}, 2000)).toHaveLength(1)
    expect(restarted()(4, { last_seen: NOON }, 2000)).toHaveLength(1)
    expect(restarted()(4, {}, 12_000)).toHaveLength(1)
  })
})
