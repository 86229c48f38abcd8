import { describe, expect, it } from 'vitest'
import { issuesOf } from './issues.ts'
import { compileRule, metricRuleSchema } from './rule.ts'

const RULE = { id: 'r', name: 'r', scope: { deviceIds: ['d'] }, metric: 'temperature', above: 8, for: '15m', severity: 'minor' }
const { above: _above, for: _for, severity: _severity, ...BARE } = RULE

/** What is wrong with a rule, each with the field it is about. */
function problems(parts: object, base: object = RULE): string[] {
  const result = metricRuleSchema.safeParse({ ...base, ...parts })
  return result.success ? [] : issuesOf(result.error).map((issue) => `${issue.path.join('.')}: ${issue.message}`)
}
const compiled = (parts: object, base: object = RULE) => compileRule(metricRuleSchema.parse({ ...base, ...parts }), 1)

describe('a rule as it is written', () => {
  it.each([
    ['a cumulative rule without a window', { mode: 'cumulative' }, 'window'],
    ['a cumulative rule that lasts no time', { mode: 'cumulative', window: '1h', for: 0 }, 'for'],
    ['a duration longer than its window', { mode: 'cumulative', window: '10m' }, 'for'],
    ['a window nobody looks at', { window: '10m' }, 'window'],
    ['two limits', { atLeast: 8 }, 'above'],
    ['no limit', { above: undefined }, 'above'],
    ['a change beside a limit', { changesBy: { amount: 5, within: '1m' } }, 'changesBy'],
    ['a change looked for too far back', { above: undefined, changesBy: { amount: 5, within: '2h' } }, 'changesBy.within'],
    ['a change of what is on or off', { above: undefined, metric: 'door', changesBy: { amount: 1, within: '1m' } }, 'changesBy'],
    ['a margin about one value', { above: undefined, equals: 1, clear: { margin: 0.5 } }, 'clear.margin'],
    ['a time of day that is none', { schedule: { from: '25:00' } }, 'schedule.from'],
    ['a day that is none', { schedule: { days: ['someday'] } }, 'schedule.days.0'],
    ['a door that excuses for ever', { suppressWhen: { door: 'open' } }, 'suppressWhen.for'],
    ['a tolerance that names nothing', { suppressWhen: {} }, 'suppressWhen'],
    ['a defrost below a limit', { above: undefined, below: 0, suppressWhen: { defrost: {} } }, 'suppressWhen.defrost'],
    ['gas that is suppressed', { metric: 'co', suppressWhen: { door: 'open', for: '1m' } }, 'suppressWhen'],
    ['a course of what is on or off', { metric: 'door', above: 0, for: undefined, process: { kind: 'mean-kinetic', window: '1d' } }, 'process'],
    ['a stage that is no cooler', { above: undefined, for: undefined, process: { kind: 'cooling', from: 60, stages: [{ to: 60, within: '2h' }] } }, 'process.stages.0.to'],
    ['a limit beside a batch', { for: undefined, process: { kind: 'batch', start: 50, reach: 70 } }, 'above'],
    ['a batch that starts where it is to end', { above: undefined, for: undefined, process: { kind: 'batch', start: 70, reach: 70 } }, 'process.reach'],
    ['a budget without a limit', { above: undefined, for: undefined, process: { kind: 'degree-minutes', window: '1d', budget: 60 } }, 'above'],
    ['a window of no time', { for: undefined, process: { kind: 'mean-kinetic', window: 0 } }, 'process.window'],
    ['a process nobody knows', { process: { kind: 'magic' } }, 'process.kind'],
    ['a mode nobody knows', { mode: 'sometimes' }, 'mode'],
  ])('names the field of %s', (_name, parts, field) => {
    expect(problems(parts)).toEqual([expect.stringMatching(new RegExp(`^${field}: `))])
  })

  it('tells at once all that is wrong, and nothing that only follows from a field that is', () => {
    const paths = (parts: object, base: object = BARE): string[] => problems(parts, base).map((problem) => problem.split(': ')[0] ?? '')
    expect(paths({ colour: 'red', name: '', mode: 'cumulative', levels: [{ severity: 'urgent' }] }).sort()).toEqual(['', 'levels.0', 'levels.0.severity', 'name'])
    expect(paths({ name: '', mode: 'cumulative', above: 8, atLeast: 9, for: '1m', process: { kind: 'batch', start: 70, reach: 60 } }).sort())
      .toEqual(['above', 'for', 'mode', 'name', 'process.reach', 'severity', 'window'])
    expect(paths({ metric: 'warmth', window: '5m', above: 8, severity: 'minor' }).sort()).toEqual(['metric', 'window'])
  })

  it('names the level that is wrong', () => {
    expect(problems({ mode: 'cumulative', window: '1h', levels: [{ severity: 'minor', above: 8, for: '30m' }, { severity: 'major', above: 8, for: '2h' }] }, BARE))
      .toEqual([expect.stringMatching(/^levels\.1\.for: /)])
  })

  it('knows strict and inclusive limits', () => {
    expect(compiled({})).toMatchObject({ direction: 'above', levels: [{ limit: 8 }] })
    expect(compiled({}).levels[0]?.inclusive).toBeUndefined()
    expect(compiled({ above: undefined, atMost: 0 })).toMatchObject({ direction: 'below', levels: [{ limit: 0, inclusive: true }] })
    expect(compiled({ above: undefined, equals: 1, metric: 'door' })).toMatchObject({ direction: 'equals', levels: [{ limit: 1, inclusive: true }], clear: { margin: 0, for: 0 } })
    expect(compiled({ above: undefined, changesBy: { amount: 5, within: '10m' } })).toMatchObject({ kind: 'change', change: 'either', window: 600_000, levels: [{ limit: 5 }] })
  })

  it('is judged by the kind its mode says', () => {
    expect(compiled({})).toMatchObject({ kind: 'threshold', window: 0 })
    expect(compiled({ mode: 'cumulative', window: '1d' })).toMatchObject({ kind: 'cumulative', window: 86_400_000 })
  })
})
