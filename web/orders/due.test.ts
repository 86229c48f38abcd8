import { expect, it } from 'vitest'
import { deadlineStamp } from './due.ts'

it('a deadline names its year where that is not this one, and the end of a day as 24:00', () => {
  const now = Date.parse('2026-11-22T01:00:00Z')
  expect(deadlineStamp('2026-11-25T15:59:59.999Z', now)).toBe('11-25 24:00')
  expect(deadlineStamp('2027-01-01T00:00:00Z', now)).toBe('2027-01-01 08:00')
  expect(deadlineStamp('2026-12-31T16:30:00Z', now)).toBe('2027-01-01 00:30')
})
