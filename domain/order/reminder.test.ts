import { expect, it } from 'vitest'
import { reminderDue, reminderLines, toldOf } from './reminder.ts'

it('reminds at half, at four fifths and at the end of the time, and of what was missed only the last', () => {
  const at = (now: number) => reminderDue(1_000, 2_000, now)
  expect([at(1_499), at(1_500), at(1_799), at(1_800), at(1_999), at(2_000), at(9_000)]).toEqual([null, 50, 50, 80, 80, 100, 100])
})

it('tells those involved: whoever did something to the order or watches over it, each once', () => {
  const [line] = reminderLines.parse([{ at: 80, who: ['involved', 'officer'], channels: ['sms'] }])
  if (!line) throw new Error('no line')
  const timeline = ['user:li', 'system', 'rule:cold', 'user:li', 'user:wang'].map((by) => ({ at: '2026-11-22T01:00:00.000Z', event: 'x', by }))
  expect(toldOf(line, { timeline, watcher: 'zhao' })).toEqual(['user:li', 'user:wang', 'user:zhao', 'officer'])
})

it('refuses a reminder that is listed twice, or at another share', () => {
  const line = (at: number) => ({ at, who: ['officer'], channels: ['sms'] })
  expect(reminderLines.safeParse([line(50), line(50)]).success).toBe(false)
  expect(reminderLines.safeParse([line(60)]).success).toBe(false)
})
