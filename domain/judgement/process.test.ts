import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Bench, buildDevice, buildReading, MINUTE, START } from '../../test/builders/judgement.ts'
import { compileRule, metricRuleSchema, type MetricRuleInput } from '../rule.ts'
import { kineticRate, kineticTemperature } from './meanKinetic.ts'

const RUNS = { numRuns: Number(process.env.PROPERTY_RUNS ?? 60) }
const HOUR = 60
const rule = (parts: Partial<MetricRuleInput>) => compileRule(metricRuleSchema.parse({
  id: 'course', name: 'course', scope: { deviceIds: ['d1'] }, metric: 'temperature', severity: 'critical', clear: { margin: 0, for: 0 }, ...parts,
}), 1)
const bench = (parts: Partial<MetricRuleInput>, intervalMs = MINUTE) => new Bench(buildDevice({ rules: [rule(parts)], intervalMs }))
const lasting = (count: number, value: number) => Array.from({ length: count }, () => value)
/** One reading every ten minutes, from minute 0 on. */
const slow = (parts: Partial<MetricRuleInput>, ...values: number[]) => {
  const b = bench(parts, 10 * MINUTE)
  values.forEach((temperature, i) => b.reading(10 * i, { temperature }))
  return b
}

describe('mean kinetic temperature', () => {
  it.each([
    [[4, 4, 4, 12], 6.82], [[...lasting(22, 4), 15, 15], 5.71], [[...lasting(23, -18), -5], -16.61], [[5, 5, 5], 5],
  ])('of %j is %d', (values, expected) => {
    const mean = values.map(kineticRate).reduce((a, b) => a + b) / values.length
    expect(kineticTemperature(mean)).toBeCloseTo(expected, 2)
  })

  it('is held against the limit once half the window is known, and forgets what is behind it', () => {
    const parts: Partial<MetricRuleInput> = { above: 8, process: { kind: 'mean-kinetic', window: '4h' } }
    const b = slow(parts, ...lasting(11, 12))
    expect(b.spans('course')).toEqual([])
    b.reading(110, { temperature: 12 })
    expect(b.alerts('course')[0]).toMatchObject({ value: 12, limit: 8, openedAt: START + 110 * MINUTE })
    for (let minute = 120; minute <= 360; minute += 10) b.reading(minute, { temperature: 2 })
    expect(b.alerts('course')[0]?.state).toBe('resolved')
  })
})

describe('a time-temperature budget', () => {
  const parts: Partial<MetricRuleInput> = { above: 8, process: { kind: 'degree-minutes', window: '4h', budget: 30 } }

  it('is used up by minutes beyond the limit, weighed by how far; limit and value stay temperatures', () => {
    // 2 K for ten minutes, an hour in range, then 5 K: two more minutes use up the 30.
    const b = bench(parts).temperatures(0, ...lasting(11, 10), ...lasting(60, 5), 13, 13)
    expect(b.spans('course')).toEqual([])
    b.temperatures(73, 13)
    expect(b.alerts('course')[0]).toMatchObject({ breachedAt: START, openedAt: START + 73 * MINUTE, value: 13, limit: 8 })
  })

  it('comes back as the window leaves it behind', () => {
    const b = bench(parts).temperatures(0, ...lasting(20, 10), ...lasting(4 * HOUR + 20, 5))
    expect(b.alerts('course')[0]).toMatchObject({ state: 'resolved', openedAt: START + 15 * MINUTE })
    expect(b.alerts('course')).toHaveLength(1)
  })
})

describe('cooling cooked food', () => {
  const parts: Partial<MetricRuleInput> = { process: { kind: 'cooling', from: 60, stages: [{ to: 21, within: '2h' }, { to: 8, within: '2h' }] } }

  it('in time says nothing', () => {
    expect(slow(parts, 75, 59, ...lasting(11, 40), 21, ...lasting(11, 15), 8, 5).all()).toEqual([])
  })

  it('that misses the first stage opens at its deadline, and clears when all is cold', () => {
    const b = slow(parts, 75, 59, ...lasting(12, 40), 30, 20, 8)
    expect(b.spans('course')).toEqual([{ breached: 10, opened: 130, resolved: 160 }])
    expect(b.alerts('course')[0]).toMatchObject({ limit: 21, value: 30, severity: 'critical' })
  })

  it('that misses the second stage has two hours from the end of the first', () => {
    const b = slow(parts, 75, 59, 40, 20, ...lasting(13, 12))
    expect(b.spans('course')).toEqual([{ breached: 10, opened: 150, resolved: null }])
    expect(b.alerts('course')[0]).toMatchObject({ limit: 8, value: 12 })
  })

  it('begins anew when it is hot again, and has no clock for what was never hot', () => {
    expect(slow(parts, 75, 59, ...lasting(10, 40), 70, 59, ...lasting(11, 40), 21, 8).all()).toEqual([])
    expect(slow(parts, ...lasting(40, 30)).all()).toEqual([])
    const b = slow(parts, 75, 59, ...lasting(13, 40), 70)
    expect(b.spans('course')).toEqual([{ breached: 10, opened: 130, resolved: 150 }])
  })
})

