import { z } from 'zod'
import { noneTwice } from '../issues.ts'

/** Also asked of a text that is written otherwise: what is wrong with it is told all the same. */
const isDay = (text: string): boolean => {
  const at = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text)
}
const timeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'not a time of day: write 08:00')
const id = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'an id is small letters, digits and dashes, first a letter')
const name = z.string().trim().min(1).max(100)
const day = z.string().regex(/^20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'a day is written 2026-10-01')
  .refine(isDay, 'there is no such day')
const note = z.string().trim().max(500).default('')

/** People who stand watch together. A team that names no districts watches over the whole city. */
const team = z.strictObject({ id, name, members: z.array(z.string().min(1).max(64)).max(200), districts: z.array(z.string().regex(/^\d{6}$/)).max(100).default([]) })
/** A part of the day, Beijing time; `to` at or before `from` is on the following day. */
const shift = z.strictObject({ id, name, from: timeOfDay, to: timeOfDay, on: z.enum(['every-day', 'working-days', 'days-off']).default('every-day') })
/** Whose turn a shift is: the teams one after the other, each for `turnDays`, the first from `since` on. */
const turn = z.strictObject({ shift: id, teams: z.array(id).min(1).max(100), since: day, turnDays: z.int().min(1).max(366).default(1) })
/** On this day the team has the shift: in the place of another, or besides whoever has it. */
const override = z.strictObject({ day, shift: id, team: id, instead: id.nullable().default(null), note })
/** A day that is free or worked here whatever the calendar says. */
const calendarDay = z.strictObject({ day, kind: z.enum(['holiday', 'workday']), note })

/** Who stands watch when, as an operator writes it. */
export const rosterSchema = z.strictObject({
  teams: z.array(team).max(500).default([]),
  shifts: z.array(shift).max(50).default([]),
  turns: z.array(turn).max(500).default([]),
  overrides: z.array(override).max(5_000).default([]),
  calendar: z.array(calendarDay).max(1_000).default([]),
}).superRefine((roster, context) => {
  const teams = new Set(roster.teams.map((each) => each.id))
  const shifts = new Set(roster.shifts.map((each) => each.id))
  const complain = (path: (string | number)[], message: string): void => void context.addIssue({ code: 'custom', path, message })
  noneTwice(roster.teams, 'teams', context)
  noneTwice(roster.shifts, 'shifts', context)
  roster.turns.forEach((each, i) => {
    if (!shifts.has(each.shift)) complain(['turns', i, 'shift'], `there is no shift ${each.shift}`)
    each.teams.forEach((one, n) => {
      if (!teams.has(one)) complain(['turns', i, 'teams', n], `there is no team ${one}`)
    })
  })
  roster.overrides.forEach((each, i) => {
    if (!shifts.has(each.shift)) complain(['overrides', i, 'shift'], `there is no shift ${each.shift}`)
    if (!teams.has(each.team)) complain(['overrides', i, 'team'], `there is no team ${each.team}`)
    if (each.instead !== null && !teams.has(each.instead)) complain(['overrides', i, 'instead'], `there is no team ${each.instead}`)
  })
})

export type Roster = z.output<typeof rosterSchema>
export type Team = Roster['teams'][number]
export type Shift = Roster['shifts'][number]
