import { describe, expect, test } from 'vitest'
import type { MetricName } from '../domain/metrics.ts'
import { compileRule, type Rule, type RuleLevel } from '../domain/rule.ts'
import { severityRank, type Severity } from '../domain/severity.ts'
import { loadConfiguration } from './load.ts'

const { rules: all, profiles, violations } = loadConfiguration()
const rules = all.filter((rule) => 'metric' in rule)
const MINUTE = 60_000
/** What the domain reference gives a limit and a default rule for. */
const LIMITED: [string, MetricName][] = [
  ['catering-freezer', 'temperature'], ['catering-chiller', 'temperature'], ['cold-store-frozen', 'temperature'],
  ['cold-store-chilled', 'temperature'], ['chilled-meat', 'temperature'], ['chilled-meat', 'humidity'], ['hot-holding', 'temperature'],
  ['special-room', 'temperature'], ['sample-fridge', 'temperature'], ['sample-fridge', 'door'], ['dry-store', 'humidity'],
  ['kitchen-gas', 'gas_lel'], ['kitchen-gas', 'co'], ['ammonia', 'nh3'], ['door', 'door'],
]

function rulesFor(profile: string, metric: MetricName): Rule[] {
  return rules.filter((rule) => rule.enabled && !rule.process && rule.metric === metric && rule.scope.profiles?.includes(profile)).map((rule) => compileRule(rule, 1))
}

function isBeyond({ direction }: Rule, { limit, inclusive }: RuleLevel, value: number): boolean {
  return (inclusive === true && value === limit) || (direction === 'above' ? value > limit : value < limit)
}

/** The worst severity that a value reaches if it lasts so long, or null. */
function verdict(profile: string, metric: MetricName, value: number, minutes: number): Severity | null {
  const reached = rulesFor(profile, metric).flatMap((rule) => rule.levels
    .filter((level) => isBeyond(rule, level, value) && minutes * MINUTE >= level.for)
    .map((level) => level.severity))
  return reached.sort((a, b) => severityRank(b) - severityRank(a))[0] ?? null
}

