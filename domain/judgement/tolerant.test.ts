import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Bench, buildDevice, buildReading, buildRule, MINUTE, START } from '../../test/builders/judgement.ts'
import type { Reading } from '../feed.ts'
import type { Rule } from '../rule.ts'

const RUNS = { numRuns: Number(process.env.PROPERTY_RUNS ?? 100) }
const store = (parts: Partial<Rule> = {}): Rule => buildRule({
  id: 'store', kind: 'tolerant', suppress: { defrost: { peak: 15, within: 75 * MINUTE } }, clear: { margin: 0.5, for: 0 },
  levels: [{ severity: 'minor', limit: -18, for: 60 * MINUTE }, { severity: 'minor', limit: -15, for: 30 * MINUTE }, { severity: 'critical', limit: -12, for: 30 * MINUTE }], ...parts,
})
const bench = (parts: Partial<Rule> = {}) => new Bench(buildDevice({ rules: [store(parts)] }))
/** So many readings of one value. */
const lasting = (count: number, value: number) => Array.from({ length: count }, () => value)
const shown = (b: Bench) => b.alerts('store').map((a) => ({ breached: (a.breachedAt - START) / MINUTE, opened: (a.openedAt - START) / MINUTE, severity: a.severity }))

describe('a rule that tolerates a defrost', () => {
  it('says nothing of a sharp rise that is back in range in time', () => {
    const b = bench().temperatures(0, -20, -17, -14, ...lasting(55, -13), -16, -19)
    expect(b.all()).toEqual([])
  })

  it('says the same without tolerance, and of a first reading that rose from nowhere', () => {
    expect(shown(new Bench(buildDevice({ rules: [buildRule({ ...store(), kind: 'threshold' })] })).temperatures(0, -20, -17, ...lasting(60, -14)))).toEqual([{ breached: 1, opened: 32, severity: 'minor' }])
    expect(shown(bench().temperatures(0, ...lasting(40, -14)))).toEqual([{ breached: 0, opened: 30, severity: 'minor' }])
  })

  it('opens when it overruns, counted from its first reading', () => {
    const b = bench().temperatures(0, -20, -17, ...lasting(74, -14))
    expect(shown(b)).toEqual([])
    // The breach began at minute 1: at 76 it has lasted 75 minutes, at 77 longer.
    b.temperatures(76, -14)
    expect(shown(b)).toEqual([])
    b.temperatures(77, -14)
    expect(shown(b)).toEqual([{ breached: 1, opened: 77, severity: 'minor' }])
  })

  it.each([
    // 3 K above the limit only after a quarter of an hour: a failing plant. What was set aside counts from then on.
    { name: 'a slow rise', values: [-20, ...lasting(17, -17), ...lasting(44, -14)], expected: [{ breached: 1, opened: 48, severity: 'minor' }] },
    // Beyond -3: not what a defrost does.
    { name: 'too warm a peak', values: [-20, -14, ...lasting(29, -13), -2.9, -13], expected: [{ breached: 1, opened: 31, severity: 'minor' }] },
  ])('takes $name for no defrost', ({ values, expected }) => {
    expect(shown(bench().temperatures(0, ...values))).toEqual(expected)
  })

  it('takes a rise with the door open for no defrost, in whatever order the payload names them', () => {
    const b = bench()
    b.reading(0, { temperature: -20, door: 0 })
    b.reading(1, { temperature: -17, door: 1 })
    b.reading(2, { temperature: -14, door: 0 })
    b.temperatures(3, ...lasting(30, -14))
    expect(shown(b)).toEqual([{ breached: 1, opened: 32, severity: 'minor' }])
  })

  it('lets a late word of the door decide anew', () => {
    const b = bench()
    b.temperatures(0, -20, -17, -14, -14, -14)
    b.reading(0.5, { door: 1 })
    b.temperatures(5, ...lasting(28, -14))
    expect(shown(b)).toEqual([{ breached: 1, opened: 32, severity: 'minor' }])
  })

  it('never holds back a critical level', () => {
    const b = bench().temperatures(0, -20, ...lasting(31, -11))
    expect(shown(b)).toEqual([{ breached: 1, opened: 31, severity: 'critical' }])
  })

  it('counts anew after the defrost, and tolerates the next', () => {
    const b = bench().temperatures(0, -20, ...lasting(50, -14), ...lasting(5, -20), ...lasting(50, -14), -20)
    expect(b.all()).toEqual([])
  })

  it('does not know a rise over a gap', () => {
    const b = bench().temperatures(0, -20)
    b.temperatures(5, ...lasting(31, -14))
    expect(shown(b)).toEqual([{ breached: 5, opened: 35, severity: 'minor' }])
  })
})

