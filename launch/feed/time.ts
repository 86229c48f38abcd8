/** How a time without a year in front is to be read: 11/02 is the 11th of February, or the 2nd of November. */
export type DateOrder = 'dmy' | 'mdy'

export interface TimeReading {
  /** Minutes east of UTC of times that name no zone; undefined refuses such times. */
  zoneMinutes?: number
  dateOrder?: DateOrder
}

const WRITTEN =
  /^(?<date>\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})(?:[T ]+(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?<fraction>[.,]\d+)?)?)?\s*(?<zone>Z|[+-]\d{2}:?\d{2})?$/i

/** Numbers up to here are seconds, above it milliseconds: the bound is the year 5138 in the one and 1973 in the other. */
const SECONDS_UP_TO = 1e11

/** Epoch milliseconds of a recorded time, or one sentence that says why it is none. */
export function readTime(text: string, how: TimeReading = {}): number | string {
  const trimmed = text.trim()
  if (trimmed === '') return 'the time is missing'
  if (/^-?\d+(\.\d+)?$/.test(trimmed)) {
    const number = Number(trimmed)
    return Math.round(Math.abs(number) < SECONDS_UP_TO ? number * 1000 : number)
  }
  const parts = WRITTEN.exec(trimmed)?.groups
  if (!parts) return `"${trimmed}" is no time`
  const day = readDate(parts.date ?? '', how.dateOrder)
  if (typeof day === 'string') return day
  const zone = parts.zone === undefined ? how.zoneMinutes : (readZone(parts.zone) ?? undefined)
  if (zone === undefined) return `"${trimmed}" names no time zone: give it with --zone, e.g. --zone +08:00`
  const [hour, minute, second] = [parts.hour, parts.minute, parts.second].map((part) => Number(part ?? 0))
  if ((hour ?? 0) > 23 || (minute ?? 0) > 59 || (second ?? 0) > 59) return `"${trimmed}" is no time`
  const fraction = Math.round(Number(`0${(parts.fraction ?? '').replace(',', '.')}`) * 1000)
  return day + (((hour ?? 0) * 60 + (minute ?? 0) - zone) * 60 + (second ?? 0)) * 1000 + fraction
}

/** Minutes east of UTC, or null where the text is no zone. */
export function readZone(text: string): number | null {
  if (/^(z|utc)$/i.test(text)) return 0
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(text) ?? []
  if (hours === undefined || Number(hours) > 14 || Number(minutes) > 59) return null
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
}

function readDate(text: string, order: DateOrder | undefined): number | string {
  const parts = text.split(/[-/.]/).map(Number)
  if (/^\d{4}/.test(text)) return utcDay(parts[0], parts[1], parts[2]) ?? `"${text}" is no date`
  const [first = 0, second = 0, year] = parts
  if (order === undefined && first <= 12 && second <= 12 && first !== second) {
    return `"${text}" may be read in two ways: say --dates dmy or --dates mdy`
  }
  const dayFirst = order === undefined ? first > 12 : order === 'dmy'
  return utcDay(year, dayFirst ? second : first, dayFirst ? first : second) ?? `"${text}" is no date`
}

function utcDay(year = 0, month = 0, day = 0): number | null {
  const at = new Date(Date.UTC(year, month - 1, day))
  return at.getUTCMonth() === month - 1 && at.getUTCDate() === day ? at.getTime() : null
}
