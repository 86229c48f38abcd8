const LONGEST_TIME = 64
/** Epoch seconds stay below this for 3,000 years, epoch milliseconds have been above it since 1973. */
const LEAST_MILLISECONDS = 1e11

/** A time as the device wrote it, to be judged at the door; absent where it gave none. */
export function writtenTime(value: unknown): number | string | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value === 'string') return value.slice(0, LONGEST_TIME)
  return typeof value === 'number' && Number.isFinite(value) ? value : 'not a time'
}

/** The same for fields that hold epoch seconds, or milliseconds in other versions of the format. */
export function epochTime(value: unknown): number | string | undefined {
  const written = writtenTime(value)
  if (typeof written === 'string' && /^\d{9,13}(?:\.\d{1,9})?$/.test(written)) return inMilliseconds(Number(written))
  return typeof written === 'number' ? inMilliseconds(written) : written
}

function inMilliseconds(value: number): number {
  return Math.abs(value) < LEAST_MILLISECONDS ? Math.round(value * 1000) : value
}
