import { describe, expect, it } from 'vitest'
import type { MetricRuleInput } from '../../../domain/rule.ts'
import { ruleSchema, type RuleInput } from '../../../domain/writtenRule.ts'
import { changesBetween, loosenings } from './changes.ts'
import { newDetectionDraft } from './detectionDraft.ts'
import { clearingOf, draftFrom, draftOf, levelsOf, newDraft, textOf, withLevels, type RuleView } from './draft.ts'
import { filledPart } from './trialOption.ts'

const LEGAL: MetricRuleInput = {
  id: 'r', name: '冷藏', scope: { profiles: ['catering-chiller'] }, metric: 'temperature', basis: { kind: 'legal' },
  levels: [{ severity: 'minor', above: 8, for: '15m' }, { severity: 'critical', above: 10, for: '1h' }],
}
const ladder = (first: object, second: object = {}): RuleInput => ({
  ...LEGAL, levels: [{ severity: 'minor', above: 8, for: '15m', ...first }, { severity: 'critical', above: 10, for: '1h', ...second }],
})

describe('a draft', () => {
  it('is what the server gave without what it added, and goes through its text unchanged', () => {
    const view = { ...LEGAL, version: 3, author: 'admin', createdAt: '2026-01-01T00:00:00.000Z' } as RuleView
    expect(draftOf(view)).toEqual(LEGAL)
    expect(draftFrom(textOf(LEGAL))).toEqual({ draft: LEGAL })
    expect(draftFrom(JSON.stringify(LEGAL))).toEqual({ draft: LEGAL })
    expect(draftFrom('id: [')).toHaveProperty('fault')
  })

  it('tells how an alert ends that the rule says nothing of, as it is judged', () => {
    expect(clearingOf(LEGAL)).toEqual({ margin: 0.5, for: '5m' })
    expect(clearingOf({ ...LEGAL, clear: { margin: 1 } })).toEqual({ margin: 1, for: '0s' })
    expect(clearingOf({ ...LEGAL, metric: 'humidity' })).toEqual({ margin: 0, for: '0s' })
    expect(clearingOf({ ...LEGAL, name: '' })).toEqual({ margin: 0, for: '0s' })
  })

  it('is written with one level at itself and with several as a ladder, as the server reads them', () => {
    const single: MetricRuleInput = { id: 'one', name: 'one', scope: { deviceIds: ['a'] }, metric: 'humidity', atMost: 40, for: '2h', severity: 'major' }
    expect(withLevels(single, levelsOf(single))).toEqual(single)
    expect(withLevels(LEGAL, levelsOf(LEGAL))).toEqual(LEGAL)
    const [first] = levelsOf(single)
    if (!first) throw new Error('no level')
    expect(ruleSchema.safeParse(withLevels(single, [first, { ...first, severity: 'critical', limit: 20 }])).success).toBe(true)
    expect(ruleSchema.safeParse({ ...newDraft(), id: 'new', name: 'new', scope: { deviceIds: ['a'] } }).success).toBe(true)
  })
})

describe('a change of a legal limit', () => {
  it.each<[string, RuleInput, string[]]>([
    ['nothing', LEGAL, []],
    ['a stricter limit and a shorter time', ladder({ above: 7, for: '10m' }), []],
    ['a higher limit', ladder({ above: 8.5 }), ['limit']],
    ['a longer time', ladder({}, { for: '2h' }), ['for']],
    ['the severest level gone', { ...LEGAL, levels: [{ severity: 'minor', above: 8, for: '15m' }] }, ['severity']],
    ['the mildest raised to a severer one', { ...LEGAL, levels: [{ severity: 'critical', above: 8, for: '15m' }] }, []],
    ['switched off', { ...LEGAL, enabled: false }, ['enabled']],
    ['fewer devices', { ...LEGAL, scope: { profiles: ['catering-chiller'], districts: ['131102'] } }, ['scope']],
    ['more devices', { ...LEGAL, scope: { profiles: ['catering-chiller', 'sample-fridge'] } }, []],
    ['a tolerance', { ...LEGAL, suppressWhen: { door: 'open', for: '10m' } }, ['tolerance']],
    ['a basis that binds nobody', { ...LEGAL, basis: { kind: 'operator' } }, ['basis']],
    ['the other direction', ladder({ above: undefined, below: 8 }), ['limit']],
  ])('by %s loosens it in just the ways that are named', (_name, after, kinds) => {
    expect(loosenings(LEGAL, after).map((one) => one.kind)).toEqual(kinds)
    expect(loosenings({ ...LEGAL, basis: { kind: 'platform' } }, { ...after, basis: { kind: 'platform' } })).toEqual([])
  })

  it('asks for more of a camera only with a second look', () => {
    const seen: RuleInput = { id: 's', name: 's', type: 'no_mask', severity: 'major', minConfidence: 0.6, persist: '10s', cooldown: '10m', basis: { kind: 'standard' } }
    expect(loosenings(seen, { ...seen, minConfidence: 0.5, persist: '5s' })).toEqual([])
    expect(loosenings(seen, { ...seen, minConfidence: 0.8, persist: '20s', severity: 'minor' }).map((one) => one.kind)).toEqual(['limit', 'for', 'severity'])
    expect(draftFrom(textOf(seen))).toEqual({ draft: seen })
    expect(ruleSchema.safeParse({ ...newDetectionDraft(), id: 'new', name: 'new' }).success).toBe(true)
  })

  it('is told field by field', () => {
    expect(changesBetween(LEGAL, { ...LEGAL, name: '冷藏柜', enabled: false })).toEqual([
      { field: 'name', before: '冷藏', after: '冷藏柜' }, { field: 'enabled', before: '—', after: 'false' },
    ])
  })
})

describe('the curve of a trial', () => {
  const bucket = (t: number) => ({ t, min: 4, max: 4, last: 4, count: 1 })
  it('begins with the part that has readings where that is little of the span, else with the whole', () => {
    expect(filledPart([bucket(800), bucket(900)], { from: 0, to: 1_000 })).toEqual({ from: 795, to: 905 })
    expect(filledPart([bucket(900), bucket(1_000)], { from: 0, to: 1_000 })).toEqual({ from: 895, to: 1_000 })
    expect(filledPart([bucket(100), bucket(900)], { from: 0, to: 1_000 })).toBeNull()
    expect([filledPart([], { from: 0, to: 1 }), filledPart([bucket(5)], { from: 0, to: 10 })]).toEqual([null, null])
  })
})
