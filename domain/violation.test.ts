import { expect, test } from 'vitest'
import { compileSchedule } from './schedule.ts'
import { appliesIn, criteriaFor, severityIn, violationFor, type Violation } from './violation.ts'

const mask: Violation = {
  number: 2, key: 'no_mask', zh: '未戴口罩', en: 'No mask', severity: 'minor', minConfidence: 0.6, minShare: 0.7, persistMs: 10_000, cooldownMs: 600_000,
  zoneSeverities: [{ zones: ['special-room', '专间'], severity: 'major' }], onlyIn: [], hits: null, windows: null, during: null, night: null, corroboration: null, byDetection: true, reviewOnly: false, byHours: false, note: null,
}

test('an unknown label has no entry', () => {
  const catalogue = new Map([['no_mask', mask]])
  expect(violationFor(catalogue, 'no_mask')).toBe(mask)
  expect(violationFor(catalogue, 'toString')).toBeNull()
})

test('the same act is worse in a zone that says so', () => {
  expect(severityIn(mask, '专间')).toBe('major')
  expect(severityIn(mask, 'hall')).toBe('minor')
  expect(severityIn(mask, null)).toBe('minor')
})

test('a violation of one zone is none elsewhere, and a camera without zones is believed', () => {
  const gloves: Violation = { ...mask, key: 'no_gloves_rte', onlyIn: ['special-room'] }
  expect(appliesIn(gloves, 'special-room')).toBe(true)
  expect(appliesIn(gloves, 'hall')).toBe(false)
  expect(appliesIn(gloves, null)).toBe(true)
  expect(appliesIn(mask, 'hall')).toBe(true)
})

test('a camera is asked what its place and time ask', () => {
  const at = (text: string) => Date.parse(text)
  const night = compileSchedule({ from: '22:00', to: '06:00' }) ?? []
  const catalogue = new Map<string, Violation>([
    ['no_mask', mask],
    ['rodent', { ...mask, key: 'rodent', minConfidence: 0.55, hits: { count: 3, withinMs: 60_000 }, night: { during: night, minConfidence: 0.45, hits: { count: 2, withinMs: 60_000 } } }],
    ['after_hours_person', { ...mask, key: 'after_hours_person', during: night }],
    ['jewellery', { ...mask, key: 'jewellery', reviewOnly: true }],
    ['no_gloves_rte', { ...mask, key: 'no_gloves_rte', onlyIn: ['special-room'] }],
  ])
  const ask = (type: string, time: string, zone: string | null = null) => criteriaFor(catalogue, { type, zone, ts: at(time) }, true)
  expect(ask('no_mask', '2026-11-22T12:00:00+08:00', '专间')).toMatchObject({ severity: 'major', minConfidence: 0.6, opens: true })
  expect(ask('rodent', '2026-11-22T21:59:59+08:00')).toMatchObject({ minConfidence: 0.55, hits: { count: 3 } })
  expect(ask('rodent', '2026-11-22T22:00:00+08:00')).toMatchObject({ minConfidence: 0.45, hits: { count: 2 } })
  expect(ask('rodent', '2026-11-23T05:59:59+08:00')).toMatchObject({ minConfidence: 0.45 })
  expect(ask('after_hours_person', '2026-11-22T23:00:00+08:00')).not.toBeNull()
  expect(ask('after_hours_person', '2026-11-22T12:00:00+08:00')).toBeNull()
  const lunchOnly = [{ from: '11:00', to: '14:00' }]
  const byHours = new Map([...catalogue].map(([key, violation]) => [key, { ...violation, byHours: true }]))
  const asked = (type: string, time: string, hours: typeof lunchOnly | null) => criteriaFor(byHours, { type, zone: null, ts: at(time) }, true, hours)
  expect(asked('after_hours_person', '2026-11-22T18:00:00+08:00', lunchOnly)).not.toBeNull()
  expect(asked('after_hours_person', '2026-11-22T12:00:00+08:00', lunchOnly)).toBeNull()
  expect(asked('after_hours_person', '2026-11-22T18:00:00+08:00', null)).toBeNull()
  expect(asked('rodent', '2026-11-22T18:00:00+08:00', lunchOnly)).toMatchObject({ minConfidence: 0.45 })
  expect(criteriaFor(catalogue, { type: 'after_hours_person', zone: null, ts: at('2026-11-22T18:00:00+08:00') }, true, lunchOnly)).toBeNull()
  expect(ask('rodent', '2026-11-22T22:00:00+08:00')).toMatchObject({ cooldownMs: 600_000 })
  const night1 = new Map([...catalogue].map(([key, violation]) => [key, { ...violation, night: violation.night && { ...violation.night, asOne: true } }]))
  const once = (time: string, hours: typeof lunchOnly | null = null) => criteriaFor(hours ? new Map([...night1].map(([key, violation]) => [key, { ...violation, byHours: true }])) : night1, { type: 'rodent', zone: null, ts: at(time) }, true, hours)
  expect(once('2026-11-22T23:00:00+08:00')).toMatchObject({ cooldownMs: 7 * 3_600_000, anyTrack: true })
  expect(once('2026-11-23T05:59:00+08:00')).toMatchObject({ cooldownMs: 600_000, anyTrack: true })
  expect(once('2026-11-22T12:00:00+08:00')).toMatchObject({ cooldownMs: 600_000, anyTrack: false })
  expect(once('2026-11-22T14:00:00+08:00', lunchOnly)).toMatchObject({ cooldownMs: 21 * 3_600_000 })
  expect(ask('jewellery', '2026-11-22T12:00:00+08:00')).toMatchObject({ opens: false })
  expect(criteriaFor(catalogue, { type: 'no_mask', zone: null, ts: 0 }, false)).toMatchObject({ opens: false })
  expect(ask('no_gloves_rte', '2026-11-22T12:00:00+08:00', 'hall')).toBeNull()
  expect(ask('WorkClothesAlarm', '2026-11-22T12:00:00+08:00')).toBeNull()
})
