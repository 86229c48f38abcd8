import { expect, test } from 'vitest'
import { appliesIn, criteriaFor, severityIn } from './detectionCriteria.ts'
import { compileDetectionRule, detectionRuleSchema, type DetectionRule, type DetectionRuleInput } from './detectionRule.ts'

const rule = (parts: Partial<DetectionRuleInput> = {}): DetectionRule => compileDetectionRule(detectionRuleSchema.parse({
  id: 'r', name: 'r', type: 'no_mask', severity: 'minor', minConfidence: 0.6, minShare: 0.7, persist: '10s', cooldown: '10m',
  zoneSeverities: [{ zones: ['special-room', '专间'], severity: 'major' }], ...parts,
}), 3)
const NIGHT = { from: '22:00', to: '06:00' }
const ask = (asked: DetectionRule | undefined, time: string, { zone = null, trusted = true, hours = null }: { zone?: string | null; trusted?: boolean; hours?: typeof LUNCH | null } = {}) =>
  criteriaFor(asked, { zone, ts: Date.parse(`2026-11-${time}:00+08:00`) }, trusted, hours)
const LUNCH = [{ from: '11:00', to: '14:00' }]
const rodent = rule({ type: 'rodent', minConfidence: 0.55, hits: { count: 3, within: 60 }, night: { during: NIGHT, minConfidence: 0.45, hits: { count: 2, within: 60 } } })

test('the same act is worse in a zone that says so', () => {
  expect(severityIn(rule(), '专间')).toBe('major')
  expect(severityIn(rule(), 'hall')).toBe('minor')
  expect(severityIn(rule(), null)).toBe('minor')
})

test('a violation of one zone is none elsewhere, and a camera without zones is believed', () => {
  const gloves = rule({ onlyIn: ['special-room'] })
  expect([appliesIn(gloves, 'special-room'), appliesIn(gloves, 'hall'), appliesIn(gloves, null), appliesIn(rule(), 'hall')]).toEqual([true, false, true, true])
  expect(ask(gloves, '22T12:00', { zone: 'hall' })).toBeNull()
})

test('a camera is asked what its rule, place and time ask', () => {
  expect(ask(undefined, '22T12:00')).toBeNull()
  expect(ask(rule(), '22T12:00', { zone: '专间' })).toMatchObject({ ruleId: 'r', version: 3, type: 'no_mask', severity: 'major', minConfidence: 0.6, opens: true })
  expect(ask(rodent, '22T21:59')).toMatchObject({ minConfidence: 0.55, hits: { count: 3 } })
  expect(ask(rodent, '22T22:00')).toMatchObject({ minConfidence: 0.45, hits: { count: 2 }, cooldownMs: 600_000 })
  expect(ask(rodent, '23T05:59')).toMatchObject({ minConfidence: 0.45 })
  expect(ask(rule({ corroboration: { within: '1m', alone: 'info' } }), '22T12:00')).toMatchObject({ severity: 'info' })
})

test('what can only happen at night is asked about at night, or after the hours of the unit', () => {
  const afterHours = rule({ type: 'after_hours_person', schedule: NIGHT })
  expect(ask(afterHours, '22T23:00')).not.toBeNull()
  expect(ask(afterHours, '22T12:00')).toBeNull()
  expect(ask(afterHours, '22T18:00', { hours: LUNCH })).toBeNull()
  const byHours = rule({ type: 'after_hours_person', schedule: NIGHT, byHours: true })
  expect(ask(byHours, '22T18:00', { hours: LUNCH })).not.toBeNull()
  expect(ask(byHours, '22T12:00', { hours: LUNCH })).toBeNull()
  expect(ask(byHours, '22T18:00')).toBeNull()
  expect(ask({ ...rodent, byHours: true }, '22T18:00', { hours: LUNCH })).toMatchObject({ minConfidence: 0.45 })
})

test('a night may be told as one, until it ends', () => {
  const night = rule({ night: { during: NIGHT, asOne: true } })
  expect(ask(night, '22T23:00')).toMatchObject({ cooldownMs: 7 * 3_600_000, anyTrack: true })
  expect(ask(night, '23T05:59')).toMatchObject({ cooldownMs: 600_000, anyTrack: true })
  expect(ask(night, '22T12:00')).toMatchObject({ cooldownMs: 600_000, anyTrack: false })
  expect(ask({ ...night, byHours: true }, '22T14:00', { hours: LUNCH })).toMatchObject({ cooldownMs: 21 * 3_600_000 })
})

test('what is for review only, or from a camera that is not trusted, opens nothing by itself', () => {
  expect(ask(rule({ reviewOnly: true }), '22T12:00')).toMatchObject({ opens: false })
  expect(ask(rule(), '22T12:00', { trusted: false })).toMatchObject({ opens: false })
})
