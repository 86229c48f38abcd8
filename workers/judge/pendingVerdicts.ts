import type { AlertVerdict } from '../../domain/alert.ts'

/**
 * Verdicts that wait for their commit. What a camera's alert has to tell after its opening waits for company, and only
 * the latest of it is told: each verdict holds all that the ones before it said. A storm of detections thus comes to
 * a few verdicts a second, and sensors' verdicts pass as they are.
 */
export class PendingVerdicts {
  #verdicts: AlertVerdict[] = []
  /** Where each camera's alert has its latest verdict that may be replaced. */
  readonly #latest = new Map<string, number>()
  #urgent = false

  push(verdicts: readonly AlertVerdict[]): void {
    for (const verdict of verdicts) this.#add(verdict)
  }

  /** Whether something must be told without waiting. */
  get urgent(): boolean {
    return this.#urgent
  }

  /** All that waited, oldest first; none is left. */
  take(): AlertVerdict[] {
    const taken = this.#verdicts
    this.#verdicts = []
    this.#latest.clear()
    this.#urgent = false
    return taken
  }

  #add(verdict: AlertVerdict): void {
    const patient = verdict.review !== null && (verdict.event === 'updated' || verdict.event === 'cleared')
    if (!patient) this.#urgent = true
    const place = patient ? this.#latest.get(verdict.id) : undefined
    if (place !== undefined) {
      this.#verdicts[place] = verdict
      return
    }
    if (patient) this.#latest.set(verdict.id, this.#verdicts.length)
    this.#verdicts.push(verdict)
  }
}
