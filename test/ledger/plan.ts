import { between, randomFrom } from './random.ts'

/** Event time between two readings of a device; its registered interval. Milliseconds. */
export const STEP_MS = 10_000
/** The rule every planned device is judged by. */
export const plannedRule = {
  metric: 'temperature', above: 8, for: '60s', severity: 'critical', order: 'draft', clear: { margin: 0.5, for: '30s' },
} as const

const LIMIT = 8
const BREACH_READINGS = 7
const CLEAR_READINGS = 4

export interface PlannedReading {
  readonly ts: number
  readonly value: number
}

/** An alert that must come of the readings, by plain arithmetic on what was sent. Epoch milliseconds. */
export interface PlannedAlert {
  readonly deviceId: string
  readonly breachedAt: number
  readonly openedAt: number
  readonly lastSeenAt: number
  readonly resolvedAt: number
  readonly value: number
}

/**
 * What one device will measure: calm spells, and between them breaches long enough to be alerts (some with a pause too
 * short to clear them), breaches too short to be any, and values exactly at the limit, which is no breach. The sender
 * chooses the times of its readings; they do not depend on when they are sent.
 */
export class DevicePlan {
  readonly alerts: PlannedAlert[] = []
  readonly readings: PlannedReading[] = []
  readonly #device: string
  readonly #random: () => number
  readonly #from: number
  #waiting: PlannedReading[] = []

  constructor(device: string, seed: number, from: number) {
    this.#device = device
    this.#random = randomFrom(seed)
    this.#from = from
  }

  /** The next reading; with it, sooner or later, its alert. */
  next(): PlannedReading {
    if (this.#waiting.length === 0) this.#spell()
    const [reading] = this.#waiting.splice(0, 1)
    if (!reading) throw new Error('a spell without readings')
    return reading
  }

  /** What is left of the spell under way: after it no alert is open. */
  rest(): PlannedReading[] {
    return this.#waiting.splice(0)
  }

  #spell(): void {
    for (let n = between(this.#random, 5, 10); n > 0; n -= 1) this.#calm()
    const kind = this.#random()
    if (kind < 0.65) this.#breach()
    else if (kind < 0.85) for (let n = between(this.#random, 2, BREACH_READINGS - 1); n > 0; n -= 1) this.#add(this.#hot())
    else for (let n = BREACH_READINGS + 1; n > 0; n -= 1) this.#add(LIMIT)
    for (let n = CLEAR_READINGS; n > 0; n -= 1) this.#calm()
  }

  #breach(): void {
    const values: number[] = []
    const hot = (n: number): PlannedReading | undefined => {
      let last: PlannedReading | undefined
      for (; n > 0; n -= 1) {
        last = this.#add(this.#hot())
        values.push(last.value)
      }
      return last
    }
    const breachedAt = this.#now
    let last = hot(between(this.#random, BREACH_READINGS, 14))
    if (this.#random() < 0.3) {
      for (let n = between(this.#random, 1, CLEAR_READINGS - 1); n > 0; n -= 1) this.#calm()
      last = hot(between(this.#random, 1, 5))
    }
    if (!last) throw new Error('a breach without readings')
    this.alerts.push({
      deviceId: this.#device, breachedAt, openedAt: breachedAt + 60_000, lastSeenAt: last.ts,
      resolvedAt: last.ts + CLEAR_READINGS * STEP_MS, value: Math.max(...values),
    })
  }

  get #now(): number {
    return this.#from + this.readings.length * STEP_MS
  }

  #hot(): number {
    return hundredths(8.01 + this.#random() * 12)
  }

  #calm(): void {
    this.#add(hundredths(1 + this.#random() * 6))
  }

  #add(value: number): PlannedReading {
    const reading = { ts: this.#now, value }
    this.readings.push(reading)
    this.#waiting.push(reading)
    return reading
  }
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100
}
