import type { DeadLetterType } from '../../domain/feed.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const YEAR_2000 = Date.UTC(2000, 0, 1)
/** A date and time with its zone: without one nobody can say which instant is meant. */
const ISO = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/i

export type EventTime =
  | { readonly ts: number; readonly clockFault: boolean }
  | { readonly type: DeadLetterType; readonly detail: string }

/** What a time is called by those who don't know that ours is called `ts`. */
const MISNAMED = ['time', 'timestamp', 'datetime', 'date', 't']

/** The event time of an item: one that calls its time something else would be dated now in silence, and is refused. */
export function eventTimeOf(item: Readonly<Record<string, unknown>>, receivedAt: number): EventTime {
  if (item.ts !== undefined) return eventTime(item.ts, receivedAt)
  const misnamed = MISNAMED.find((name) => item[name] !== undefined)
  return misnamed === undefined ? eventTime(undefined, receivedAt) : { type: 'bad-time', detail: `the time is in ${misnamed}: call it ts` }
}

/**
 * The event time of something a device sent: its own time where that is plausible, the time received where it gave
 * none or its clock runs 60 s to 24 h ahead of ours, and a reason where it is no time at all.
 * @param written epoch milliseconds or ISO 8601 with a zone, as it came
 * @param receivedAt our clock, epoch milliseconds
 */
export function eventTime(written: unknown, receivedAt: number): EventTime {
  if (written === undefined) return { ts: receivedAt, clockFault: false }
  const ts = toMilliseconds(written)
  if (ts === null) return { type: 'bad-time', detail: 'ts is neither epoch milliseconds nor ISO 8601 with a zone' }
  if (ts < YEAR_2000) return { type: 'time-before-2000', detail: `ts lies before the year 2000${areSeconds(written) ? ': it seems to be in seconds, and milliseconds are meant' : ''}` }
  const ahead = ts - receivedAt
  if (ahead > DAY) return { type: 'time-too-far-ahead', detail: 'ts lies more than 24 h ahead of our clock' }
  return ahead >= MINUTE ? { ts: receivedAt, clockFault: true } : { ts, clockFault: false }
}

/** A number that would be a time of this century if it were in seconds. */
function areSeconds(written: unknown): boolean {
  return typeof written === 'number' && written * 1000 >= YEAR_2000
}

function toMilliseconds(written: unknown): number | null {
  if (typeof written === 'number') return Number.isFinite(written) ? Math.round(written) : null
  if (typeof written !== 'string' || !ISO.test(written)) return null
  const ts = Date.parse(written.replace(' ', 'T'))
  return Number.isNaN(ts) || !isDay(written) ? null : ts
}

/** The 30th of February would be taken for the 2nd of March. */
function isDay(written: string): boolean {
  const [year = 0, month = 0, day = 0] = written.slice(0, 10).split('-').map(Number)
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate()
}