describe('the default rules', () => {
  test.each(LIMITED)('watch %s %s, which the profile reports', (profile, metric) => {
    expect(rulesFor(profile, metric).length).toBeGreaterThan(0)
    expect(profiles.get(profile)?.metrics).toContain(metric)
  })

  test('leave cameras and gateways alone', () => {
    for (const rule of rules) expect(rule.scope.profiles).not.toEqual(expect.arrayContaining([expect.stringMatching(/camera|gateway/)]))
  })

  test('draft an order and print no unverified clause', () => {
    for (const rule of all) {
      expect(rule.order).toBe('draft')
      expect(rule.basis.clause === undefined || rule.basis.status === 'verified').toBe(true)
    }
  })

  test.each<[string, MetricName, number, number, Severity | null]>([
    // A kitchen freezer at the limit is in range: the comparison is strict.
    ['catering-freezer', 'temperature', -12, 1000, null],
    ['catering-freezer', 'temperature', -11.9, 29.9, null],
    ['catering-freezer', 'temperature', -11.9, 30, 'minor'],
    ['catering-freezer', 'temperature', -9, 1000, 'minor'],
    ['catering-freezer', 'temperature', -8.9, 59.9, 'minor'],
    ['catering-freezer', 'temperature', -8.9, 60, 'critical'],
    ['catering-chiller', 'temperature', 8, 1000, null],
    ['catering-chiller', 'temperature', 8.1, 14.9, null],
    ['catering-chiller', 'temperature', 8.1, 15, 'minor'],
    ['catering-chiller', 'temperature', 8.1, 120, 'critical'],
    ['catering-chiller', 'temperature', 10.1, 59.9, 'minor'],
    ['catering-chiller', 'temperature', 10.1, 60, 'critical'],
    ['catering-chiller', 'temperature', 0, 1000, null],
    ['catering-chiller', 'temperature', -0.1, 29.9, null],
    ['catering-chiller', 'temperature', -0.1, 1000, 'minor'],
    // A logistics store is held to -18, the kitchen's -12 would be far too late there.
    ['cold-store-frozen', 'temperature', -18, 1000, null],
    ['cold-store-frozen', 'temperature', -17.9, 179.9, null],
    ['cold-store-frozen', 'temperature', -17.9, 180, 'minor'],
    ['cold-store-frozen', 'temperature', -14.9, 30, 'minor'],
    ['cold-store-frozen', 'temperature', -14.9, 1000, 'minor'],
    ['cold-store-frozen', 'temperature', -11.9, 29.9, null],
    ['cold-store-frozen', 'temperature', -11.9, 30, 'critical'],
    ['cold-store-chilled', 'temperature', 8.1, 29.9, null],
    ['cold-store-chilled', 'temperature', 8.1, 1000, 'minor'],
    ['cold-store-chilled', 'temperature', 10.1, 60, 'critical'],
    ['cold-store-chilled', 'temperature', -0.1, 30, 'minor'],
    ['chilled-meat', 'temperature', 4, 1000, null],
    ['chilled-meat', 'temperature', 4.1, 30, 'minor'],
    ['chilled-meat', 'humidity', 69, 359, null],
    ['chilled-meat', 'humidity', 69, 360, 'minor'],
    ['chilled-meat', 'humidity', 99, 360, 'minor'],
    ['chilled-meat', 'humidity', 88, 10_000, null],
    ['hot-holding', 'temperature', 63, 1000, null],
    ['hot-holding', 'temperature', 62.9, 0, 'minor'],
    ['hot-holding', 'temperature', 60, 1000, 'minor'],
    ['hot-holding', 'temperature', 59.9, 14.9, 'minor'],
    ['hot-holding', 'temperature', 59.9, 15, 'critical'],
    ['special-room', 'temperature', 25.1, 9.9, null],
    ['special-room', 'temperature', 25.1, 10, 'minor'],
    ['sample-fridge', 'temperature', 8.1, 14.9, null],
    ['sample-fridge', 'temperature', 8.1, 15, 'minor'],
    ['sample-fridge', 'door', 1, 2, 'minor'],
    ['dry-store', 'humidity', 75.1, 119, null],
    ['dry-store', 'humidity', 75.1, 120, 'minor'],
    ['kitchen-gas', 'gas_lel', 24.9, 1000, null],
    // A detector acts at its set point.
    ['kitchen-gas', 'gas_lel', 25, 0, 'critical'],
    ['kitchen-gas', 'co', 30, 1000, null],
    ['kitchen-gas', 'co', 301, 0, 'critical'],
    ['ammonia', 'nh3', 149.9, 1000, null],
    ['ammonia', 'nh3', 150, 0, 'critical'],
    ['carbon-dioxide', 'co2', 9799, 1000, null],
    ['carbon-dioxide', 'co2', 9800, 1, 'critical'],
    ['retail-frozen', 'temperature', -15, 1000, null],
    ['retail-frozen', 'temperature', -14.9, 30, 'minor'],
    ['retail-frozen', 'temperature', -11.9, 30, 'critical'],
    ['dairy-chiller', 'temperature', 6.1, 30, 'minor'],
    ['fish-display', 'temperature', 4.1, 30, 'minor'],
    ['produce-store', 'humidity', 69, 360, 'minor'],
    ['frozen-core', 'temperature', -12, 15, 'critical'],
    ['frozen-transport', 'temperature', -17, 179, null],
    ['frozen-transport', 'temperature', -17, 180, 'critical'],
    ['delivery-hot', 'temperature', 59.9, 15, 'minor'],
    ['delivery-cold', 'temperature', 8, 1000, null],
    ['delivery-frozen', 'temperature', -11.9, 15, 'minor'],
    ['frying-oil', 'temperature', 190, 1000, null],
    ['frying-oil', 'temperature', 190.1, 5, 'minor'],
    ['disinfection-chlorine', 'chlorine', 199, 5, 'minor'],
    ['disinfection-chlorine', 'chlorine', 301, 5, 'minor'],
    ['door', 'door', 0, 1000, null],
    ['door', 'door', 1, 2.9, null],
    ['door', 'door', 1, 3, 'minor'],
    ['door', 'door', 1, 10, 'critical'],
    ['cold-store-chilled', 'door', 1, 4.9, null],
    ['cold-store-chilled', 'door', 1, 5, 'minor'],
  ])('judge %s %s of %d for %d min as %s', (profile, metric, value, minutes, expected) => {
    expect(verdict(profile, metric, value, minutes)).toBe(expected)
  })

  test('let gas wait at most ten seconds, and hold it always critical', () => {
    const gas = rules.filter((rule) => ['gas_lel', 'co', 'co2', 'nh3'].includes(rule.metric)).map((rule) => compileRule(rule, 1))
    expect(gas).toHaveLength(4)
    for (const level of gas.flatMap((rule) => rule.levels)) {
      expect(level.severity).toBe('critical')
      expect(level.for).toBeLessThanOrEqual(10_000)
    }
    for (const rule of gas) expect(rule.clear).toEqual({ margin: 0, for: MINUTE })
  })

  test('clear temperatures after five minutes by half a kelvin, and doors at once', () => {
    for (const rule of rules.map((text) => compileRule(text, 1))) {
      if (rule.metric === 'temperature') expect(rule.clear).toEqual({ margin: 0.5, for: 5 * MINUTE })
      if (rule.metric === 'door') expect(rule.clear).toEqual({ margin: 0, for: 0 })
    }
  })

  test('tolerate a defrost nowhere but in the frozen store', () => {
    expect(rules.filter((rule) => rule.suppressWhen).map((rule) => [rule.id, rule.suppressWhen])).toEqual([
      ['cold-store-frozen-high', { defrost: { peak: 15, within: 75 * MINUTE } }],
    ])
  })

  test('ask of cooking, cooling and disinfection what the code of practice asks', () => {
    const asked = Object.fromEntries(rules.flatMap((rule) => (rule.process ? [[rule.scope.profiles?.[0] ?? '', rule.process]] : [])))
    expect(asked).toEqual({
      'cold-store-frozen': { kind: 'defrost', peak: 15, within: 75 * MINUTE, perDay: 8 },
      'cooking-probe': { kind: 'batch', start: 50, reach: 70, hold: 0 },
      'cooling-probe': { kind: 'cooling', from: 60, stages: [{ to: 21, within: 120 * MINUTE }, { to: 8, within: 120 * MINUTE }] },
      'disinfection-steam': { kind: 'batch', start: 80, reach: 100, hold: 10 * MINUTE, gap: MINUTE / 2 },
      'disinfection-infrared': { kind: 'batch', start: 90, reach: 120, hold: 10 * MINUTE, gap: MINUTE / 2 },
      'dish-machine': { kind: 'batch', start: 60, reach: 85, hold: 40_000, gap: MINUTE / 2 },
    })
  })

  test('ask something of every violation a camera can tell, by one rule whose id names it, on no unverified text', () => {
    const seen = all.filter((rule) => 'type' in rule)
    const told = [...violations.values()].filter((violation) => violation.byDetection)
    expect(seen.map(({ id, name, type }) => ({ id, name, type }))).toEqual(told.map(({ key, zh }) => ({ id: `violation-${key}`, name: zh, type: key })))
    for (const rule of seen) expect(rule).toMatchObject({ scope: { profiles: ['camera'] }, basis: { kind: 'platform', status: 'unverified' }, enabled: true })
  })

  test('give a door a share of the hour beside its longest time', () => {
    const share = rules.find((rule) => rule.id === 'door-open-share')
    expect(share && compileRule(share, 1)).toMatchObject({ kind: 'cumulative', window: 60 * MINUTE, levels: [{ severity: 'minor', limit: 0.5, for: 18 * MINUTE }] })
  })
})
