import type { Alert } from '../../domain/alert.ts'
import { isActive } from '../screen/alertBook.ts'

/** Versions of ended alerts that are remembered, so that a late page or echo doesn't bring them back. */
const REMEMBERED = 20_000

/**
 * Every active alert of the jurisdiction, gathered from many pages while events go on. A later version replaces an
 * earlier one, whichever way it came. Between `beginListing` and `endListing` everything active is listed once or told
 * by an event; what neither named has ended meanwhile and goes.
 */
export class AlertQueue {
  readonly #active = new Map<string, Alert>()
  readonly #ended = new Map<string, number>()
  #unnamed = new Set<string>()

  /** True where the alert is new to the queue. */
  take(alert: Alert): boolean {
    this.#unnamed.delete(alert.id)
    const known = this.#active.get(alert.id)
    const version = known?.version ?? this.#ended.get(alert.id)
    if (version !== undefined && alert.version <= version) return false
    if (isActive(alert)) {
      this.#active.set(alert.id, alert)
      this.#ended.delete(alert.id)
      return known === undefined
    }
    this.#active.delete(alert.id)
    this.#remember(alert)
    return false
  }

  beginListing(): void {
    this.#unnamed = new Set(this.#active.keys())
  }

  endListing(): void {
    for (const id of this.#unnamed) this.#active.delete(id)
    this.#unnamed.clear()
  }

  get(id: string): Alert | undefined {
    return this.#active.get(id)
  }

  all(): Alert[] {
    return [...this.#active.values()]
  }

  get size(): number {
    return this.#active.size
  }

  #remember(alert: Alert): void {
    this.#ended.delete(alert.id)
    this.#ended.set(alert.id, alert.version)
    const oldest = this.#ended.keys().next().value
    if (this.#ended.size > REMEMBERED && oldest !== undefined) this.#ended.delete(oldest)
  }
}
