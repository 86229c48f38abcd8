import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Bench, buildDevice, buildReading, buildRule, MINUTE, START } from '../../test/builders/judgement.ts'
import { referenceAlerts } from '../../test/reference/judge.ts'
import type { Rule } from '../rule.ts'

const RUNS = { numRuns: Number(process.env.PROPERTY_RUNS ?? 100) }
const bench = (rule: Partial<Rule>) => new Bench(buildDevice({ rules: [buildRule(rule)] }))
const fields = (b: Bench) => b.alerts('fridge').map(({ breachedAt, openedAt, resolvedAt, severity, value, limit }) => ({ breachedAt, openedAt, resolvedAt, severity, value, limit }))

describe('an inclusive limit', () => {
  it.each([
    { direction: 'above', limit: 25, value: 24.999, opens: false }, { direction: 'above', limit: 25, value: 25, opens: true }, { direction: 'above', limit: 25, value: 26, opens: true },
    { direction: 'below', limit: 0, value: 0.001, opens: false }, { direction: 'below', limit: 0, value: 0, opens: true }, { direction: 'below', limit: 0, value: -1, opens: true },
  ] as const)('$direction $limit at $value opens $opens', ({ direction, limit, value, opens }) => {
    const b = bench({ direction, levels: [{ severity: 'minor', limit, for: 0, inclusive: true }] }).temperatures(0, value)
    expect(b.alerts()).toHaveLength(opens ? 1 : 0)
  })

  it('beside a strict one of the same figure is the looser', () => {
    const b = bench({ levels: [{ severity: 'minor', limit: 25, for: 0 }, { severity: 'critical', limit: 25, for: 0, inclusive: true }] }).temperatures(0, 25, 24)
    expect(b.spans()).toEqual([{ breached: 0, opened: 0, resolved: 1 }])
    expect(b.alerts()[0]?.severity).toBe('critical')
  })
})

describe('equals', () => {
  it('is breached by that value alone, and clears with any other', () => {
    const b = new Bench(buildDevice({ intervalMs: null, rules: [buildRule({ metric: 'power', direction: 'equals', levels: [{ severity: 'major', limit: 0, for: 2 * MINUTE, inclusive: true }] })] }))
    b.reading(0, { power: 1 })
    b.reading(1, { power: 0 })
    expect(b.due).toBe(3)
    b.clock(3)
    b.reading(5, { power: 1 })
    expect(b.spans()).toEqual([{ breached: 1, opened: 3, resolved: 5 }])
    expect(b.alerts()[0]).toMatchObject({ value: 0, limit: 0 })
  })
})

describe('a change within a time', () => {
  const rise: Partial<Rule> = { kind: 'change', change: 'rise', window: 5 * MINUTE, levels: [{ severity: 'minor', limit: 5, for: 0 }] }

  it('is breached by more than the amount against any reading of the window, and its value is the largest change', () => {
    const b = bench(rise).temperatures(0, 3, 2, 4, 5, 7, 8.5)
    expect(b.spans()).toEqual([{ breached: 5, opened: 5, resolved: null }])
    expect(b.temperatures(6, 8.6, 8).alerts()[0]).toMatchObject({ value: 6.6, limit: 5, state: 'resolved', resolvedAt: START + 7 * MINUTE })
  })

  it('sees no rise in a fall, none in as much as the amount, and none over a longer time', () => {
    expect(bench(rise).temperatures(0, 9, 2).alerts()).toEqual([])
    expect(bench(rise).temperatures(0, 4.1, 9.1).alerts()).toEqual([])
    expect(bench(rise).temperatures(0, 2, 3, 4, 5, 6, 7, 8).alerts()).toEqual([])
    expect(bench({ ...rise, change: 'fall' }).temperatures(0, 9, 2).alerts()).toHaveLength(1)
    expect(bench({ ...rise, change: 'either' }).temperatures(0, 2, 9).alerts()).toHaveLength(1)
  })

  it('is the same however readings arrive', { timeout: 120_000 }, () => {
    const series = fc.array(fc.record({ step: fc.constantFrom(MINUTE, MINUTE, MINUTE, 20_000, 3 * MINUTE, 4 * MINUTE, 12 * MINUTE), value: fc.integer({ min: 0, max: 12 }), late: fc.integer({ min: 0, max: 10 * MINUTE }) }), { minLength: 1, maxLength: 50 })
    const rule = fc.record({ change: fc.constantFrom('rise', 'fall', 'either'), window: fc.constantFrom(MINUTE, 4 * MINUTE, 15 * MINUTE), amount: fc.constantFrom(2, 5, 8), lasting: fc.constantFrom(0, 2 * MINUTE) })
    fc.assert(fc.property(series, rule, (list, { change, window, amount, lasting }) => {
      const drawn = buildRule({ kind: 'change', change, window, levels: [{ severity: 'minor', limit: amount, for: lasting }] })
      let ts = START
      const sent = list.map((item) => ({ ...buildReading((ts += item.step), { temperature: item.value }), order: ts + item.late })).sort((a, b) => a.order - b.order)
      const b = new Bench(buildDevice({ rules: [drawn] }))
      for (const reading of sent) b.read(reading)
      expect(fields(b)).toEqual(referenceAlerts(sent.map((r) => ({ ts: r.ts, value: r.values.temperature ?? 0 })), drawn, MINUTE))
    }), RUNS)
  })
})

