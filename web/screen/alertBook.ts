import type { Alert } from '../../domain/alert.ts'
import { severityRank } from '../../domain/severity.ts'

/** Enough for every mark that a map can show and a stream can scroll; the figures count the rest. */
const CAPACITY = 1000

export const isActive = (alert: Alert): boolean => alert.state === 'open' || alert.state === 'acknowledged'

const newerFirst = (a: Alert, b: Alert): number => (a.openedAt < b.openedAt ? 1 : a.openedAt > b.openedAt ? -1 : a.id < b.id ? 1 : -1)

/**
 * The active alerts that the page holds, newest first and never more than the capacity.
 * A later version of an alert replaces an earlier one, an earlier one changes nothing,
 * so applying the same event twice or a snapshot over events does no harm.
 */
export class AlertBook {
  private readonly active = new Map<string, Alert>()
  /** Versions of alerts that left, so that a late echo does not bring them back; the oldest are forgotten first. */
  private readonly gone = new Map<string, number>()
  private ordered: readonly Alert[] | null = null
  private readonly capacity: number

  constructor(capacity = CAPACITY) {
    this.capacity = capacity
  }

  /** True where the alert is new to the book, so that it should announce itself. */
  apply(alert: Alert): boolean {
    const known = this.active.get(alert.id)
    const version = known?.version ?? this.gone.get(alert.id)
    if (version !== undefined && alert.version <= version) return false
    this.ordered = null
    if (!isActive(alert)) {
      this.active.delete(alert.id)
      this.remember(alert)
      return false
    }
    this.active.set(alert.id, alert)
    this.gone.delete(alert.id)
    if (this.active.size > this.capacity) this.evict()
    return known === undefined
  }

  /** What the snapshot does not list has ended, except what is newer than the oldest it could list. */
  replace(alerts: readonly Alert[]): void {
    const listed = new Map(alerts.map((alert) => [alert.id, alert]))
    for (const [id, known] of this.active) {
      const fresh = listed.get(id)
      if (fresh && known.version > fresh.version) listed.set(id, known)
    }
    this.active.clear()
    this.gone.clear()
    for (const alert of listed.values()) if (isActive(alert)) this.active.set(alert.id, alert)
    this.ordered = null
  }

  newestFirst(): readonly Alert[] {
    this.ordered ??= [...this.active.values()].sort(newerFirst)
    return this.ordered
  }

  /** The oldest of the mildest makes room. Called rarely, so a tenth goes at once. */
  private evict(): void {
    const keep = [...this.active.values()].sort((a, b) => severityRank(b.severity) - severityRank(a.severity) || newerFirst(a, b))
    for (const alert of keep.slice(Math.floor(this.capacity * 0.9))) this.active.delete(alert.id)
  }

  private remember(alert: Alert): void {
    this.gone.delete(alert.id)
    this.gone.set(alert.id, alert.version)
    if (this.gone.size <= this.capacity) return
    const oldest = this.gone.keys().next().value
    if (oldest !== undefined) this.gone.delete(oldest)
  }
}

export const inDistrict = (alerts: readonly Alert[], district: string | null): readonly Alert[] =>
  district === null ? alerts : alerts.filter((alert) => alert.district === district)