describe('a batch that must reach a value', () => {
  const cooking: Partial<MetricRuleInput> = { process: { kind: 'batch', start: 50, reach: 70 } }
  const steam: Partial<MetricRuleInput> = { process: { kind: 'batch', start: 80, reach: 100, hold: '10m', gap: '30s' } }
  const halfMinutes = (values: number[], step = 0.5) => {
    const b = bench(steam, 10_000)
    values.forEach((temperature, i) => b.reading(i * step, { temperature }))
    return b
  }

  it('passes at exactly that value, and fails with the highest it reached when it ends', () => {
    expect(bench(cooking).temperatures(0, 20, 55, 70, 60, 20).all()).toEqual([])
    const b = bench(cooking).temperatures(0, 20, 55, 69.9, 60, 20)
    expect(b.spans('course')).toEqual([{ breached: 1, opened: 4, resolved: null }])
    expect(b.alerts('course')[0]).toMatchObject({ value: 69.9, limit: 70 })
    b.temperatures(5, 60, 65, 20)
    expect(b.alerts('course')).toHaveLength(1)
    expect(b.temperatures(8, 60, 72, 20).spans('course')).toEqual([{ breached: 1, opened: 4, resolved: 9 }])
  })

  it('passes a disinfection that holds for ten minutes with no gap longer than half a minute', () => {
    expect(halfMinutes([20, 90, ...lasting(21, 100), 90, 20]).alerts('course')).toEqual([])
    expect(halfMinutes([20, 90, ...lasting(20, 100), 90, 20]).spans('course')).toEqual([{ breached: 0.5, opened: 11.5, resolved: null }])
    expect(halfMinutes([20, 90, ...lasting(15, 100), 99.9, ...lasting(15, 100), 20]).alerts('course')).toHaveLength(1)
    expect(halfMinutes([20, 90, ...lasting(21, 100), 20], 0.51).alerts('course')).toHaveLength(1)
  })
})

describe('defrosts', () => {
  const parts: Partial<MetricRuleInput> = { above: -18, severity: 'minor', process: { kind: 'defrost' } }
  const defrost = [...lasting(20, -12), ...lasting(70, -20)]

  it('up to eight in 24 hours are well, the ninth is a fault', () => {
    const b = bench(parts).temperatures(0, -20, ...Array.from({ length: 8 }, () => defrost).flat())
    expect(b.alerts('course')).toEqual([])
    b.temperatures(721, ...defrost)
    expect(b.alerts('course')[0]).toMatchObject({ openedAt: START + 741 * MINUTE, metric: 'temperature', type: null, limit: -18, value: -12, state: 'open' })
  })

  it('that do not end are a fault from their first reading, and clear in range', () => {
    const b = bench(parts).temperatures(0, -20, ...lasting(77, -12), -20)
    expect(b.spans('course')).toEqual([{ breached: 1, opened: 77, resolved: 78 }])
  })

  it('are not what rises slowly, or with the door open', () => {
    expect(bench(parts).temperatures(0, -20, ...lasting(20, -17), ...lasting(80, -12)).alerts('course')).toEqual([])
    const b = bench(parts)
    b.reading(0, { temperature: -20, door: 1 })
    expect(b.temperatures(1, ...lasting(90, -12)).alerts('course')).toEqual([])
  })
})

describe('the order of arrival', { timeout: 120_000 }, () => {
  const kinds: Partial<MetricRuleInput>[] = [
    { above: 8, process: { kind: 'mean-kinetic', window: '24m' } },
    { above: 8, process: { kind: 'degree-minutes', window: '24m', budget: 20 } },
    { process: { kind: 'cooling', from: 12, stages: [{ to: 9, within: '3m' }, { to: 7, within: '3m' }] } },
    { process: { kind: 'batch', start: 8, reach: 12, hold: '2m', gap: '90s' } },
    { above: 8, process: { kind: 'defrost', peak: 4, within: '4m', perDay: 2 } },
  ]
  it.each(kinds.map((parts) => [parts.process?.kind ?? '', parts] as const))('changes nothing of %s within ten minutes', (_kind, parts) => {
    const series = fc.array(fc.record({
      step: fc.constantFrom(MINUTE, MINUTE, MINUTE, 2 * MINUTE, 4 * MINUTE, 11 * MINUTE), value: fc.constantFrom(5, 7, 8, 9, 11, 11, 12, 13), late: fc.integer({ min: 0, max: 10 * MINUTE }), twice: fc.nat(4),
    }), { minLength: 1, maxLength: 60 })
    fc.assert(fc.property(series, (list) => {
      let ts = START
      const inOrder = list.map((item) => buildReading((ts += item.step), { temperature: item.value }))
      const arrivals = inOrder.flatMap((reading, i) => Array.from({ length: list[i]?.twice === 0 ? 2 : 1 }, () => ({ ...reading, order: reading.ts + (list[i]?.late ?? 0) })))
      const one = new Bench(buildDevice({ rules: [rule(parts)] }))
      for (const reading of inOrder) one.read(reading)
      const other = new Bench(buildDevice({ rules: [rule(parts)] }))
      for (const reading of arrivals.sort((a, b) => a.order - b.order)) other.read(reading)
      const fields = (b: Bench) => b.alerts('course').map(({ breachedAt, openedAt, resolvedAt, value, limit }) => ({ breachedAt, openedAt, resolvedAt, value, limit }))
      expect(fields(other)).toEqual(fields(one))
      expect(JSON.stringify(one.state.tracks.map((track) => track.head)).length).toBeLessThan(1_600)
    }), RUNS)
  })
})
