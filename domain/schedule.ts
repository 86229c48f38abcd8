import { z } from 'zod'

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const WEEK = 7 * DAY
/** Beijing has no daylight saving. 1 January 1970 was a Thursday: with three days more, weeks count from Monday. */
const TO_MONDAY = 8 * 60 * MINUTE + 3 * DAY

const timeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'not a time of day: write 06:00')

/** When a rule acts, in Beijing time: on these days, from a time to a time. A `to` at or before `from` is on the following day. */
export const scheduleSchema = z.strictObject({
  days: z.array(z.enum(DAYS)).min(1).optional(),
  from: timeOfDay.default('00:00'),
  to: timeOfDay.default('24:00'),
})
type ScheduleText = z.output<typeof scheduleSchema>

/** Spans of the week, in milliseconds from Monday 00:00 in Beijing: beginning, end, and again; in order, none touching. A beginning is inside, an end is not. */
export type Schedule = readonly number[]

/** The spans a written schedule means; null where it is the whole week. */
export function compileSchedule(text: ScheduleText): Schedule | null {
  return compileSpans([text])
}

/** The same of several, as one. */
export function compileSpans(texts: readonly ScheduleText[]): Schedule | null {
  const spans = texts.flatMap(spansOf)
    .flatMap((span) => (span.to > WEEK ? [{ from: span.from, to: WEEK }, { from: 0, to: span.to - WEEK }] : [span]))
    .sort((a, b) => a.from - b.from)
  const merged: number[] = []
  for (const span of spans) {
    if (merged.length > 0 && (merged.at(-1) ?? 0) >= span.from) merged[merged.length - 1] = Math.max(merged.at(-1) ?? 0, span.to)
    else merged.push(span.from, span.to)
  }
  return merged[0] === 0 && merged[1] === WEEK ? null : merged
}

function spansOf({ days, from, to }: ScheduleText): { from: number; to: number }[] {
  const start = msOf(from)
  const length = (msOf(to) > start ? 0 : DAY) + msOf(to) - start
  return DAYS.flatMap((day, i) => (days === undefined || days.includes(day) ? [{ from: i * DAY + start, to: i * DAY + start + length }] : []))
}

/** The rest of the week. */
export function complementOf(schedule: Schedule): Schedule {
  const edges = [0, ...schedule, WEEK]
  return edges.flatMap((from, i) => (i % 2 === 0 && from < (edges[i + 1] ?? from) ? [from, edges[i + 1] ?? from] : []))
}

export function isScheduled(schedule: Schedule, ts: number): boolean {
  const at = ofWeek(ts)
  for (let i = 0; i < schedule.length; i += 2) if (at >= (schedule[i] ?? 0) && at < (schedule[i + 1] ?? 0)) return true
  return false
}

/** Milliseconds of the longest span; one that runs over the end of the week is one. */
export function longestSpan(schedule: Schedule): number {
  return Math.max(...beginnings(schedule).map((at) => endOfSpan(schedule, at - TO_MONDAY) - (at - TO_MONDAY)))
}

/** Milliseconds of the schedule within the fullest rolling window of this length. */
export function mostWithin(schedule: Schedule, window: number): number {
  const weekly = schedule.reduce((sum, edge, i) => sum + (i % 2 === 1 ? edge : -edge), 0)
  const rest = window % WEEK
  // The fullest window begins with a span.
  const most = Math.max(...beginnings(schedule).map((from) => overlap(schedule, from, from + rest) + overlap(schedule, from - WEEK, from - WEEK + rest)))
  return Math.floor(window / WEEK) * weekly + most
}

const beginnings = (schedule: Schedule): number[] => schedule.filter((_edge, i) => i % 2 === 0)

function overlap(schedule: Schedule, from: number, to: number): number {
  return beginnings(schedule).reduce((sum, begin, i) => sum + Math.max(0, Math.min(schedule[2 * i + 1] ?? 0, to) - Math.max(begin, from)), 0)
}

/** The end of the span that a scheduled time lies in. */
export function endOfSpan(schedule: Schedule, ts: number): number {
  // A span that runs over the end of the week goes on with the one at its beginning.
  const end = nextOf(schedule, ts, 1)
  return isScheduled(schedule, end) ? nextOf(schedule, end, 1) : end
}

/** The first beginning of a span after a time that lies in none. */
export function nextSpan(schedule: Schedule, ts: number): number {
  return nextOf(schedule, ts, 0)
}

function nextOf(schedule: Schedule, ts: number, offset: 0 | 1): number {
  const at = ofWeek(ts)
  let wait = Infinity
  for (let i = offset; i < schedule.length; i += 2) {
    const ahead = (schedule[i] ?? 0) - at
    wait = Math.min(wait, ahead > 0 ? ahead : ahead + WEEK)
  }
  return ts + wait
}

function ofWeek(ts: number): number {
  return (((ts + TO_MONDAY) % WEEK) + WEEK) % WEEK
}

function msOf(time: string): number {
  const [hours, minutes] = time.split(':').map(Number)
  return ((hours ?? 0) * 60 + (minutes ?? 0)) * MINUTE
}
