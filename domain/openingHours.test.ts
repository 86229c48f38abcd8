import { describe, expect, it } from 'vitest'
import { Bench, buildDevice } from '../test/builders/judgement.ts'
import { closedHours, openingHoursSchema, placedIn } from './openingHours.ts'
import { formatOpeningHours, parseOpeningHours } from './openingHoursText.ts'
import { compileRule, metricRuleSchema } from './rule.ts'
import { isScheduled } from './schedule.ts'

const beijing = (time: string) => Date.parse(`${time}+08:00`)
const WEEKDAYS = openingHoursSchema.parse([{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '10:00', to: '22:00' }, { days: ['sat'], from: '18:00', to: '02:00' }])
const rule = (schedule: 'opening' | 'closed') => compileRule(metricRuleSchema.parse({ id: 'hours', name: '门', scope: { profiles: ['x'] }, metric: 'temperature', above: 8, for: '5m', severity: 'minor', schedule, clear: {} }), 1)

describe('the hours of a unit', () => {
  it.each([
    ['2026-11-23T09:59', true], ['2026-11-23T10:00', false], ['2026-11-23T22:00', true], ['2026-11-28T17:59', true], ['2026-11-28T23:00', false], ['2026-11-29T01:59', false], ['2026-11-29T02:00', true], ['2026-11-29T12:00', true],
  ])('are over at %s: %s', (time, closed) => {
    expect(isScheduled(closedHours(WEEKDAYS) ?? [], beijing(time))).toBe(closed)
  })

  it('that nobody told, or that never end, leave no time after closing', () => {
    expect(closedHours(null)).toBeNull()
    expect(closedHours(openingHoursSchema.parse([{}]))).toEqual([])
  })

  it.each([
    ['10:00-22:00', '10:00-22:00'], ['每天 9:30 至 21:00', '09:30-21:00'], ['周一至周五 10:00—14:00，17:00—22:00；周六、周日 9:00～23:00', '周一至周五 10:00-14:00；周一至周五 17:00-22:00；周六、周日 09:00-23:00'],
    ['星期五到星期一 18:00-02:00', '周一、周五至周日 18:00-02:00'], ['Mon-Fri 10:00-22:00; sat 12:00-24:00', '周一至周五 10:00-22:00；周六 12:00-24:00'],
  ])('"%s" are read, and written "%s"', (text, written) => {
    const hours = parseOpeningHours(text)
    expect(hours && formatOpeningHours(openingHoursSchema.parse(hours))).toBe(written)
    expect(parseOpeningHours(written)).toEqual(hours)
  })

  it.each(['', '周八 10:00-22:00', '10-22', '25:00-26:00', '10:00', '周一至周五', '10:00-22:00-23:00', '10:00-22:00 周一'])('"%s" are none', (text) => {
    expect(parseOpeningHours(text)).toBeNull()
  })
})

describe('a rule by the hours of the unit', () => {
  // START is Saturday, 08:00 in Beijing.
  const warm = (hours: typeof WEEKDAYS | null, schedule: 'opening' | 'closed') => new Bench(buildDevice({ rules: [placedIn(rule(schedule), hours)] })).temperatures(0, ...Array.from({ length: 30 }, () => 9)).spans('hours')

  it('acts while it is open, or while it is closed; where nobody said, it is open', () => {
    const open = openingHoursSchema.parse([{ from: '08:10', to: '20:00' }])
    expect(warm(open, 'opening')).toEqual([{ breached: 10, opened: 15, resolved: null }])
    expect(warm(open, 'closed')).toEqual([{ breached: 0, opened: 5, resolved: null }])
    expect(warm(null, 'opening')).toEqual([{ breached: 0, opened: 5, resolved: null }])
    expect(warm(null, 'closed')).toEqual([])
  })

  it('goes by new hours from their change on, and an open alert goes on under those it was found by', () => {
    const closed = rule('closed')
    const b = new Bench(buildDevice({ rules: [placedIn(closed, openingHoursSchema.parse([{ from: '08:00', to: '20:00' }]))] })).temperatures(0, 9, 9, 9, 9, 9, 9, 9, 9)
    expect(b.spans('hours')).toEqual([])
    b.device = buildDevice({ rules: [placedIn(closed, openingHoursSchema.parse([{ from: '09:00', to: '20:00' }]))] })
    b.temperatures(8, 9, 9, 9, 9, 9, 9, 9)
    expect(b.spans('hours')).toEqual([{ breached: 8, opened: 13, resolved: null }])
    b.device = buildDevice({ rules: [placedIn(closed, openingHoursSchema.parse([{ from: '08:00', to: '20:00' }]))] })
    b.temperatures(15, 9, 9, 5, 9, 9, 9, 9, 9, 9, 9)
    expect(b.spans('hours')).toEqual([{ breached: 8, opened: 13, resolved: 17 }])
  })

  it('is one for all units of the same hours', () => {
    const shared = rule('closed')
    expect(placedIn(shared, openingHoursSchema.parse([{ from: '08:00', to: '20:00' }]))).toBe(placedIn(shared, openingHoursSchema.parse([{ from: '08:00', to: '20:00' }])))
  })
})
