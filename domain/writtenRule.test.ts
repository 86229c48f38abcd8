import { describe, expect, it } from 'vitest'
import { compileDetectionRule, detectionRuleSchema } from './detectionRule.ts'
import { issuesOf } from './issues.ts'
import { misfits } from './ruleFit.ts'
import { byPrecedence, covers, type Rival, type ScopedDevice } from './ruleScope.ts'
import type { ViolationCatalogue } from './violation.ts'
import { ruleSchema } from './writtenRule.ts'

const SEEN = { id: 'r', name: 'r', type: 'smoking', severity: 'critical', cooldown: '5m' }
const MEASURED = { id: 'r', name: 'r', scope: { deviceIds: ['d'] }, metric: 'temperature', above: 8, for: '15m', severity: 'minor' }

/** What is wrong with a rule, each with the field it is about. */
function problems(rule: object): string[] {
  const result = ruleSchema.safeParse(rule)
  return result.success ? [] : issuesOf(result.error).map((issue) => `${issue.path.join('.')}: ${issue.message}`)
}

describe('a rule as it is written', () => {
  it('is about a metric or about what cameras see', () => {
    expect(ruleSchema.parse(SEEN)).toMatchObject({ type: 'smoking', scope: { profiles: ['camera'] }, minConfidence: 0.5, persist: 0, cooldown: 300_000, enabled: true, order: 'draft' })
    expect(ruleSchema.parse(MEASURED)).toMatchObject({ metric: 'temperature', for: 900_000 })
  })

  it.each([
    ['a kind that is no key', { ...SEEN, type: 'Smoking!' }, /^type: /],
    ['no cooldown', { ...SEEN, cooldown: undefined }, /^cooldown: /],
    ['a confidence beyond certainty', { ...SEEN, minConfidence: 70 }, /^minConfidence: /],
    ['more windows than are looked at', { ...SEEN, windows: { hit: 4, of: 3, length: '3s' } }, /^windows\.hit: /],
    ['a night at no time', { ...SEEN, night: { during: { from: '25:00' } } }, /^night\.during\.from: /],
    ['an empty scope', { ...SEEN, scope: {} }, /^scope: /],
    ['a limit about what is seen', { ...SEEN, above: 8 }, /"above"/],
    ['both a metric and a type', { ...SEEN, metric: 'temperature' }, /"metric"/],
    ['a confidence about what is measured', { ...MEASURED, minConfidence: 0.7 }, /"minConfidence"/],
    ['a limit of a metric that is none', { ...MEASURED, metric: 'warmth' }, /^metric: /],
  ])('names the field of %s', (_name, rule, expected) => {
    expect(problems(rule)).toEqual([expect.stringMatching(expected)])
  })

  it('names the type that the catalogue does not know, or no camera can tell', () => {
    const entry = { number: 1, key: 'smoking', zh: '吸烟', en: 'Smoking', byDetection: true, note: null }
    const catalogue: ViolationCatalogue = new Map([['smoking', entry], ['no_sample_kept', { ...entry, key: 'no_sample_kept', byDetection: false }]])
    const paths = (type: string): string[] => misfits(detectionRuleSchema.parse({ ...SEEN, type }), catalogue).map(({ path }) => path)
    expect([paths('smoking'), paths('smokin'), paths('no_sample_kept')]).toEqual([[], ['type'], ['type']])
  })

  it('asks at night what it asks by day, unless it says otherwise', () => {
    const compiled = compileDetectionRule(detectionRuleSchema.parse({ ...SEEN, minConfidence: 0.7, hits: { count: 3, within: '30s' }, night: { during: { from: '22:00', to: '06:00' } } }), 2)
    expect(compiled).toMatchObject({ version: 2, night: { minConfidence: 0.7, hits: { count: 3, withinMs: 30_000 }, asOne: false } })
  })
})

describe('which rule judges', () => {
  const camera: ScopedDevice = { id: 'cam', profile: 'camera', kind: 'canteen', district: '131102', tags: ['school'] }
  const rival = (id: string, scope: Rival['scope'], madeAt = 0): Rival => ({ id, scope, madeAt })

  it('is the narrowest that covers the camera, of two alike the newer', () => {
    const rivals = [
      rival('profile', { profiles: ['camera'] }), rival('kind', { unitKinds: ['canteen'] }), rival('district', { districts: ['131102'] }),
      rival('all broad', { profiles: ['camera'], unitKinds: ['canteen'], districts: ['131102'] }), rival('tag', { tags: ['school'] }), rival('camera', { deviceIds: ['cam'] }),
      rival('camera, newer', { deviceIds: ['cam', 'other'] }, 5),
    ]
    expect([...rivals].sort(byPrecedence).map(({ id }) => id)).toEqual(['camera, newer', 'camera', 'tag', 'all broad', 'district', 'kind', 'profile'])
  })

  it('covers what every part of its scope names', () => {
    expect([
      covers({ profiles: ['camera'], unitKinds: ['canteen'], districts: ['131102'], tags: ['school', 'fair'], deviceIds: ['cam'] }, camera),
      covers({ profiles: ['camera'], unitKinds: ['market'] }, camera), covers({ tags: ['fair'] }, camera), covers({ districts: ['131102'] }, { ...camera, district: null }),
    ]).toEqual([true, false, false, false])
  })
})
