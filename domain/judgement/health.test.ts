import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Bench, buildDevice, buildReading, buildRule, MINUTE, START } from '../../test/builders/judgement.ts'
import { referenceAlerts } from '../../test/reference/judge.ts'
import type { Reading } from '../feed.ts'
import type { SensorHealth } from '../sensorHealth.ts'

const RUNS = { numRuns: Number(process.env.PROPERTY_RUNS ?? 100) }
const HOUR = 60
const health: SensorHealth = {
  battery: { below: 10, clearAt: 15 },
  stuck: { change: 0.05, forMs: 6 * HOUR * MINUTE },
  jump: { step: 5, withinMs: MINUTE, samples: 3, agree: 2.5, settleMs: 30 * MINUTE, doorMs: 10 * MINUTE },
}
const bench = (parts: Partial<SensorHealth> = {}) => new Bench(buildDevice({ rules: [], health: { ...health, ...parts } }))

describe('a low battery', () => {
  it.each([{ battery: 10, opens: false }, { battery: 9.9, opens: true }])('is one of less than 10 %: $battery opens $opens', ({ battery, opens }) => {
    const b = bench()
    b.reading(0, { battery })
    expect(b.alerts().map((a) => a.type)).toEqual(opens ? ['battery'] : [])
  })

  it('is told of the device, without a metric and without an order, until it is well above', () => {
    const b = bench()
    b.reading(0, { battery: 9 })
    b.reading(1, { battery: 12 })
    expect(b.alerts()).toMatchObject([{ id: 'd1~device-battery~1', type: 'battery', metric: null, severity: 'minor', draftOrder: false, value: 9, limit: 10, state: 'open' }])
    b.reading(2, { battery: 15 })
    expect(b.spans('device-battery')).toEqual([{ breached: 0, opened: 0, resolved: 2 }])
  })
})

describe('a clock that runs ahead', () => {
  const flagged = (b: Bench, minute: number, wrong: boolean) => b.read({ ...buildReading(START + minute * MINUTE, { temperature: 4 + minute }), clockFault: wrong })

  it('is a fault at once, and over with the third reading in a row that is right', () => {
    const b = bench({ jump: null })
    flagged(b, 0, true)
    flagged(b, 1, false)
    flagged(b, 2, false)
    flagged(b, 3, true)
    for (const minute of [4, 5]) flagged(b, minute, false)
    expect(b.spans('device-clock')).toEqual([{ breached: 0, opened: 0, resolved: null }])
    flagged(b, 6, false)
    expect(b.spans('device-clock')).toEqual([{ breached: 0, opened: 0, resolved: 6 }])
    expect(b.alerts()).toMatchObject([{ type: 'clock', metric: null, severity: 'minor', draftOrder: false }])
  })

  it('is corrected by a reading that comes late, and leaves nothing behind', () => {
    const b = bench({ jump: null })
    flagged(b, 0, true)
    for (const minute of [2, 3, 4]) flagged(b, minute, false)
    flagged(b, 1, false)
    expect(b.spans('device-clock')).toEqual([{ breached: 0, opened: 0, resolved: 3 }])
    for (let minute = 5; minute < 20; minute++) flagged(b, minute, false)
    expect(b.state.clockFault).toBeUndefined()
  })
})

describe('a stuck temperature', () => {
  const steady = (b: Bench, from: number, to: number, value = 4) => {
    for (let minute = from; minute <= to; minute++) b.reading(minute, { temperature: value + (minute % 2) * 0.05 })
  }

  it('has changed by no more than 0.05 K in six hours, and is well with the first change', () => {
    const b = bench()
    steady(b, 0, 6 * HOUR - 1)
    expect(b.alerts()).toEqual([])
    steady(b, 6 * HOUR, 7 * HOUR)
    expect(b.spans()).toEqual([{ breached: 0, opened: 6 * HOUR, resolved: null }])
    expect(b.alerts()[0]).toMatchObject({ type: 'stuck', metric: null, severity: 'minor', value: 4, draftOrder: false })
    b.reading(7 * HOUR + 1, { temperature: 4.1 })
    expect(b.spans()).toEqual([{ breached: 0, opened: 6 * HOUR, resolved: 7 * HOUR + 1 }])
  })

  it('is none where it moves, and none for time in which nothing is known', () => {
    const moving = bench()
    for (let minute = 0; minute < 8 * HOUR; minute++) moving.reading(minute, { temperature: 4 + Math.floor(minute / 100) * 0.1 })
    expect(moving.alerts()).toEqual([])
    const silent = bench()
    steady(silent, 0, 3 * HOUR)
    steady(silent, 6 * HOUR, 8 * HOUR)
    expect(silent.alerts().filter((a) => a.type === 'stuck')).toEqual([])
  })

  it('passes over fault values', () => {
    const b = new Bench(buildDevice({ rules: [], health, faultValues: { temperature: [85] } }))
    for (let minute = 0; minute <= 6 * HOUR; minute++) b.reading(minute, { temperature: minute === 100 ? 85 : 4 })
    expect(b.spans('device-stuck')).toEqual([{ breached: 0, opened: 6 * HOUR, resolved: null }])
  })
})

