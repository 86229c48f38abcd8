import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Bench, buildDevice, buildReading, buildRule, MINUTE, START } from '../../test/builders/judgement.ts'
import { cumulativeAlerts } from '../../test/reference/cumulative.ts'
import { referenceAlerts, type Sample } from '../../test/reference/judge.ts'
import { compileRule, metricRuleSchema, type Rule, type MetricRuleInput } from '../rule.ts'

const RUNS = { numRuns: Number(process.env.PROPERTY_RUNS ?? 100) }
const written = { id: 'zone', name: '危险温度带', scope: { profiles: ['delivery-hot'] }, metric: 'temperature', severity: 'minor', order: 'none' } as const
const zone = (parts: Partial<MetricRuleInput>): Rule => compileRule(metricRuleSchema.parse({ ...written, ...parts }), 1)
const bench = (rule: Rule, ...temperatures: number[]) => new Bench(buildDevice({ rules: [rule] })).temperatures(0, ...temperatures)

describe('a band', () => {
  it('is breached strictly between its two ends, from whichever end it is entered', () => {
    const hot = zone({ below: 60, downTo: 8, for: '2m', clear: {} })
    expect(bench(hot, 61, 60, 8, 7.9).spans()).toEqual([])
    expect(bench(hot, 70, 59, 30, 8.1, 8).spans()).toEqual([{ breached: 1, opened: 3, resolved: 4 }])
    const cold = bench(zone({ above: 8, upTo: 60, for: '2m', clear: {} }), 4, 8.5, 20, 40, 60)
    expect(cold.spans()).toEqual([{ breached: 1, opened: 3, resolved: 4 }])
    expect(cold.alerts()[0]).toMatchObject({ limit: 8, value: 40 })
  })

  it('is left by the margin at either end', () => {
    const rule = zone({ above: 8, upTo: 60, for: '0s', clear: { margin: 2, for: '1m' } })
    expect(bench(rule, 30, 61, 61.9, 61).spans()).toEqual([{ breached: 0, opened: 0, resolved: null }])
    expect(bench(rule, 30, 62, 63).spans()).toEqual([{ breached: 0, opened: 0, resolved: 2 }])
    expect(bench(rule, 30, 6, 5).spans()).toEqual([{ breached: 0, opened: 0, resolved: 2 }])
  })

  it.each<[string, Partial<MetricRuleInput>, string[]]>([
    ['an end on the wrong side', { above: 60, upTo: 8, for: '2h' }, ['upTo']],
    ['an end that is one of its limits', { levels: [{ severity: 'minor', above: 8 }, { severity: 'major', above: 60 }], severity: undefined, upTo: 60 }, ['upTo']],
    ['the end of the other direction', { above: 8, downTo: 4 }, ['downTo']],
    ['a limit that is one value', { equals: 8, upTo: 60 }, ['upTo']],
    ['a tolerance', { above: 8, upTo: 60, suppressWhen: { defrost: {} } }, ['upTo']],
    ['a change', { changesBy: { amount: 5, within: '1m' }, upTo: 60 }, ['upTo']],
    ['a door', { metric: 'door', above: 0.5, upTo: 2 }, ['upTo']],
  ])('with %s is refused by its field', (_name, parts, paths) => {
    const found = metricRuleSchema.safeParse({ ...written, ...parts })
    expect(found.error?.issues.map((issue) => issue.path.join('.'))).toEqual(paths)
  })
})

const step = fc.oneof({ weight: 8, arbitrary: fc.constant(MINUTE) }, { weight: 2, arbitrary: fc.integer({ min: 1, max: 3 * MINUTE }) }, { weight: 1, arbitrary: fc.constantFrom(3 * MINUTE + 1, 11 * MINUTE) })
const series = fc.array(fc.record({
  step, value: fc.oneof({ weight: 3, arbitrary: fc.constantFrom(8.1, 9, 10.5, 11.9) }, { weight: 1, arbitrary: fc.constantFrom(3, 7.5, 8, 12, 12.4, 12.5, 14) }), late: fc.integer({ min: 0, max: 10 * MINUTE }), twice: fc.nat(5),
}), { minLength: 1, maxLength: 120 })
const drawn = fc.record({
  kind: fc.constantFrom('threshold' as const, 'cumulative' as const), above: fc.boolean(), lasting: fc.constantFrom(1, 2, 3.5, 6), more: fc.constantFrom(0, 1, 3),
  window: fc.constantFrom(10, 25, 60), margin: fc.constantFrom(0, 0.5), clearing: fc.constantFrom(0, 1, 4),
}).map(({ kind, above, lasting, more, window, margin, clearing }) => buildRule({
  id: 'zone', kind, direction: above ? 'above' : 'below', farEnd: above ? 12 : 8, window: kind === 'cumulative' ? window * MINUTE : 0,
  levels: [{ severity: 'minor', limit: above ? 8 : 12, for: lasting * MINUTE }, { severity: 'critical', limit: above ? 8 : 12, for: (lasting + more) * MINUTE }],
  clear: { margin, for: clearing * MINUTE },
}))
const plain = (samples: Sample[], rule: Rule) => (rule.kind === 'cumulative' ? cumulativeAlerts : referenceAlerts)(samples, rule, MINUTE)
const judged = (b: Bench) => b.alerts('zone').map(({ breachedAt, openedAt, resolvedAt, severity, value, limit }) => ({ breachedAt, openedAt, resolvedAt, severity, value, limit }))

describe('the plain definition of a band', { timeout: 120_000 }, () => {
  it('gives the same alerts, however readings are shuffled within ten minutes and doubled', () => {
    let found = 0
    fc.assert(fc.property(series, drawn, fc.boolean(), (list, rule, shuffled) => {
      let ts = START
      const sent = list.flatMap((item) => {
        ts += item.step
        const one = { ts, value: item.value, order: ts + (shuffled ? item.late : 0) }
        return item.twice === 0 ? [one, { ...one, order: one.order + 1 }] : [one]
      }).sort((a, b) => a.order - b.order)
      const b = new Bench(buildDevice({ rules: [rule] }))
      for (const { ts: at, value } of sent) b.read(buildReading(at, { temperature: value }))
      expect(judged(b)).toEqual(plain(sent, rule))
      found += judged(b).length
    }), RUNS)
    expect(found).toBeGreaterThan(RUNS.numRuns / 10)
  })
})
