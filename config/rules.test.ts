import { describe, expect, test } from 'vitest'
import type { MetricName } from '../domain/metrics.ts'
import { compileRule, type Rule } from '../domain/rule.ts'
import { severityRank, type Severity } from '../domain/severity.ts'
import { loadConfiguration } from './load.ts'

const { rules, profiles } = loadConfiguration()
const MINUTE = 60_000
/** What the domain reference gives a limit and a default rule for. */
const LIMITED: [string, MetricName][] = [
  ['catering-freezer', 'temperature'], ['catering-chiller', 'temperature'], ['cold-store-frozen', 'temperature'],
  ['cold-store-chilled', 'temperature'], ['chilled-meat', 'temperature'], ['chilled-meat', 'humidity'], ['hot-holding', 'temperature'],
  ['special-room', 'temperature'], ['sample-fridge', 'temperature'], ['sample-fridge', 'door'], ['dry-store', 'humidity'],
  ['kitchen-gas', 'gas_lel'], ['kitchen-gas', 'co'], ['ammonia', 'nh3'], ['door', 'door'],
]

function rulesFor(profile: string, metric: MetricName): Rule[] {
  return rules.filter((rule) => rule.enabled && rule.metric === metric && rule.scope.profiles?.includes(profile)).map((rule) => compileRule(rule, 1))
}

/** The worst severity that a value reaches if it lasts so long, or null. */
function verdict(profile: string, metric: MetricName, value: number, minutes: number): Severity | null {
  const reached = rulesFor(profile, metric).flatMap((rule) => rule.levels
    .filter((level) => (rule.direction === 'above' ? value > level.limit : value < level.limit) && minutes * MINUTE >= level.for)
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
    for (const rule of rules) {
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
    ['kitchen-gas', 'gas_lel', 25.1, 0, 'critical'],
    ['kitchen-gas', 'co', 30, 1000, null],
    ['kitchen-gas', 'co', 301, 0, 'critical'],
    ['ammonia', 'nh3', 149, 1000, null],
    ['ammonia', 'nh3', 151, 0, 'critical'],
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
    const gas = rules.filter((rule) => ['gas_lel', 'co', 'nh3'].includes(rule.metric)).map((rule) => compileRule(rule, 1))
    expect(gas).toHaveLength(3)
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
})
