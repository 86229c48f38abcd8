import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Bench, buildDevice, buildReading, buildRule, MINUTE, START } from '../../test/builders/judgement.ts'
import { arrivals, recordedYear } from '../../test/builders/year.ts'
import { randomFrom } from '../../test/ledger/random.ts'
import { cumulativeAlerts } from '../../test/reference/cumulative.ts'
import { referenceAlerts, referenceSilence, type Sample } from '../../test/reference/judge.ts'
import { WINDOW_MS } from './state.ts'
import { readState, writeState } from './written.ts'

const INTERVAL = 15 * MINUTE
const HOUR = 60 * MINUTE

/** Hysteresis, a ladder, a limit below, and minutes summed over six hours. */
const plain = [
  buildRule({ id: 'ladder', levels: [{ severity: 'minor', limit: 8, for: 30 * MINUTE }, { severity: 'major', limit: 10, for: HOUR }, { severity: 'critical', limit: 12, for: 90 * MINUTE }], clear: { margin: 0.5, for: 30 * MINUTE } }),
  buildRule({ id: 'at-once', levels: [{ severity: 'minor', limit: 8, for: 0 }], clear: { margin: 0.7, for: 0 } }),
  buildRule({ id: 'low', direction: 'below', levels: [{ severity: 'minor', limit: 0, for: 20 * MINUTE }], clear: { margin: 1, for: 0 } }),
]
const budget = buildRule({ id: 'budget', kind: 'cumulative', window: 6 * HOUR, levels: [{ severity: 'minor', limit: 8, for: 2 * HOUR }, { severity: 'critical', limit: 9, for: 3 * HOUR }], clear: { margin: 0.5, for: HOUR } })
const device = buildDevice({ intervalMs: INTERVAL, ccp: true, rules: [...plain, budget] })

/** Judges the samples as they arrive, batch by batch; the state is written out and read back between two batches. */
function judgedIn(batches: readonly (readonly Sample[])[]): Bench {
  const bench = new Bench(device, false)
  for (const batch of batches) {
    for (const { ts, value } of batch) bench.read(buildReading(ts, { temperature: value }))
    bench.state = readState(writeState(bench.state))
  }
  return bench
}

/** Shuffled within the bound, some doubled, and cut into batches of any size up to `most`. */
function sent(samples: readonly Sample[], seed: number, most: number): Sample[][] {
  const random = randomFrom(seed)
  const all = arrivals(samples, random, WINDOW_MS, 0.05)
  const batches: Sample[][] = []
  while (all.length > 0) batches.push(all.splice(0, 1 + Math.floor(random() * most)))
  return batches
}

/** By rule, and the silences: what the plain calculation finds. */
function expected(samples: readonly Sample[]): Record<string, unknown[]> {
  const found = Object.fromEntries(plain.map((rule): [string, unknown[]] => [rule.id, referenceAlerts(samples, rule, INTERVAL)]))
  return { ...found, budget: cumulativeAlerts(samples, budget, INTERVAL), silences: referenceSilence(samples.map(({ ts }) => ts), INTERVAL, true) }
}

/** The same of what was told; ids, and what was withdrawn, aside. */
function told(bench: Bench): Record<string, unknown[]> {
  const alerts = (id: string) => bench.alerts(id).map(({ breachedAt, openedAt, resolvedAt, severity, value, limit }) => ({ breachedAt, openedAt, resolvedAt, severity, value, limit }))
  const silences = bench.alerts('device-silence').map(({ breachedAt, openedAt, resolvedAt, severity }) => ({ breachedAt, openedAt, resolvedAt, severity }))
  return { ...Object.fromEntries([...plain, budget].map(({ id }) => [id, alerts(id)])), silences }
}

describe('a recorded year of irregular readings with gaps and excursions', { timeout: 120_000 }, () => {
  it.each([1, 2])('gives exactly the alerts of the plain calculation, in order or shuffled, doubled and in batches (seed %i)', (seed) => {
    const samples = recordedYear({ seed, from: START, paceMs: INTERVAL })
    expect(samples.length).toBeGreaterThan(30_000)
    const mixed = sent(samples, seed, 5_000)
    expect(mixed.flat().filter(({ ts }, i, all) => ts < (all[i - 1]?.ts ?? 0)).length, 'out of order').toBeGreaterThan(4_000)
    const alerts = expected(samples)
    expect(Math.min(...Object.values(alerts).map((list) => list.length)), 'alerts of the rule with the fewest').toBeGreaterThan(20)
    expect(told(judgedIn(mixed))).toEqual(alerts)
    expect(told(judgedIn([samples]))).toEqual(alerts)
  })

  it('gives them whatever the readings, the order and the cuts', () => {
    fc.assert(fc.property(fc.integer(), fc.integer(), fc.constantFrom(1, 7, 300), fc.constantFrom(MINUTE, 5 * MINUTE, INTERVAL), (year, order, most, paceMs) => {
      const samples = recordedYear({ seed: year, from: START, paceMs, days: (1_000 * paceMs) / (24 * HOUR) })
      expect(told(judgedIn(sent(samples, order, most)))).toEqual(expected(samples))
    }), { numRuns: Number(process.env.PROPERTY_RUNS ?? 10) })
  })
})
