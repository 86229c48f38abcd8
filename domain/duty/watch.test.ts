import { describe, expect, it } from 'vitest'
import type { WorkCalendar } from '../workingDays.ts'
import { rosterSchema, type Roster } from './roster.ts'
import { onDuty, peopleOf, watchesBetween } from './watch.ts'

/** 2026-10-01 (Thursday) and 02 are holidays; Saturday 2026-10-10 is worked for them. */
const calendar: WorkCalendar = { years: new Set([2026]), holidays: new Set(['2026-10-01', '2026-10-02']), workdays: new Set(['2026-10-10']) }
const at = (text: string): number => Date.parse(`${text}+08:00`)

const roster = (more: Partial<Roster> = {}): Roster => rosterSchema.parse({
  teams: [
    { id: 'a', name: '一组', members: ['li', 'wang'] }, { id: 'b', name: '二组', members: ['zhao'] }, { id: 'c', name: '三组', members: ['qian'] },
    { id: 'taocheng', name: '桃城组', members: ['sun'], districts: ['131102'] },
  ],
  shifts: [
    { id: 'day', name: '白班', from: '08:00', to: '20:00' }, { id: 'night', name: '夜班', from: '20:00', to: '08:00' },
    { id: 'office', name: '工作日班', from: '09:00', to: '17:30', on: 'working-days' }, { id: 'holiday', name: '节假日班', from: '09:00', to: '17:30', on: 'days-off' },
  ],
  turns: [{ shift: 'day', teams: ['a', 'b', 'c'], since: '2026-09-01' }, { shift: 'night', teams: ['b', 'c', 'a'], since: '2026-09-01' }],
  ...more,
})
const names = (from: Roster, district: string | null, time: string): string[] => onDuty(from, calendar, district, at(time)).map(({ shift, team }) => `${shift.id}:${team.id}`)

describe('who is on duty', () => {
  it('changes with the hour, and the teams take turns by the day', () => {
    expect(names(roster(), null, '2026-09-01T08:00')).toEqual(['day:a'])
    expect(names(roster(), null, '2026-09-01T19:59')).toEqual(['day:a'])
    expect(names(roster(), null, '2026-09-01T20:00')).toEqual(['night:b'])
    expect(names(roster(), null, '2026-09-02T08:00')).toEqual(['day:b'])
    expect(names(roster(), null, '2026-09-04T08:00')).toEqual(['day:a'])
  })

  it('after midnight is still whoever began the night before', () => {
    expect(names(roster(), null, '2026-09-02T00:00')).toEqual(['night:b'])
    expect(names(roster(), null, '2026-09-02T07:59')).toEqual(['night:b'])
    expect(names(roster(), null, '2026-09-02T23:00')).toEqual(['night:c'])
  })

  it('before the first turn is nobody', () => {
    expect(names(roster(), null, '2026-08-31T12:00')).toEqual([])
    expect(names(roster(), null, '2026-09-01T07:59')).toEqual([])
  })

  it('keeps holidays and make-up workdays', () => {
    const kept = roster({ turns: [{ shift: 'office', teams: ['a'], since: '2026-09-01', turnDays: 1 }, { shift: 'holiday', teams: ['b'], since: '2026-09-01', turnDays: 1 }] })
    expect(names(kept, null, '2026-09-30T10:00')).toEqual(['office:a'])
    expect(names(kept, null, '2026-10-01T10:00')).toEqual(['holiday:b'])
    expect(names(kept, null, '2026-10-03T10:00')).toEqual(['holiday:b'])
    expect(names(kept, null, '2026-10-10T10:00')).toEqual(['office:a'])
  })

  it('the roster\'s own days stand over the calendar', () => {
    const kept = roster({
      turns: [{ shift: 'office', teams: ['a'], since: '2026-09-01', turnDays: 1 }],
      calendar: [{ day: '2026-10-10', kind: 'holiday', note: '' }, { day: '2026-10-01', kind: 'workday', note: '应急' }, { day: '2026-09-07', kind: 'holiday', note: '' }],
    })
    expect(['2026-10-10', '2026-10-01', '2026-09-07'].map((day) => names(kept, null, `${day}T10:00`))).toEqual([[], ['office:a'], []])
  })

  it('a district\'s own team comes before the city\'s, which stands in where there is none', () => {
    const kept = roster({ turns: [...roster().turns, { shift: 'day', teams: ['taocheng'], since: '2026-09-01', turnDays: 1 }] })
    expect(names(kept, '131102', '2026-09-01T10:00')).toEqual(['day:taocheng'])
    expect(names(kept, '131103', '2026-09-01T10:00')).toEqual(['day:a'])
    expect(names(kept, null, '2026-09-01T10:00')).toEqual(['day:a'])
    expect(names(kept, '131102', '2026-09-01T21:00')).toEqual(['night:b'])
  })

  it('an override puts a team in another\'s place, or beside it, over midnight too', () => {
    const instead = roster({ overrides: [{ day: '2026-09-01', shift: 'night', team: 'a', instead: 'b', note: '换班' }] })
    expect(names(instead, null, '2026-09-02T03:00')).toEqual(['night:a'])
    expect(names(instead, null, '2026-09-02T21:00')).toEqual(['night:c'])
    const beside = roster({ overrides: [{ day: '2026-09-01', shift: 'day', team: 'c', instead: null, note: '' }] })
    expect(names(beside, null, '2026-09-01T12:00').toSorted()).toEqual(['day:a', 'day:c'])
    expect(peopleOf(onDuty(beside, calendar, null, at('2026-09-01T12:00')))).toEqual(['li', 'wang', 'qian'])
  })

  it('turns of a week change on the weekday of the first', () => {
    const weekly = roster({ turns: [{ shift: 'day', teams: ['a', 'b'], since: '2026-08-31', turnDays: 7 }] })
    expect(['2026-08-31', '2026-09-06', '2026-09-07', '2026-09-14'].map((day) => names(weekly, null, `${day}T10:00`)[0])).toEqual(['day:a', 'day:a', 'day:b', 'day:a'])
  })
})

it('a week has every watch once, in order of time, the last night reaching into the next', () => {
  const week = watchesBetween(roster(), calendar, at('2026-09-07T00:00'), at('2026-09-13T23:59'))
  expect(week).toHaveLength(14)
  expect(week.map((watch) => watch.from)).toEqual(week.map((watch) => watch.from).toSorted((a, b) => a - b))
  expect(week.at(-1)).toMatchObject({ day: '2026-09-13', from: at('2026-09-13T20:00'), until: at('2026-09-14T08:00') })
})

it('a roster that names what is not there is refused, with the place', () => {
  const wrong = rosterSchema.safeParse({ teams: [], shifts: [], turns: [{ shift: 'x', teams: ['y'], since: '2026-02-30' }] })
  expect(wrong.success ? [] : wrong.error.issues.map((issue) => issue.path.join('.'))).toContain('turns.0.since')
  const strange = rosterSchema.safeParse({ turns: [{ shift: 'x', teams: ['y'], since: '2026-02-28' }] })
  expect(strange.success ? [] : strange.error.issues.map((issue) => issue.path.join('.'))).toEqual(['turns.0.shift', 'turns.0.teams.0'])
})
