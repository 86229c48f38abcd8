import { beijingDayStart } from '../beijingTime.ts'
import { beijingDay, isWorkingDay, type WorkCalendar } from '../workingDays.ts'
import type { Roster, Shift, Team } from './roster.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

/** A team's time on duty. */
export interface Watch {
  readonly shift: Shift
  readonly team: Team
  /** The Beijing day on which it begins. */
  readonly day: string
  /** Epoch milliseconds; `from` is inside, `until` is not. */
  readonly from: number
  readonly until: number
  /** Whether the override table put the team here. */
  readonly isOverride: boolean
}

/** The calendar with the roster's own holidays and worked days, which stand over the State Council's. */
export function calendarOf(roster: Pick<Roster, 'calendar'>, base: WorkCalendar): WorkCalendar {
  const [holidays, workdays] = [new Set(base.holidays), new Set(base.workdays)]
  for (const { day, kind } of roster.calendar) {
    holidays.delete(day)
    workdays.delete(day)
    ;(kind === 'holiday' ? holidays : workdays).add(day)
  }
  return { years: base.years, holidays, workdays }
}

/** All watches that begin on the Beijing days of a span, in order of time; the last day is the one that holds `to`. */
export function watchesBetween(roster: Roster, base: WorkCalendar, from: number, to: number): Watch[] {
  const calendar = calendarOf(roster, base)
  const watches: Watch[] = []
  for (let start = beijingDayStart(from); start <= to; start += DAY_MS) watches.push(...watchesOf(roster, calendar, start))
  return watches.sort((a, b) => a.from - b.from || (a.shift.id < b.shift.id ? -1 : 1))
}

/**
 * Who is on duty for a district at an instant: the teams of that district, or, where none of them is, those of the whole
 * city. A shift over midnight belongs to the day on which it begins.
 * @param district null asks for what lies in no district, which is the whole city's
 */
export function onDuty(roster: Roster, base: WorkCalendar, district: string | null, at: number): Watch[] {
  const present = watchesBetween(roster, base, at - DAY_MS, at).filter((watch) => watch.from <= at && at < watch.until)
  const own = district === null ? [] : present.filter(({ team }) => team.districts.includes(district))
  return own.length > 0 ? own : present.filter(({ team }) => team.districts.length === 0)
}

/** The user names of those on duty, each once. */
export function peopleOf(watches: readonly Pick<Watch, 'team'>[]): string[] {
  return [...new Set(watches.flatMap(({ team }) => team.members))]
}

function watchesOf(roster: Roster, calendar: WorkCalendar, start: number): Watch[] {
  const day = beijingDay(start)
  const isWorked = isWorkingDay(calendar, start)
  return roster.shifts.flatMap((shift) => {
    const overrides = roster.overrides.filter((each) => each.day === day && each.shift === shift.id)
    const runs = shift.on === 'every-day' || (shift.on === 'working-days') === isWorked
    const relieved = new Set(overrides.map((each) => each.instead))
    const planned = runs ? roster.turns.filter((turn) => turn.shift === shift.id).flatMap((turn) => teamOf(turn, start) ?? []).filter((team) => !relieved.has(team)) : []
    const given = overrides.map((each) => each.team)
    const span = spanOf(shift, start)
    return [...new Set([...planned, ...given])].flatMap((id) => {
      const team = roster.teams.find((each) => each.id === id)
      return team ? [{ shift, team, day, ...span, isOverride: given.includes(id) }] : []
    })
  })
}

/** Whose turn it is on the day; nobody's before the first. */
function teamOf({ teams, since, turnDays }: Roster['turns'][number], start: number): string | null {
  const days = Math.round((start - beijingDayStart(Date.parse(`${since}T00:00:00+08:00`))) / DAY_MS)
  return days < 0 ? null : (teams[Math.floor(days / turnDays) % teams.length] ?? null)
}

function spanOf({ from, to }: Shift, start: number): { from: number; until: number } {
  const [begins, ends] = [minutesOf(from), minutesOf(to)]
  return { from: start + begins * MINUTE_MS, until: start + ends * MINUTE_MS + (ends <= begins ? DAY_MS : 0) }
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}
