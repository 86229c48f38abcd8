import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Bench, buildDevice, buildReading, buildRule, MINUTE, START } from '../../test/builders/judgement.ts'
import { cumulativeAlerts } from '../../test/reference/cumulative.ts'
import type { Reading } from '../feed.ts'
import type { Rule, RuleLevel } from '../rule.ts'

const RUNS = { numRuns: Number(process.env.PROPERTY_RUNS ?? 100) }

/** Four minutes above 8 °C within any ten. */
const budget = (parts: Partial<Rule> = {}): Rule => buildRule({
  id: 'budget', kind: 'cumulative', window: 10 * MINUTE, levels: [{ severity: 'minor', limit: 8, for: 4 * MINUTE }], ...parts,
})
const bench = (parts: Partial<Rule> = {}) => new Bench(buildDevice({ rules: [budget(parts)] }))

describe('a cumulative rule', () => {
  it('sums minutes in breach over readings in range, and opens at the reading that fulfils the sum', () => {
    const b = bench().temperatures(0, 9, 11, 9, 5, 9, 9)
    expect(b.spans()).toEqual([])
    expect(b.temperatures(6, 9).spans()).toEqual([{ breached: 0, opened: 6, resolved: null }])
    expect(b.alerts()[0]).toMatchObject({ value: 11, limit: 8, metric: 'temperature', severity: 'minor' })
  })

  it('counts no time between two readings of which one is in range, and none over a gap longer than three intervals', () => {
    const b = bench().temperatures(0, 9, 5, 9, 5, 9, 5, 9, 5, 9)
    expect(b.state.tracks[0]?.head?.memory).toEqual([[START + 8 * MINUTE, START + 8 * MINUTE, 9]])
    const gappy = bench()
    for (const minute of [0, 2, 5.5, 7.5]) gappy.reading(minute, { temperature: 9 })
    expect(gappy.spans('budget')).toEqual([{ breached: 0, opened: 7.5, resolved: null }])
    const gap = bench()
    for (const minute of [0, 2, 5.5, 6.5]) gap.reading(minute, { temperature: 9 })
    expect(gap.spans('budget')).toEqual([])
  })

  it('lets go of what the window has left behind', () => {
    // Three minutes, then seven in range: the fourth comes when the first has gone.
    const b = bench().temperatures(0, 9, 9, 9, 9, 5, 5, 5, 5, 5, 5, 9, 9, 9, 9)
    expect(b.spans()).toEqual([])
    expect(b.temperatures(14, 9).spans()).toEqual([{ breached: 10, opened: 14, resolved: null }])
  })

  it('clears when the sum is below the duration and the clear condition holds', () => {
    // Four minutes by minute 4; the window leaves the first of them behind after minute 10.
    const b = bench().temperatures(0, 9, 9, 9, 9, 9, 5, 5, 5, 5, 5, 5)
    expect(b.spans()).toEqual([{ breached: 0, opened: 4, resolved: null }])
    expect(b.temperatures(11, 5).spans()).toEqual([{ breached: 0, opened: 4, resolved: 11 }])
    const slow = bench({ clear: { margin: 0.5, for: 2 * MINUTE } }).temperatures(0, 9, 9, 9, 9, 9, 5, 5, 5, 5, 5, 5, 7.8, 7, 7)
    expect(slow.spans()).toEqual([{ breached: 0, opened: 4, resolved: null }])
    expect(slow.temperatures(14, 7).spans()).toEqual([{ breached: 0, opened: 4, resolved: 14 }])
  })

  it('keeps what is still in the window after it has cleared', () => {
    const b = bench().temperatures(0, 9, 9, 9, 9, 9, 5, 5, 5, 5, 5, 5, 5, 5, 9, 9, 9, 9)
    // Cleared at minute 11 with three minutes left in the window, of which one remains when the next breach begins.
    expect(b.spans()).toEqual([{ breached: 0, opened: 4, resolved: 11 }])
    expect(b.temperatures(17, 9).spans()[1]).toEqual({ breached: 13, opened: 17, resolved: null })
  })

  it('gives each level a sum of its own; currentSeverity falls with its sum', () => {
    const b = bench({ levels: [{ severity: 'minor', limit: 8, for: 3 * MINUTE }, { severity: 'critical', limit: 10, for: 2 * MINUTE }] })
      .temperatures(0, 9, 11, 11, 11)
    expect(b.alerts()[0]).toMatchObject({ severity: 'critical', currentSeverity: 'critical', limit: 10, openedAt: START + 3 * MINUTE, draftOrder: true })
    b.temperatures(4, 9, 9, 9, 9, 9, 9, 9, 9, 9)
    expect(b.alerts()[0]).toMatchObject({ severity: 'critical', currentSeverity: 'minor', limit: 10, value: 11 })
  })

  it('remembers spans, not readings, and nothing once the window is empty', () => {
    const b = bench({ window: 600 * MINUTE, levels: [{ severity: 'minor', limit: 8, for: 500 * MINUTE }] })
    b.temperatures(0, ...Array.from({ length: 480 }, (_, i) => (i % 100 === 99 ? 5 : 9)))
    expect(JSON.stringify(b.state.tracks[0]?.head).length).toBeLessThan(450)
    b.temperatures(480, ...Array.from({ length: 620 }, () => 5))
    expect(b.state.tracks).toEqual([])
  })
})