describe('a rule that tolerates an open door', () => {
  const door = { suppress: { door: 'open', for: 10 * MINUTE }, levels: [{ severity: 'minor', limit: -18, for: 5 * MINUTE }, { severity: 'critical', limit: -12, for: 5 * MINUTE }] } as const
  const opened = (shutAt: number, minutes: number, value = -14) => {
    const b = bench(door)
    for (let minute = 0; minute < minutes; minute++) b.reading(minute, { temperature: value, door: minute < shutAt ? 1 : 0 })
    return shown(b)
  }

  it('drops the time with the door open', () => {
    expect(opened(8, 12)).toEqual([])
    expect(opened(8, 13)).toEqual([{ breached: 0, opened: 12, severity: 'minor' }])
  })

  it('counts it where the door stands open for longer', () => {
    expect(opened(20, 11)).toEqual([])
    expect(opened(20, 12)).toEqual([{ breached: 0, opened: 11, severity: 'minor' }])
  })

  it('never holds back a critical level', () => {
    expect(opened(20, 6, -10)).toEqual([{ breached: 0, opened: 5, severity: 'critical' }])
  })

  it('knows how long the door has stood open after that has left the window', () => {
    const b = bench({ ...door, suppress: { door: 'open', for: 25 * MINUTE } })
    b.reading(0, { door: 1 })
    b.temperatures(1, ...lasting(25, -14))
    expect(shown(b)).toEqual([])
    expect(shown(b.temperatures(26, -14))).toEqual([{ breached: 1, opened: 26, severity: 'minor' }])
  })

  it('tolerates missing power the same way', () => {
    const b = bench({ ...door, suppress: { power: 'off', for: 10 * MINUTE } })
    b.reading(0, { power: 0 })
    b.temperatures(0, ...lasting(11, -14))
    expect(shown(b)).toEqual([])
    expect(shown(b.temperatures(11, -14))).toEqual([{ breached: 0, opened: 11, severity: 'minor' }])
  })
})

describe('the order of arrival', { timeout: 120_000 }, () => {
  it('changes no alert, however temperatures and doors are shuffled within ten minutes', () => {
    const series = fc.array(fc.record({
      step: fc.constantFrom(MINUTE, MINUTE, MINUTE, 2 * MINUTE, 4 * MINUTE, 12 * MINUTE), temperature: fc.constantFrom(-20, -17, -14, -14, -14, -11, -2),
      door: fc.constantFrom(undefined, undefined, 0, 1), late: fc.tuple(fc.integer({ min: 0, max: 10 * MINUTE }), fc.integer({ min: 0, max: 10 * MINUTE })),
    }), { minLength: 1, maxLength: 60 })
    const rule = fc.record({ defrost: fc.boolean(), door: fc.boolean(), lasting: fc.constantFrom(0, 3, 8), longest: fc.constantFrom(2, 6), within: fc.constantFrom(10, 20) })
    fc.assert(fc.property(series, rule, (list, drawn) => {
      const device = buildDevice({ rules: [store({
        suppress: {
          ...(drawn.defrost || !drawn.door ? { defrost: { peak: 15, within: drawn.within * MINUTE } } : {}),
          ...(drawn.door ? { door: 'open' as const, for: drawn.longest * MINUTE } : {}),
        },
        levels: [{ severity: 'minor', limit: -18, for: drawn.lasting * MINUTE }, { severity: 'major', limit: -15, for: MINUTE }, { severity: 'critical', limit: -12, for: 2 * MINUTE }],
      })] })
      let ts = START
      const together = list.map((item) => buildReading((ts += item.step), item.door === undefined ? { temperature: item.temperature } : { temperature: item.temperature, door: item.door }))
      const apart = together.flatMap((reading, i): (Reading & { order: number })[] => Object.entries(reading.values).map(([metric, value], k) => (
        { ...buildReading(reading.ts, { [metric]: value }), order: reading.ts + (list[i]?.late[k === 0 ? 0 : 1] ?? 0) })))
      const one = new Bench(device)
      for (const reading of together) one.read(reading)
      const other = new Bench(device)
      for (const reading of apart.sort((a, b) => a.order - b.order)) other.read(reading)
      const fields = (b: Bench) => b.alerts('store').map(({ breachedAt, openedAt, resolvedAt, severity, value, limit }) => ({ breachedAt, openedAt, resolvedAt, severity, value, limit }))
      expect(fields(other)).toEqual(fields(one))
    }), RUNS)
  })
})
