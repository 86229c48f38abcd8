import { z } from 'zod'
import type { WorkCalendar } from '../domain/workingDays.ts'

const day = z.string({ error: 'a day is text such as "10-01": put it in quotes' }).regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'a day is written "10-01"')
const year = z.string().regex(/^20\d\d$/, 'a year has four digits')
const weekend = (text: string): boolean => [0, 6].includes(new Date(`${text}T00:00:00Z`).getUTCDay())

/** Shape of holidays.yaml; becomes the calendar. */
export const holidayFile = z.record(year, z.strictObject({ holidays: z.array(day), workdays: z.array(day) })).transform((years, context): WorkCalendar => {
  const dated = (field: 'holidays' | 'workdays'): string[] => Object.entries(years).flatMap(([name, days]) => days[field].map((each) => `${name}-${each}`))
  const [holidays, workdays] = [dated('holidays'), dated('workdays')]
  const wrong = [...holidays.filter((each) => weekend(each)), ...workdays.filter((each) => !weekend(each))]
  for (const each of wrong) {
    context.addIssue({ code: 'custom', path: [each.slice(0, 4)], message: `${each}: days off fall on Monday to Friday here, worked days on Saturday or Sunday` })
  }
  return { years: new Set(Object.keys(years).map(Number)), holidays: new Set(holidays), workdays: new Set(workdays) }
})
