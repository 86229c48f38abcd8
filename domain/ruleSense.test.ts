import { expect, it } from 'vitest'
import { metricRuleSchema, type MetricRuleInput } from './rule.ts'
import { whatIsDoubtful, whatNeverHolds } from './ruleSense.ts'

const rule = (parts: Partial<MetricRuleInput>) => metricRuleSchema.parse({ id: 'r', name: 'r', scope: { profiles: ['x'] }, metric: 'temperature', ...parts })
const levels = (...list: NonNullable<MetricRuleInput['levels']>): Partial<MetricRuleInput> => ({ levels: list })

it.each<[Partial<MetricRuleInput>, string[]]>([
  [levels({ severity: 'minor', above: 8, for: '30m' }, { severity: 'critical', above: 10, for: '15m' }), []],
  [levels({ severity: 'minor', above: -15, for: '15m' }, { severity: 'critical', above: -18, for: '3h' }), []],
  [levels({ severity: 'minor', above: 10, for: '30m' }, { severity: 'critical', above: 8, for: '15m' }), ['levels.0']],
  [levels({ severity: 'critical', above: 8, for: '30m' }, { severity: 'minor', above: 8, for: '30m' }), ['levels.1']],
  [levels({ severity: 'minor', atLeast: 8 }, { severity: 'critical', above: 8 }), []],
  [levels({ severity: 'minor', above: 8 }, { severity: 'critical', atLeast: 8 }), ['levels.0']],
  [levels({ severity: 'minor', below: 0, for: '1h' }, { severity: 'major', below: 2, for: '1h' }), ['levels.0']],
  [levels({ severity: 'minor', below: 2, for: '1h' }, { severity: 'major', below: 0, for: '1h' }), []],
  [levels({ severity: 'minor', above: 8 }, { severity: 'minor', above: 8 }), ['levels.1']],
  [{ metric: 'humidity', above: 100, severity: 'minor' }, ['above']],
  [{ metric: 'humidity', atLeast: 100, severity: 'minor' }, []],
  [{ metric: 'humidity', below: 0, severity: 'minor' }, ['below']],
  [{ metric: 'humidity', above: 75, severity: 'minor', clear: { margin: 80 } }, ['clear.margin']],
  [{ metric: 'humidity', below: 30, severity: 'minor', clear: { margin: 70 } }, []],
  [{ above: 8, severity: 'minor', for: '3h', schedule: { from: '22:00', to: '00:30' } }, ['for']],
  [{ above: 8, severity: 'minor', for: '3h', schedule: { from: '22:00', to: '02:00' } }, []],
  // Days that follow each other are one span.
  [{ above: 8, severity: 'minor', for: '30h', schedule: { days: ['sat', 'sun'] } }, []],
  [{ above: 8, severity: 'minor', for: '30h', schedule: { days: ['sat', 'tue'] } }, ['for']],
  // So is one that runs over the end of the week.
  [{ above: 8, severity: 'minor', for: '30h', schedule: { days: ['sun', 'mon'] } }, []],
  [{ above: 8, severity: 'minor', for: '3h', mode: 'cumulative', window: '1d', schedule: { from: '22:00', to: '00:30' } }, ['for']],
  [{ above: 8, severity: 'minor', for: '3h', mode: 'cumulative', window: '2d', schedule: { from: '22:00', to: '00:30' } }, []],
  [{ above: 8, severity: 'minor', for: '30h', mode: 'cumulative', window: '7d', schedule: { days: ['sun', 'mon'] } }, []],
  [{ above: 8, severity: 'minor', for: '49h', mode: 'cumulative', window: '7d', schedule: { days: ['sun', 'mon'] } }, ['for']],
  [{ above: 8, severity: 'minor', for: '49h', mode: 'cumulative', window: '8d', schedule: { days: ['sun', 'mon'] } }, []],
  [{ metric: 'door', above: 1, severity: 'minor' }, ['above']],
  [{ metric: 'humidity', above: 75, upTo: 90, severity: 'minor', clear: { margin: 80 } }, []],
])('names what of %j never holds: %j', (parts, paths) => {
  expect(whatNeverHolds(rule(parts)).map(({ path }) => path)).toEqual(paths)
})

it.each<[Partial<MetricRuleInput>, string[]]>([
  [levels({ severity: 'minor', above: 8 }, { severity: 'minor', above: 10 }), ['levels.1']],
  [levels({ severity: 'minor', above: 8, for: '1h' }, { severity: 'minor', above: 10, for: '5m' }), []],
  [levels({ severity: 'minor', above: 8, for: '1h' }, { severity: 'major', above: 10, for: '5m' }), []],
  [{ above: 8, severity: 'minor', for: '99999d' }, ['for']],
])('doubts what %j hardly means: %j', (parts, paths) => {
  expect([whatNeverHolds(rule(parts)), whatIsDoubtful(rule(parts)).map(({ path }) => path)]).toEqual([[], paths])
})
