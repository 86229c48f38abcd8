import { Recent } from './recent.ts'

/** A date and time without a zone, as devices write that keep their own wall clock. */
const LOCAL = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2}):(\d{2})(?:\.\d{1,9})?$/

/** Offsets change at full quarters of an hour. */
const QUARTER_MS = 15 * 60_000
const MOST_OFFSETS = 200
const DAY_MS = 86_400_000

/**
 * Reads wall-clock times of one zone, such as Asia/Shanghai. Where a clock is put back, the hour that comes twice is
 * read as its first pass, and an hour that is left out as if clocks had changed an hour later. Throws a RangeError where the zone is none.
 */
export class LocalTime {
  readonly #format: Intl.DateTimeFormat
  readonly #offsets = new Recent<number>(MOST_OFFSETS)

  constructor(timeZone: string) {
    this.#format = new Intl.DateTimeFormat('en-US', {
      timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
    })
  }

  /** Epoch milliseconds, or null where the text is no local time. */
  read(text: string): number | null {
    const [, year, month, day, hour, minute, second] = LOCAL.exec(text)?.map(Number) ?? []
    if (year === undefined || month === undefined || day === undefined) return null
    const asUtc = Date.UTC(year, month - 1, day, hour, minute, second)
    if (new Date(asUtc).getUTCDate() !== day || month > 12) return null
    // The offsets of the day before and the day after are all that can hold: where clocks change, they differ.
    const candidates = [asUtc - DAY_MS, asUtc + DAY_MS].map((near) => asUtc - this.#offsetAt(near)).sort((one, other) => one - other)
    return candidates.find((at) => at + this.#offsetAt(at) === asUtc) ?? candidates[0] ?? null
  }

  #offsetAt(at: number): number {
    const quarter = Math.floor(at / QUARTER_MS) * QUARTER_MS
    const known = this.#offsets.get(String(quarter))
    if (known !== undefined) return known
    const parts = new Map(this.#format.formatToParts(quarter).map(({ type, value }) => [type, Number(value)]))
    const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0
    const offset = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')) - quarter
    this.#offsets.set(String(quarter), offset)
    return offset
  }
}
