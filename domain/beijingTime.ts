const OFFSET_MS = 8 * 3_600_000
const DAY_MS = 86_400_000

/** Midnight in Beijing of the day that holds this instant, epoch milliseconds. China keeps UTC+8 all year. */
export function beijingDayStart(at: number): number {
  return Math.floor((at + OFFSET_MS) / DAY_MS) * DAY_MS - OFFSET_MS
}
