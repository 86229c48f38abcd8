import { expect, it } from 'vitest'
import { metricRuleSchema, type MetricRuleInput } from './rule.ts'
import { figuresOutOfRange } from './ruleRange.ts'

const rule = (parts: Partial<MetricRuleInput>) => metricRuleSchema.parse({ id: 'r', name: 'r', scope: { profiles: ['x'] }, metric: 'temperature', severity: 'minor', ...parts })

it.each<[Partial<MetricRuleInput>, string[]]>([
  [{ above: -100 }, []],
  [{ above: 1_000 }, []],
  [{ below: -100.5 }, ['below']],
  [{ above: 8_000, for: '1h' }, ['above']],
  [{ metric: 'humidity', atMost: -1 }, ['atMost']],
  [{ metric: 'door', equals: 2 }, ['equals']],
  [{ severity: undefined, levels: [{ severity: 'minor', above: 8 }, { severity: 'critical', above: 1_001 }] }, ['levels.1.above']],
  [{ above: 8, upTo: 6_000 }, ['upTo']],
  [{ metric: 'humidity', changesBy: { amount: 101, within: '1m' } }, ['changesBy.amount']],
  [{ process: { kind: 'batch', start: 50, reach: 7_000 } }, ['process.reach']],
  [{ process: { kind: 'cooling', from: 2_000, stages: [{ to: 1_500, within: '2h' }, { to: 8, within: '2h' }] } }, ['process.from', 'process.stages.0.to']],
])('names the figures of %j that its metric can never be: %j', (parts, paths) => {
  expect(figuresOutOfRange(rule(parts)).map(({ path }) => path)).toEqual(paths)
})
