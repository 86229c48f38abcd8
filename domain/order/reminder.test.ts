import { expect, it } from 'vitest'
import { reminderDue } from './reminder.ts'

it('reminds at half, at four fifths and at the end of the time, and of what was missed only the last', () => {
  const at = (now: number) => reminderDue(1_000, 2_000, now)
  expect([at(1_499), at(1_500), at(1_799), at(1_800), at(1_999), at(2_000), at(9_000)]).toEqual([null, 50, 50, 80, 80, 100, 100])
})
