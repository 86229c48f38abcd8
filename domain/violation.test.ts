import { expect, test } from 'vitest'
import { appliesIn, severityIn, violationFor, type Violation } from './violation.ts'

const mask: Violation = {
  number: 2, key: 'no_mask', zh: '未戴口罩', en: 'No mask', severity: 'minor', minConfidence: 0.6, minShare: 0.7, persistMs: 10_000, cooldownMs: 600_000,
  zoneSeverities: [{ zones: ['special-room', '专间'], severity: 'major' }], onlyIn: [], hits: null, byDetection: true, reviewOnly: false, note: null,
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