describe('a rule with a schedule', () => {
  // START is a Saturday, 08:00 in Beijing: from minute 10 to minute 20 of every day.
  const spans = Array.from({ length: 7 }, (_, day) => [(day * 24 * 60 + 490) * MINUTE, (day * 24 * 60 + 500) * MINUTE]).flat()
  const DAY = 24 * 60

  it('counts readings only while it acts, and forgets what is pending at the end', () => {
    const b = bench({ schedule: spans }).temperatures(0, ...Array.from({ length: 16 }, () => 9))
    expect(b.spans()).toEqual([{ breached: 10, opened: 15, resolved: null }])
    const late = bench({ schedule: spans }).temperatures(16, ...Array.from({ length: 10 }, () => 9))
    expect(late.spans()).toEqual([])
  })

  it('lets an open alert go on until it clears', () => {
    const b = bench({ schedule: spans }).temperatures(10, ...Array.from({ length: 14 }, () => 9), 5, ...Array.from({ length: 9 }, () => 9))
    expect(b.spans()).toEqual([{ breached: 10, opened: 15, resolved: 24 }])
  })

  it('carries nothing pending from one span to the next', () => {
    const b = bench({ schedule: spans, levels: [{ severity: 'minor', limit: 8, for: 5 * MINUTE }] })
    b.device = buildDevice({ intervalMs: null, rules: b.device.rules })
    b.reading(18, { temperature: 9 })
    b.reading(DAY + 12, { temperature: 9 })
    b.reading(DAY + 14, { temperature: 9 })
    expect(b.spans()).toEqual([])
  })

  it('takes a door that stands open when it begins to act for open from then on, each day anew', () => {
    const b = new Bench(buildDevice({ intervalMs: null, rules: [buildRule({ metric: 'door', direction: 'equals', schedule: spans, levels: [{ severity: 'minor', limit: 1, for: 8 * MINUTE, inclusive: true }] })] }))
    b.reading(15, { door: 1 })
    const asked: (number | null)[] = []
    for (let due = b.due; due !== null && due <= 2 * DAY; due = b.due) {
      asked.push(due)
      b.clock(due)
    }
    // Five minutes of the first day are too few; the second day's ten are enough.
    expect(b.spans()).toEqual([{ breached: DAY + 10, opened: DAY + 18, resolved: null }])
    expect(asked).toEqual([20, DAY + 10, DAY + 18])
    b.reading(DAY + 300, { door: 0 })
    expect(b.spans()).toEqual([{ breached: DAY + 10, opened: DAY + 18, resolved: DAY + 300 }])
    expect(b.due).toBeNull()
  })
})
