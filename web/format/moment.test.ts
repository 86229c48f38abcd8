import { expect, it } from 'vitest'
import { inBeijing, momentOf } from './moment.ts'

it('writes moments in Beijing time and reads them again', () => {
  const at = Date.parse('2026-11-25T16:30:00Z')
  expect(momentOf(at)).toBe('2026-11-26T00:30')
  expect(Date.parse(inBeijing(momentOf(at)))).toBe(at)
})
