import { describe, expect, it } from 'vitest'
import { compileSchedule, endOfSpan, isScheduled, nextSpan, scheduleSchema } from './schedule.ts'

const schedule = (text: object) => compileSchedule(scheduleSchema.parse(text)) ?? []
const beijing = (time: string) => Date.parse(`${time}+08:00`)

describe('a schedule in Beijing time', () => {
  // 23 November 2026 is a Monday.
  const office = schedule({ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:00', to: '18:00' })
  const night = schedule({ from: '22:00', to: '06:00' })
  const weekend = schedule({ days: ['sat', 'sun'] })
  const sundayNight = schedule({ days: ['sun'], from: '22:00', to: '06:00' })

  it.each([
    [office, '2026-11-23T07:59:59.999', false], [office, '2026-11-23T08:00', true], [office, '2026-11-23T17:59:59.999', true],
    [office, '2026-11-23T18:00', false], [office, '2026-11-22T12:00', false],
    [night, '2026-11-23T21:59', false], [night, '2026-11-23T22:00', true], [night, '2026-11-24T05:59', true], [night, '2026-11-24T06:00', false],
    [weekend, '2026-11-21T00:00', true], [weekend, '2026-11-22T23:59', true], [weekend, '2026-11-23T00:00', false],
    [sundayNight, '2026-11-23T05:00', true], [sundayNight, '2026-11-24T05:00', false],
  ])('%j at %s: %s', (spans, time, acts) => {
    expect(isScheduled(spans, beijing(time))).toBe(acts)
  })

  it('knows where a span ends and the next begins', () => {
    expect(endOfSpan(office, beijing('2026-11-23T09:00'))).toBe(beijing('2026-11-23T18:00'))
    expect(nextSpan(office, beijing('2026-11-27T18:00'))).toBe(beijing('2026-11-30T08:00'))
    expect(endOfSpan(weekend, beijing('2026-11-21T09:00'))).toBe(beijing('2026-11-23T00:00'))
    expect(endOfSpan(sundayNight, beijing('2026-11-22T23:00'))).toBe(beijing('2026-11-23T06:00'))
  })

  it('that is the whole week is none', () => {
    expect(compileSchedule(scheduleSchema.parse({}))).toBeNull()
    expect(compileSchedule(scheduleSchema.parse({ from: '06:00', to: '06:00' }))).toBeNull()
  })
})