describe('a door that stands open', () => {
  const door = budget({ metric: 'door', window: 60 * MINUTE, levels: [{ severity: 'minor', limit: 0.5, for: 18 * MINUTE }] })
  const doorBench = () => new Bench(buildDevice({ intervalMs: null, rules: [door] }))

  it('uses up its share of the hour by our clock, over several openings', () => {
    const b = doorBench()
    for (let minute = 0; minute < 40; minute += 10) {
      b.reading(minute, { door: 1 })
      if (minute < 30) b.reading(minute + 5, { door: 0 })
    }
    expect(b.due).toBe(33)
    b.clock(33)
    expect(b.spans()).toEqual([{ breached: 0, opened: 33, resolved: null }])
    b.reading(34, { door: 0 })
    // Nineteen minutes: the first of them is behind the window at 61, and the sum is below 18 a moment later.
    expect(b.due).toBe(61 + 1 / MINUTE)
    b.clock(62)
    expect(b.spans()).toEqual([{ breached: 0, opened: 33, resolved: 61 + 1 / MINUTE }])
    expect(b.due).toBeNull()
  })
})

const minutes = (...list: number[]) => fc.constantFrom(...list.map((m) => m * MINUTE))
const step = fc.oneof(
  { weight: 8, arbitrary: fc.constant(MINUTE) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 3 * MINUTE }) },
  { weight: 1, arbitrary: fc.constantFrom(3 * MINUTE, 3 * MINUTE + 1, 9 * MINUTE, 11 * MINUTE, 31 * MINUTE) },
)
const series = fc.array(fc.record({
  step, temperature: fc.constantFrom(3, 7.5, 7.9, 8, 8.1, 9, 9, 9, 10.1, 12.5), late: fc.integer({ min: 0, max: 10 * MINUTE }), twice: fc.nat(5),
}), { minLength: 1, maxLength: 80 })
const level: fc.Arbitrary<RuleLevel> = fc.record({ severity: fc.constantFrom('minor', 'major', 'critical'), limit: fc.constantFrom(8, 10, 12), for: minutes(1, 2, 3.5, 6) })
const rule = fc.record({
  levels: fc.array(level, { minLength: 1, maxLength: 3 }), window: minutes(6, 10, 25, 60),
  clear: fc.record({ margin: fc.constantFrom(0, 0.5), for: minutes(0, 1, 4) }),
}).map(budget)

/** The fields the reference knows. */
const judged = (from: Bench) => from.alerts('budget').map(({ breachedAt, openedAt, resolvedAt, severity, value, limit }) => ({ breachedAt, openedAt, resolvedAt, severity, value, limit }))

describe('the plain definition', { timeout: 120_000 }, () => {
  it('gives the same alerts, however readings are shuffled within ten minutes and doubled', () => {
    fc.assert(fc.property(series, rule, fc.boolean(), fc.boolean(), (list, drawn, shuffled, written) => {
      let ts = START
      const sent = list.flatMap((item): (Reading & { order: number })[] => {
        ts += item.step
        const one = { ...buildReading(ts, { temperature: item.temperature }), order: ts + (shuffled ? item.late : 0) }
        return item.twice === 0 ? [one, { ...one, order: one.order + 1 }] : [one]
      }).sort((a, b) => a.order - b.order)
      const b = new Bench(buildDevice({ rules: [drawn] }), written)
      for (const reading of sent) b.read(reading)
      expect(judged(b)).toEqual(cumulativeAlerts(sent.map((r) => ({ ts: r.ts, value: r.values.temperature ?? 0 })), drawn, MINUTE))
    }), RUNS)
  })

  it('gives the same alerts of on-change values, asking the clock only when due', () => {
    const events = fc.array(fc.record({ after: fc.integer({ min: 1, max: 90 }), open: fc.boolean() }), { minLength: 1, maxLength: 14 })
    const doorRule = fc.record({ first: fc.constantFrom(5, 20, 60), second: fc.constantFrom(30, 90), window: fc.constantFrom(90, 150), clear: fc.constantFrom(0, 10) })
    fc.assert(fc.property(events, doorRule, (list, drawn) => {
      const held = budget({
        metric: 'door', window: drawn.window * 1000, clear: { margin: 0, for: drawn.clear * 1000 },
        levels: [{ severity: 'minor', limit: 0.5, for: drawn.first * 1000 }, { severity: 'critical', limit: 0.5, for: drawn.second * 1000 }],
      })
      const b = new Bench(buildDevice({ intervalMs: null, rules: [held] }))
      let ts = START
      const samples = list.map(({ after, open }) => ({ ts: (ts += after * 1000), value: Number(open) }))
      for (const sample of [...samples, null]) {
        const until = sample?.ts ?? ts + 600_000
        for (let due = b.due; due !== null && START + due * MINUTE <= until; due = b.due) b.clock(due)
        if (sample) b.read(buildReading(sample.ts, { door: sample.value }))
      }
      expect(judged(b)).toEqual(cumulativeAlerts(samples, held, null, ts + 600_000))
    }), RUNS)
  })
})