describe('a jump', () => {
  it('is a step of more than 5 K that three readings in a row agree on', () => {
    const b = bench().temperatures(0, -18, -18, -12, -11)
    expect(b.alerts()).toEqual([])
    b.temperatures(4, -12.5)
    expect(b.alerts()).toMatchObject([{ type: 'jump', metric: null, severity: 'minor', breachedAt: START + 2 * MINUTE, openedAt: START + 4 * MINUTE, value: 6, limit: 5, draftOrder: false }])
  })

  it.each([
    { name: 'a step of 5 K', values: [-18, -13, -13, -13, -13] },
    { name: 'a spike', values: [-18, 4, -18, -18, -18, -18] },
    { name: 'a spike of two readings', values: [-18, 4, 4, -18, -18, -18] },
    { name: 'readings that do not agree', values: [-18, -6, -9, -6, -9, -6] },
    { name: 'a slope', values: [-18, -14, -10, -6, -2, 2] },
  ])('is not $name', ({ values }) => {
    expect(bench().temperatures(0, ...values).alerts()).toEqual([])
  })

  it('is measured by its speed: 5 K in 60 s', () => {
    const at = (gap: number, size: number) => {
      const b = bench()
      b.reading(0, { temperature: -18 })
      for (const minute of [gap, gap + 1, gap + 2]) b.reading(minute, { temperature: -18 + size })
      return b.alerts().length
    }
    expect(at(2, 9)).toBe(0)
    expect(at(2, 11)).toBe(1)
    expect(at(0.1, 5.1)).toBe(1)
  })

  it('is over when no further step came for half an hour', () => {
    const b = bench().temperatures(0, -18, -10, -10, -10, -18)
    for (let minute = 5; minute < 34; minute++) b.reading(minute, { temperature: -18 })
    expect(b.spans()).toEqual([{ breached: 1, opened: 3, resolved: null }])
    b.reading(34, { temperature: -18 })
    expect(b.spans()).toEqual([{ breached: 1, opened: 3, resolved: 34 }])
  })

  it.each([
    { name: 'open', doors: [[0, 1]] },
    { name: 'shut five minutes ago', doors: [[-10, 1], [-5, 0]] },
    { name: 'open, as is heard only after the step', doors: [[1.5, 1]] },
  ] as const)('is the door\'s where that is $name', ({ doors }) => {
    const b = bench()
    const all = [...doors.map(([minute, door]) => ({ minute, values: { door } })), ...[-18, -10, -10, -10, -10].map((temperature, minute) => ({ minute, values: { temperature } }))]
    for (const { minute, values } of all.sort((x, y) => x.minute - y.minute)) b.reading(minute + 20, values)
    expect(b.alerts('device-jump')).toEqual([])
  })

  it('is taken back when the door turns out to have been open', () => {
    const b = bench().temperatures(0, -18, -10, -10, -10)
    expect(b.alerts('device-jump')).toHaveLength(1)
    b.reading(0.5, { door: 1 }, START + 4 * MINUTE)
    expect(b.all('device-jump').map((a) => a.state)).toEqual(['withdrawn'])
  })

  it('neither holds back nor shifts the alert of the food', () => {
    const rule = buildRule({ levels: [{ severity: 'critical', limit: -12, for: 2 * MINUTE }] })
    const device = buildDevice({ rules: [rule], health })
    const b = new Bench(device).temperatures(0, -18, -5, -5, -5)
    expect(b.spans('fridge')).toEqual([{ breached: 1, opened: 3, resolved: null }])
    expect(b.alerts('device-jump')).toHaveLength(1)
  })
})

const quick: SensorHealth = { ...health, stuck: { change: 0.05, forMs: 8 * MINUTE }, jump: { step: 5, withinMs: MINUTE, samples: 3, agree: 2.5, settleMs: 6 * MINUTE, doorMs: 2 * MINUTE } }
const item = fc.record({
  step: fc.oneof({ weight: 8, arbitrary: fc.constant(MINUTE) }, { weight: 1, arbitrary: fc.constantFrom(20_000, 3 * MINUTE, 4 * MINUTE, 11 * MINUTE) }),
  temperature: fc.oneof({ weight: 3, arbitrary: fc.constantFrom(4, 4.05) }, fc.constantFrom(4, 9.1, 10, 11, 12, 85)),
  other: fc.constantFrom<Record<string, number>>({}, {}, {}, { door: 1 }, { door: 0 }, { battery: 9 }, { battery: 16 }),
  wrong: fc.boolean(),
  late: fc.integer({ min: 0, max: 10 * MINUTE }),
})

describe('the order of arrival', { timeout: 120_000 }, () => {
  it('changes no device fault within ten minutes, and none of them changes an alert of the food', () => {
    fc.assert(fc.property(fc.array(item, { minLength: 1, maxLength: 60 }), fc.boolean(), (list, written) => {
      let ts = START
      const inOrder: Reading[] = list.map((one) => ({
        ...buildReading((ts += one.step), { temperature: one.temperature, ...one.other }), ...(one.wrong ? { clockFault: true } : {}),
      }))
      const shuffled = inOrder.map((reading, i) => ({ reading, at: reading.ts + (list[i]?.late ?? 0) })).sort((a, b) => a.at - b.at).map(({ reading }) => reading)
      const rule = buildRule()
      const device = buildDevice({ rules: [rule], health: quick, faultValues: { temperature: [85] } })
      const [one, other] = [new Bench(device, written), new Bench(device, written)]
      for (const reading of inOrder) one.read(reading)
      for (const reading of shuffled) other.read(reading)
      const told = (b: Bench, id: string) => b.alerts(id).map(({ breachedAt, openedAt, resolvedAt, value, limit, severity }) => ({ breachedAt, openedAt, resolvedAt, value, limit, severity }))
      for (const type of ['battery', 'clock', 'stuck', 'jump', 'silence', 'fault-value']) expect(told(other, `device-${type}`), type).toEqual(told(one, `device-${type}`))
      const good = inOrder.filter((r) => r.values.temperature !== 85).map((r) => ({ ts: r.ts, value: r.values.temperature ?? 0 }))
      expect(told(other, rule.id)).toEqual(referenceAlerts(good, rule, MINUTE))
    }), RUNS)
  })
})
