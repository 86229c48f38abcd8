import type { Alert } from '../../domain/alert.ts'
import { severityRank, type Severity } from '../../domain/severity.ts'
import type { UnitKind } from '../../domain/unit.ts'

const HOUR_MS = 3_600_000

/** How soon somebody should act on an alert: the platform's default, not law. */
const ACT_WITHIN_MS: Record<Severity, number> = { critical: 2 * HOUR_MS, major: 24 * HOUR_MS, minor: 48 * HOUR_MS, info: 7 * 24 * HOUR_MS }

/** Many people, and often children or the old, eat at once from one kitchen of these. */
const EATERS: Partial<Record<UnitKind, number>> = { canteen: 300, 'central-kitchen': 300, 'group-meal': 300, catering: 100, 'cold-store': 60, market: 60, producer: 60 }

/** By when somebody should have acted, epoch milliseconds. */
export const actBy = (alert: Pick<Alert, 'openedAt' | 'severity'>): number => Date.parse(alert.openedAt) + ACT_WITHIN_MS[alert.severity]

type Judged = Pick<Alert, 'openedAt' | 'severity' | 'state'>

/**
 * How much an alert presses; the greater goes first. Severity decides; an alert already in somebody's hands counts one
 * step less. Within a step: how many eat there (at most 300), how much of the time to act has gone (400), and that it is over (200).
 */
export function urgencyOf(alert: Judged, kind: UnitKind | null, now: number): number {
  const step = severityRank(alert.severity) - (alert.state === 'open' ? 0 : 1)
  const gone = (now - Date.parse(alert.openedAt)) / ACT_WITHIN_MS[alert.severity]
  const haste = Math.min(1, Math.max(0, gone)) * 400 + (gone >= 1 ? 200 : 0)
  return step * 1000 + (kind ? (EATERS[kind] ?? 0) : 0) + haste
}

type Ranked = Judged & Pick<Alert, 'id'>

/** The urgency of alerts at one time, found once for each: thousands are ordered again with every change of one. */
export function urgencyAt<A extends Ranked>(now: number, kindOf: (alert: A) => UnitKind | null): (alert: A) => number {
  const known = new WeakMap<A, number>()
  return (alert) => {
    const urgency = known.get(alert) ?? urgencyOf(alert, kindOf(alert), now)
    known.set(alert, urgency)
    return urgency
  }
}

/** The most pressing first; of equal ones the longest waiting. A new list. */
export function byUrgency<A extends Ranked>(alerts: readonly A[], urgency: (alert: A) => number): A[] {
  return [...alerts].sort((a, b) => order(a, b, urgency))
}

/**
 * As `byUrgency`, from the list that came out of it before, by the same urgency: what is in both stays in its place and
 * only what is new is sorted. The former list itself where nothing has changed.
 */
export function reordered<A extends Ranked>(before: readonly A[], alerts: readonly A[], urgency: (alert: A) => number): readonly A[] {
  const present = new Set(alerts)
  const kept = present.size === before.length && before.every((alert) => present.has(alert)) ? before : before.filter((alert) => present.has(alert))
  for (const alert of kept) present.delete(alert)
  return present.size === 0 ? kept : merged(kept, byUrgency([...present], urgency), urgency)
}

/** Two ordered lists as one. */
function merged<A extends Ranked>(left: readonly A[], right: readonly A[], urgency: (alert: A) => number): A[] {
  const all: A[] = []
  let at = 0
  for (const alert of right) {
    for (let next = left[at]; next !== undefined && order(next, alert, urgency) <= 0; next = left[at]) {
      all.push(next)
      at += 1
    }
    all.push(alert)
  }
  for (; at < left.length; at += 1) all.push(left[at] as A)
  return all
}

function order<A extends Ranked>(a: A, b: A, urgency: (alert: A) => number): number {
  return urgency(b) - urgency(a) || compare(a.openedAt, b.openedAt) || compare(a.id, b.id)
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
