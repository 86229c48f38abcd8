import { METRICS } from '../../domain/metrics.ts'
import type { Rule, RuleLevel } from '../../domain/rule.ts'
import { SEVERITIES } from '../../domain/severity.ts'
import { onePerMoment, pastFarEnd, type ReferenceAlert, type Sample } from './judge.ts'

interface Stretch {
  from: number
  to: number
  worst: number
}

/** The alerts of a cumulative rule, found by summing the whole series anew at every reading. Times of on-change readings are whole seconds. */
export function cumulativeAlerts(readings: readonly Sample[], rule: Rule, intervalMs: number | null, now?: number): ReferenceAlert[] {
  const sorted = onePerMoment(readings)
  const onChange = METRICS[rule.metric].onChange
  const longestGap = onChange || intervalMs === null ? Infinity : 3 * intervalMs
  const all = onChange ? everySecond(sorted, now) : sorted
  const above = rule.direction === 'above'
  const beyond = (value: number, level: RuleLevel) => !pastFarEnd(rule, value) && (above ? value > level.limit : value < level.limit)
  const limits = rule.levels.map((l) => l.limit)
  const loosest = rule.levels[limits.indexOf(above ? Math.min(...limits) : Math.max(...limits))]
  if (loosest === undefined) return []
  const worst = (list: number[]) => (above ? Math.max(...list) : Math.min(...list))
  const inside = (value: number) => (pastFarEnd(rule, value) ? Math.abs(value - (rule.farEnd ?? 0)) : above ? loosest.limit - value : value - loosest.limit)
  const inBand = (value: number) => !beyond(value, loosest) && Number(inside(value).toFixed(6)) >= rule.clear.margin

  /** The stretches of counted time of a level among the first `n` readings. */
  const stretches = (n: number, level: RuleLevel): Stretch[] => {
    const list: Stretch[] = []
    for (let j = 1; j < n; j++) {
      const [a, b] = [all[j - 1], all[j]]
      if (a === undefined || b === undefined || b.ts - a.ts > longestGap || !beyond(a.value, level)) continue
      // Between two samples both must be in breach; what holds until it changes counts up to the change.
      if (!onChange && !beyond(b.value, level)) continue
      const last = list.at(-1)
      const values = beyond(b.value, level) ? [a.value, b.value] : [a.value]
      if (last !== undefined && last.to === a.ts) Object.assign(last, { to: b.ts, worst: worst([last.worst, ...values]) })
      else list.push({ from: a.ts, to: b.ts, worst: worst(values) })
    }
    return list
  }
  const within = (list: Stretch[], end: number) => list.filter((s) => s.to > end - rule.window)
  const sum = (list: Stretch[], end: number) => list.reduce((total, s) => total + Math.max(0, s.to - Math.max(s.from, end - rule.window)), 0)

  const whole = rule.levels.map((level) => ({ level, list: stretches(all.length, level) }))
  /** What is known at `end`: later time cut off. */
  const until = (list: Stretch[], end: number) => list.filter((s) => s.from < end).map((s) => (s.to > end ? { ...s, to: end } : s))
  const alerts: ReferenceAlert[] = []
  let alert: ReferenceAlert | null = null
  let clearing: number | null = null
  all.forEach(({ ts, value }, i) => {
    const before = all[i - 1]
    if (!inBand(value)) clearing = null
    else if (clearing === null || before === undefined || !inBand(before.value)) clearing = 0
    else if (ts - before.ts <= longestGap) clearing += ts - before.ts
    const fulfilled = whole.filter(({ level, list }) => sum(until(list, ts), ts) >= level.for).map(({ level }) => level)
    for (const level of fulfilled) {
      if (alert === null) {
        const counted = within(until(whole.find((w) => w.level === loosest)?.list ?? [], ts), ts)
        const known = within(stretches(i + 1, loosest), ts)
        alert = { breachedAt: counted[0]?.from ?? Number.NaN, openedAt: ts, resolvedAt: null, severity: level.severity, limit: level.limit, value: worst(known.map((s) => s.worst)) }
      } else if (SEVERITIES.indexOf(level.severity) > SEVERITIES.indexOf(alert.severity)) Object.assign(alert, { severity: level.severity, limit: level.limit })
    }
    if (alert !== null && beyond(value, loosest)) alert.value = worst([alert.value, value])
    if (alert === null || fulfilled.length > 0 || clearing === null || clearing < rule.clear.for) return
    alerts.push({ ...alert, resolvedAt: ts })
    alert = null
  })
  return alert === null ? alerts : [...alerts, alert]
}

/** The held value once more at every whole second and a millisecond after it, and just before each change. */
function everySecond(sorted: readonly Sample[], now: number | undefined): Sample[] {
  return sorted.flatMap((sample, i) => {
    const end = sorted[i + 1]?.ts ?? now ?? sample.ts
    const held: Sample[] = []
    for (let ts = sample.ts; ts < end; ts += 1000) held.push({ ts, value: sample.value }, { ts: ts + 1, value: sample.value })
    return end > sample.ts ? [...held, { ts: end, value: sample.value }] : [sample]
  }).filter((sample, i, list) => list[i + 1]?.ts !== sample.ts || list[i + 1]?.value !== sample.value)
}
