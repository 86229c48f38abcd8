/** What a replay has done so far; counts of readings unless they say otherwise. */
export class Tally {
  lines = 0
  badLines = 0
  sent = 0
  acknowledged = 0
  unacknowledged = 0
  /** Recorded time of the newest reading sent, epoch milliseconds. */
  at: number | null = null
  /** Why something was not acknowledged, with the number of readings each reason cost. */
  readonly reasons = new Map<string, number>()
  /** Our clock when an acknowledgement last came. */
  lastAcknowledgedAt: number

  constructor(now: number) {
    this.lastAcknowledgedAt = now
  }

  took(readings: number, now: number): void {
    this.acknowledged += readings
    this.lastAcknowledgedAt = now
  }

  failed(readings: number, reason: string): void {
    this.unacknowledged += readings
    this.reasons.set(reason, (this.reasons.get(reason) ?? 0) + readings)
  }
}
