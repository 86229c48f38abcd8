/** Times as people in Hengshui read them. China has one time zone and no daylight saving, so a fixed shift is exact. */
const BEIJING_MS = 8 * 3_600_000
const two = (n: number): string => String(n).padStart(2, '0')

/** A time whose UTC fields read as Beijing wall-clock fields. */
const shifted = (ms: number): Date => new Date(ms + BEIJING_MS)

export function beijingClock(ms: number): string {
  const d = shifted(ms)
  return `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}:${two(d.getUTCSeconds())}`
}

export function beijingMinute(ms: number): string {
  return beijingClock(ms).slice(0, 5)
}

export function beijingDate(ms: number): { year: number; month: number; day: number; weekday: number } {
  const d = shifted(ms)
  return { year: d.getUTCFullYear(), month: d.getUTCMonth() + 1, day: d.getUTCDate(), weekday: d.getUTCDay() }
}

/** "11-22 14:05": where the day matters as well. */
export function beijingStamp(ms: number): string {
  const { month, day } = beijingDate(ms)
  return `${two(month)}-${two(day)} ${beijingMinute(ms)}`
}

export const beijingHour = (ms: number): number => shifted(ms).getUTCHours()

/** Whether two instants fall on one day in Beijing. */
export function sameBeijingDay(a: number, b: number): boolean {
  return Math.floor((a + BEIJING_MS) / 86_400_000) === Math.floor((b + BEIJING_MS) / 86_400_000)
}

export interface Age {
  unit: 'now' | 'second' | 'minute' | 'hour' | 'day'
  count: number
}

/** How long ago, in the largest unit that fits; a time slightly ahead of us counts as now. */
export function ageOf(then: number, now: number): Age {
  const seconds = Math.floor((now - then) / 1000)
  if (seconds < 5) return { unit: 'now', count: 0 }
  if (seconds < 60) return { unit: 'second', count: seconds }
  if (seconds < 3600) return { unit: 'minute', count: Math.floor(seconds / 60) }
  if (seconds < 86_400) return { unit: 'hour', count: Math.floor(seconds / 3600) }
  return { unit: 'day', count: Math.floor(seconds / 86_400) }
}

export interface Lasting {
  unit: 'second' | 'minute' | 'hour' | 'day'
  count: number
  /** What is left over in the next smaller unit; 0 for seconds. */
  rest: number
}

/** How long something has gone on, in its largest unit and the one below; never negative. */
export function lastingOf(ms: number): Lasting {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  if (seconds < 60) return { unit: 'second', count: seconds, rest: 0 }
  if (seconds < 3600) return { unit: 'minute', count: Math.floor(seconds / 60), rest: seconds % 60 }
  if (seconds < 86_400) return { unit: 'hour', count: Math.floor(seconds / 3600), rest: Math.floor((seconds % 3600) / 60) }
  return { unit: 'day', count: Math.floor(seconds / 86_400), rest: Math.floor((seconds % 86_400) / 3600) }
}
