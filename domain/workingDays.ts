import { beijingDayStart } from './beijingTime.ts'

const DAY_MS = 86_400_000

/**
 * The working days of the years it knows, as the State Council announces them; days are written `2026-10-01`. In other
 * years Saturdays and Sundays alone are free.
 */
export interface WorkCalendar {
  readonly years: ReadonlySet<number>
  /** Days off that would be working days by the week. */
  readonly holidays: ReadonlySet<string>
  /** Saturdays and Sundays that are worked (调休). */
  readonly workdays: ReadonlySet<string>
}

/** The end of a span counted in working days. */
export interface WorkingDaysEnd {
  /** The last millisecond of the last day in Beijing, epoch milliseconds. */
  readonly at: number
  /** Years the count ran through that the calendar does not know: the result may be wrong there. */
  readonly unknownYears: readonly number[]
}

/** The Beijing day of an instant, `2026-10-01`. */
export function beijingDay(at: number): string {
  return new Date(beijingDayStart(at) + DAY_MS / 3).toISOString().slice(0, 10)
}

/** Whether the Beijing day that holds the instant is worked. */
export function isWorkingDay(calendar: WorkCalendar, at: number): boolean {
  const day = beijingDay(at)
  if (calendar.holidays.has(day)) return false
  if (calendar.workdays.has(day)) return true
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return weekday !== 0 && weekday !== 6
}

/** The day of the start does not count; the span ends with the `count`-th working day after it. */
export function afterWorkingDays(calendar: WorkCalendar, from: number, count: number): WorkingDaysEnd {
  const unknown = new Set<number>()
  let day = beijingDayStart(from)
  for (let left = count; left > 0;) {
    day += DAY_MS
    const year = Number(beijingDay(day).slice(0, 4))
    if (!calendar.years.has(year)) unknown.add(year)
    if (isWorkingDay(calendar, day)) left -= 1
  }
  return { at: day + DAY_MS - 1, unknownYears: [...unknown] }
}
