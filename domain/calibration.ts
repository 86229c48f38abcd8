const DAY_MS = 86_400_000

/** Yearly, where nothing else is said (platform default). */
const USUAL_DAYS = 365
/** People are reminded so long before, or a quarter of the period before where that is less (platform default). */
const REMIND_DAYS = 30

/** Until when a sensor's calibration holds. Epoch milliseconds. */
export interface Calibration {
  /** From when people are reminded of it. */
  readonly remindAt: number
  readonly dueAt: number
}

/** What follows from a calibration at a time that is to be repeated after so many days; null where none is known of. */
export function calibrationOf(calibratedAt: number | null, days: number | null): Calibration | null {
  if (calibratedAt === null) return null
  const period = days ?? USUAL_DAYS
  const dueAt = calibratedAt + period * DAY_MS
  return { remindAt: dueAt - Math.min(REMIND_DAYS, period / 4) * DAY_MS, dueAt }
}
