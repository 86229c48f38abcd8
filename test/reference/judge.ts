import { METRICS } from '../../domain/metrics.ts'
import type { Rule, RuleLevel } from '../../domain/rule.ts'
import { SEVERITIES, type Severity } from '../../domain/severity.ts'

/**
 * The judgement written down a second time, as plainly as can be and with no regard for speed or order of
 * arrival: sort all readings, and at each one look back. Tests hold the real one against it.
 */
export interface Sample {
  ts: number
  value: number
}

export interface ReferenceAlert {
  breachedAt: number
  openedAt: number
  resolvedAt: number | null
  severity: Severity
  value: number
  limit: number
}

/** Whether a value has left the rule's band by its far end: there it is in range again. */
export function pastFarEnd({ farEnd, direction }: Rule, value: number): boolean {
  return farEnd !== undefined && (direction === 'above' ? value >= farEnd : value <= farEnd)
}

const rank = (severity: Severity): number => SEVERITIES.indexOf(severity)

/** The alerts of one rule over all readings of its metric. `now` matters to on-change metrics only: their last value holds until then. */
export function referenceAlerts(readings: readonly Sample[], rule: Rule, intervalMs: number | null, now?: number): ReferenceAlert[] {
  const sorted = rule.kind === 'change' ? changes(onePerMoment(readings), rule) : onePerMoment(readings)
  if (METRICS[rule.metric].onChange) return lookBack(withHeldValues(sorted, rule, now), rule, Infinity)
  return lookBack(sorted, rule, intervalMs === null ? Infinity : 3 * intervalMs)
}

function lookBack(all: readonly Sample[], rule: Rule, longestGap: number): ReferenceAlert[] {
  const alerts: ReferenceAlert[] = []
  const above = rule.direction === 'above'
  const loosest = rule.levels.reduce((a, b) => ((above ? b.limit < a.limit : b.limit > a.limit) || (b.limit === a.limit && b.inclusive) ? b : a))
  const beyond = (value: number, level: RuleLevel) => !pastFarEnd(rule, value) && (
    (level.inclusive && value === level.limit) || (rule.direction !== 'equals' && (above ? value > level.limit : value < level.limit)))
  const distanceInside = (value: number) =>
    Number((pastFarEnd(rule, value) ? Math.abs(value - (rule.farEnd ?? 0)) : above ? loosest.limit - value : value - loosest.limit).toFixed(6))
  const at = (i: number): Sample => all[i] ?? { ts: Number.NaN, value: Number.NaN }
  let alert: ReferenceAlert | null = null
  let from = 0

  /** The time that counts of the unbroken run of readings up to and with `i` that all pass the test; null where `i` fails it. */
  const run = (i: number, test: (value: number) => boolean): { start: number; time: number } | null => {
    if (!test(at(i).value)) return null
    let start = i
    let time = 0
    while (start > from && test(at(start - 1).value)) {
      const gap = at(start).ts - at(start - 1).ts
      if (gap <= longestGap) time += gap
      start--
    }
    return { start, time }
  }

  for (let i = 0; i < all.length; i++) {
    const { ts, value } = at(i)
    for (const level of rule.levels) {
      const held = run(i, (v) => beyond(v, level))
      if (!held || held.time < level.for) continue
      if (!alert) {
        const breach = run(i, (v) => beyond(v, loosest)) ?? held
        const values = all.slice(breach.start, i + 1).map((s) => s.value)
        alert = {
          breachedAt: at(breach.start).ts, openedAt: ts, resolvedAt: null, severity: level.severity, limit: level.limit,
          value: above ? Math.max(...values) : Math.min(...values),
        }
      } else if (rank(level.severity) > rank(alert.severity)) {
        alert.severity = level.severity
        alert.limit = level.limit
      }
    }
    if (!alert) continue
    if (beyond(value, loosest)) alert.value = above ? Math.max(alert.value, value) : Math.min(alert.value, value)
    const clear = run(i, (v) => !beyond(v, loosest) && distanceInside(v) >= rule.clear.margin)
    if (!clear || clear.time < rule.clear.for) continue
    alerts.push({ ...alert, resolvedAt: ts })
    alert = null
    from = i + 1
  }
  if (alert) alerts.push(alert)
  return alerts
}

/** Puts a reading of the held value at every moment at which some duration may be fulfilled, and just before each change. */
function withHeldValues(sorted: readonly Sample[], rule: Rule, now: number | undefined): Sample[] {
  const durations = [...rule.levels.map((l) => l.for), rule.clear.for]
  const moments = sorted.flatMap((s) => durations.map((d) => s.ts + d)).sort((a, b) => a - b)
  return sorted.flatMap((sample, i) => {
    const next = sorted[i + 1]
    const end = next ? next.ts : (now ?? sample.ts)
    const inside = moments.filter((m, k) => m > sample.ts && m < end && m !== moments[k - 1])
    const held = end > sample.ts ? [...inside, end] : []
    return [sample, ...held.map((ts) => ({ ts, value: sample.value }))]
  })
}

/** In place of each value, how far it is from the farthest one of the window before it. */
function changes(sorted: readonly Sample[], rule: Rule): Sample[] {
  return sorted.map(({ ts, value }) => {
    const differences = sorted.filter((s) => s.ts >= ts - rule.window && s.ts <= ts).map((s) => value - s.value)
    const seen = differences.map((d) => (rule.change === 'rise' ? d : rule.change === 'fall' ? -d : Math.abs(d)))
    return { ts, value: Number(Math.max(...seen).toFixed(6)) }
  })
}

/** By time; of two readings of one moment the one that came first. */
export function onePerMoment(readings: readonly Sample[]): Sample[] {
  const first = new Map<number, Sample>()
  for (const reading of readings) if (!first.has(reading.ts)) first.set(reading.ts, reading)
  return [...first.values()].sort((a, b) => a.ts - b.ts)
}

export interface ReferenceSilence {
  breachedAt: number
  openedAt: number
  resolvedAt: number
  severity: Severity
}

/** The silences that the times of all readings and heartbeats of a device show. */
export function referenceSilence(times: readonly number[], intervalMs: number | null, ccp = false): ReferenceSilence[] {
  if (intervalMs === null) return []
  const sorted = [...new Set(times)].sort((a, b) => a - b)
  return sorted.slice(1).flatMap((ts, i) => {
    const from = sorted[i] ?? ts
    const silent = ts - from
    if (silent <= 3 * intervalMs) return []
    const critical = ccp && silent >= 30 * 60_000
    return [{ breachedAt: from, openedAt: from + 3 * intervalMs, resolvedAt: ts, severity: critical ? 'critical' as const : 'minor' as const }]
  })
}
