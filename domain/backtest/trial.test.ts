import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Bench, buildDevice, buildRule, MINUTE, START, type Told } from '../../test/builders/judgement.ts'
import type { Episode } from '../judgement/state.ts'
import type { MetricName } from '../metrics.ts'
import { compileRule, metricRuleSchema, type Rule, type MetricRuleInput } from '../rule.ts'
import { contextsOf, Trial, type Recorded } from './trial.ts'
import { shared } from './comparison.ts'

const written = (text: Partial<MetricRuleInput>): Rule =>
  compileRule(metricRuleSchema.parse({ id: 'tried', name: 'tried', scope: { deviceIds: ['d1'] }, metric: 'temperature', ...text }), 1)

const RULES: Record<string, Rule> = {
  plain: buildRule({ id: 'tried' }),
  ladder: written({ levels: [{ severity: 'minor', above: 8, for: '3m' }, { severity: 'critical', atLeast: 12, for: '6m' }], clear: { margin: 0.5, for: '4m' } }),
  low: written({ below: 4, for: '2m', severity: 'major' }),
  cumulative: written({ above: 8, for: '10m', mode: 'cumulative', window: '1h', severity: 'minor', clear: { margin: 0, for: 0 } }),
  change: written({ changesBy: { amount: 5, within: '5m' }, severity: 'minor' }),
  tolerant: written({ above: 8, for: '3m', severity: 'minor', suppressWhen: { door: 'open', for: '10m', defrost: { peak: 10, within: '20m' } } }),
  'degree-minutes': written({ above: 8, severity: 'minor', process: { kind: 'degree-minutes', window: '1h', budget: 20 } }),
  scheduled: written({ above: 8, for: '5m', severity: 'minor', schedule: { from: '09:00', to: '10:00' } }),
  door: written({ metric: 'door', equals: 1, for: '4m', severity: 'minor', clear: { margin: 0, for: '1m' } }),
}

interface Step {
  readonly wait: number
  readonly temperature: number
  readonly door: 0 | 1
}

const steps = fc.array(fc.record({
  wait: fc.oneof({ weight: 9, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.integer({ min: 2, max: 12 }) }),
  temperature: fc.integer({ min: 0, max: 32 }).map((half) => half / 2), door: fc.oneof({ weight: 6, arbitrary: fc.constant<0 | 1>(0) }, { weight: 1, arbitrary: fc.constant<0 | 1>(1) }),
}), { minLength: 1, maxLength: 120 })

const common = ({ breachedAt, openedAt, resolvedAt, severity, value, limit }: Told | Episode): object => ({ breachedAt, openedAt, resolvedAt, severity, value, limit })

/** The readings by metric, in two bites. */
function bites(all: readonly Step[]): Partial<Record<MetricName, Recorded>>[] {
  let minute = 0
  const timed = all.map((step) => ({ ...step, t: START + (minute += step.wait) * MINUTE }))
  const middle = Math.floor(timed.length / 2)
  return [timed.slice(0, middle), timed.slice(middle)].map((part) => {
    const t = part.map((one) => one.t)
    return { temperature: { t, v: part.map((one) => one.temperature) }, door: { t, v: part.map((one) => one.door) } }
  })
}

describe('a trial on recorded readings', () => {
  it.each(Object.entries(RULES))('finds what the live judgement raised (%s)', (_name, rule) => {
    fc.assert(fc.property(steps, (all) => {
      const bench = new Bench(buildDevice({ rules: [rule] }), false)
      const trial = new Trial(bench.device, rule)
      const found: Episode[] = []
      let last = START
      for (const bite of bites(all)) {
        const { t = [] } = bite.temperature ?? {}
        for (let i = 0; i < t.length; i++) {
          last = t[i] ?? last
          bench.reading((last - START) / MINUTE, { temperature: bite.temperature?.v[i] ?? 0, door: bite.door?.v[i] ?? 0 })
        }
        for (const metric of contextsOf(rule)) trial.takeContext(metric, bite[metric] ?? { t: [], v: [] })
        trial.take(bite[rule.metric] ?? { t: [], v: [] }, found)
      }
      bench.clock((last - START) / MINUTE)
      const open = trial.end(last, found)
      if (open) found.push(open)
      expect(found.map(common)).toEqual(bench.alerts('tried').map(common))
    }), { numRuns: 150 })
  })
})

describe('a comparison', () => {
  it('takes two alerts of one device at an overlapping time for the same breach', () => {
    const would = [{ device: 'a', breachedAt: 10, resolvedAt: 20 }, { device: 'a', breachedAt: 30, resolvedAt: 40 }, { device: 'b', breachedAt: 10, resolvedAt: 20 }]
    expect(shared(would, [{ device: 'a', breachedAt: 35, resolvedAt: null }, { device: 'a', breachedAt: 5, resolvedAt: 9 }])).toEqual([false, true, false])
  })
})
