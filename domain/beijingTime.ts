const OFFSET_MS = 8 * 3_600_000
const DAY_MS = 86_400_000

/** 11-22 09:05: what people are told of a time, in Beijing's. */
export function beijingMinute(at: number): string {
  return new Date(at + OFFSET_MS).toISOString().slice(5, 16).replace('T', ' ')
}

/** Midnight in Beijing of the day that holds this instant, epoch milliseconds. China keeps UTC+8 all year. */
export function beijingDayStart(at: number): number {
  return Math.floor((at + OFFSET_MS) / DAY_MS) * DAY_MS - OFFSET_MS
}
