import { describe, expect, it } from 'vitest'
import { ageOf, beijingClock, beijingDate, beijingHour, beijingStamp, sameBeijingDay } from './time.ts'

const at = (iso: string) => Date.parse(iso)

describe('Beijing time', () => {
  it('is eight hours ahead of UTC, into the next day and the next year', () => {
    expect(beijingClock(at('2026-11-22T11:42:23Z'))).toBe('19:42:23')
    expect(beijingStamp(at('2026-12-31T16:05:00Z'))).toBe('01-01 00:05')
    expect(beijingDate(at('2026-12-31T16:05:00Z'))).toEqual({ year: 2027, month: 1, day: 1, weekday: 5 })
    expect(beijingHour(at('2026-11-22T16:00:00Z'))).toBe(0)
  })

  it('changes the day at 16:00 UTC, wherever the browser stands', () => {
    expect(sameBeijingDay(at('2026-11-22T15:59:59Z'), at('2026-11-22T16:00:00Z'))).toBe(false)
    expect(sameBeijingDay(at('2026-11-21T16:00:00Z'), at('2026-11-22T15:59:59Z'))).toBe(true)
  })
})

describe('how long ago', () => {
  const now = at('2026-11-22T12:00:00Z')
  it.each([
    [0, 'now', 0], [4_999, 'now', 0], [5_000, 'second', 5], [59_999, 'second', 59], [60_000, 'minute', 1],
    [3_599_000, 'minute', 59], [3_600_000, 'hour', 1], [86_399_000, 'hour', 23], [86_400_000, 'day', 1],
  ] as const)('%i ms is %s %i', (ms, unit, count) => {
    expect(ageOf(now - ms, now)).toEqual({ unit, count })
  })

  it('takes a time slightly ahead of our clock for now', () => {
    expect(ageOf(now + 2000, now)).toEqual({ unit: 'now', count: 0 })
  })
})
