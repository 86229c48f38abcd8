import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Bench, buildDevice, buildReading, buildRule, MINUTE, START } from '../../test/builders/judgement.ts'
import { referenceAlerts, referenceSilence } from '../../test/reference/judge.ts'
import type { Reading } from '../feed.ts'
import type { Rule, RuleLevel } from '../rule.ts'

const RUNS = { numRuns: Number(process.env.PROPERTY_RUNS ?? 200) }
const minutes = (...list: number[]) => fc.constantFrom(...list.map((m) => m * MINUTE))

/** Steps between readings: punctual, early, just within and just past three intervals, past the window. */
const step = fc.oneof(
  { weight: 8, arbitrary: fc.constant(MINUTE) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 3 * MINUTE }) },
  { weight: 1, arbitrary: fc.constantFrom(3 * MINUTE, 3 * MINUTE + 1, 9 * MINUTE, 10 * MINUTE, 11 * MINUTE, 31 * MINUTE) },
)
const temperature = fc.constantFrom(3, 7.4, 7.5, 7.9, 8, 8.1, 9, 9, 9.9, 10, 10.1, 12, 12, 13)
const series = fc.array(fc.record({ step, temperature, late: fc.integer({ min: 0, max: 10 * MINUTE }), twice: fc.nat(5), inOrder: fc.boolean() }), { minLength: 1, maxLength: 60 })

const level: fc.Arbitrary<RuleLevel> = fc.record({
  severity: fc.constantFrom('info', 'minor', 'major', 'critical'),
  limit: fc.constantFrom(8, 10, 12),
  for: minutes(0, 1, 1.5, 3, 5, 12),
})
const rule: fc.Arbitrary<Rule> = fc.record({
  levels: fc.array(level, { minLength: 1, maxLength: 3 }),
  clear: fc.record({ margin: fc.constantFrom(0, 0.5), for: minutes(0, 1, 2, 5) }),
}).map((parts) => buildRule(parts))

/** The same rule and readings seen in a mirror: below instead of above. */
function mirror(from: Rule): Rule {
  return { ...from, direction: 'below', levels: from.levels.map((l) => ({ ...l, limit: -l.limit })) }
}

interface Sent extends Reading {
  readonly order: number
}

/** Readings in an order of arrival in which none is more than ten minutes behind a newer one. */
function arrivals(list: { step: number; temperature: number; late: number; twice: number; inOrder: boolean }[], shuffled: boolean): Sent[] {
  let ts = START
  const sent = list.flatMap((item) => {
    ts += item.step
    const one = { ...buildReading(ts, { temperature: item.temperature }), order: ts + (shuffled && !item.inOrder ? item.late : 0) }
    return item.twice === 0 ? [one, { ...one, order: one.order + item.late }] : [one]
  })
  return sent.sort((a, b) => a.order - b.order)
}

const judged = (bench: Bench, id: string) => bench.alerts(id).map(({ breachedAt, openedAt, resolvedAt, severity, value, limit }) => ({ breachedAt, openedAt, resolvedAt, severity, value, limit }))
const samples = (list: readonly Reading[]) => list.map((r) => ({ ts: r.ts, value: r.values.temperature ?? 0 }))

describe('the order of arrival', { timeout: 120_000 }, () => {
  it('changes no alert within ten minutes, however readings are shuffled and doubled', () => {
    fc.assert(fc.property(series, rule, fc.boolean(), fc.boolean(), (list, drawn, shuffled, written) => {
      const sent = arrivals(list, shuffled)
      const bench = new Bench(buildDevice({ rules: [drawn] }), written)
      for (const reading of sent) bench.read(reading)
      expect(judged(bench, drawn.id)).toEqual(referenceAlerts(samples(sent), drawn, MINUTE))
    }), RUNS)
  })

  it('changes nothing below a limit either', () => {
    fc.assert(fc.property(series, rule, (list, drawn) => {
      const low = mirror(drawn)
      const sent = arrivals(list, true).map((r) => ({ ...r, values: { temperature: -(r.values.temperature ?? 0) } }))
      const bench = new Bench(buildDevice({ rules: [low] }))
      for (const reading of sent) bench.read(reading)
      expect(judged(bench, low.id)).toEqual(referenceAlerts(samples(sent), low, MINUTE))
    }), RUNS)
  })

  it('changes no alert where a device has no interval and so no longest gap', () => {
    fc.assert(fc.property(series, rule, (list, drawn) => {
      const sent = arrivals(list, true)
      const bench = new Bench(buildDevice({ rules: [drawn], intervalMs: null }))
      for (const reading of sent) bench.read(reading)
      expect(judged(bench, drawn.id)).toEqual(referenceAlerts(samples(sent), drawn, null))
      expect(bench.alerts('device-silence')).toEqual([])
    }), RUNS)
  })

  it('shows the same silences', () => {
    fc.assert(fc.property(series, fc.boolean(), fc.boolean(), (list, shuffled, ccp) => {
      const sent = arrivals(list, shuffled)
      const bench = new Bench(buildDevice({ rules: [], ccp }))
      for (const reading of sent) bench.read(reading)
      const silences = bench.alerts('device-silence').map(({ breachedAt, openedAt, resolvedAt, severity }) => ({ breachedAt, openedAt, resolvedAt, severity }))
      expect(silences).toEqual(referenceSilence(sent.map((r) => r.ts), MINUTE, ccp))
    }), RUNS)
  })

  it('does not matter to several metrics, sent together or apart, with fault values between', () => {
    fc.assert(fc.property(series, rule, fc.array(fc.nat(6), { minLength: 60, maxLength: 60 }), (list, drawn, kinds) => {
      const dry = buildRule({ ...drawn, id: 'dry', metric: 'humidity' })
      const device = buildDevice({ rules: [drawn, dry], faultValues: { temperature: [85] } })
      const together = arrivals(list, false).map((r, i) => ({
        ...r,
        values: kinds[i] === 0 ? { temperature: 85, humidity: r.values.temperature } : { temperature: r.values.temperature, humidity: (r.values.temperature ?? 0) + 1 },
      }))
      const seen = new Set<number>()
      const once = together.filter((r) => !seen.has(r.ts) && seen.add(r.ts))
      const one = new Bench(device)
      for (const reading of once) one.read(reading)
      const other = new Bench(device)
      const apart = once.flatMap((r, i) => Object.entries(r.values).map(([metric, value], k) => ({
        ...buildReading(r.ts, { [metric]: value }), order: r.ts + ((list[(i + 7 * k) % list.length]?.late ?? 0)),
      })))
      for (const reading of apart.sort((a, b) => a.order - b.order)) other.read(reading)
      for (const id of [drawn.id, dry.id, 'device-silence', 'device-fault-value']) expect(judged(other, id), id).toEqual(judged(one, id))
      const good = once.filter((r) => r.values.temperature !== 85)
      expect(judged(one, drawn.id)).toEqual(referenceAlerts(samples(good), drawn, MINUTE))
    }), RUNS)
  })
})
