import { describe, expect, it } from 'vitest'
import { OCTOBER } from '../test/builders/orders.ts'
import { afterWorkingDays, beijingDay, isWorkingDay } from './workingDays.ts'

const noon = (day: string): number => Date.parse(`${day}T12:00:00+08:00`)
const end = (day: string): number => Date.parse(`${day}T23:59:59.999+08:00`)

describe('working days', () => {
  it('skip the week-end and the days off, and count the Saturdays and Sundays that are worked for them', () => {
    expect(isWorkingDay(OCTOBER, noon('2026-09-19'))).toBe(false)
    expect(isWorkingDay(OCTOBER, noon('2026-09-20'))).toBe(true)
    expect(isWorkingDay(OCTOBER, noon('2026-10-01'))).toBe(false)
    expect(isWorkingDay(OCTOBER, noon('2026-10-08'))).toBe(true)
    // Friday to Tuesday, over a plain week-end; Friday to Saturday the 10th, which is worked, to Monday.
    expect(afterWorkingDays(OCTOBER, noon('2026-09-04'), 2).at).toBe(end('2026-09-08'))
    expect(afterWorkingDays(OCTOBER, noon('2026-10-09'), 1).at).toBe(end('2026-10-10'))
    expect(afterWorkingDays(OCTOBER, noon('2026-10-09'), 2).at).toBe(end('2026-10-12'))
    expect(afterWorkingDays(OCTOBER, noon('2026-09-30'), 1).at).toBe(end('2026-10-08'))
  })

  it('are those of Beijing, whatever day it is in UTC', () => {
    const lateInUtc = Date.parse('2026-09-03T23:30:00Z')
    expect(beijingDay(lateInUtc)).toBe('2026-09-04')
    expect(beijingDay(Date.parse('2026-09-03T15:59:59.999Z'))).toBe('2026-09-03')
    expect(afterWorkingDays(OCTOBER, lateInUtc, 1).at).toBe(end('2026-09-07'))
  })

  it('names the years it had to guess', () => {
    expect(afterWorkingDays(OCTOBER, noon('2026-12-30'), 1).unknownYears).toEqual([])
    expect(afterWorkingDays(OCTOBER, noon('2026-12-31'), 1)).toEqual({ at: end('2027-01-01'), unknownYears: [2027] })
  })
})
