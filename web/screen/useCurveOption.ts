import type { EChartsCoreOption } from 'echarts/core'
import { computed, type ComputedRef } from 'vue'
import type { Alert } from '../../domain/alert.ts'
import { curveOption } from '../charts/curve.ts'
import { useTheme } from '../charts/useTheme.ts'
import { limitName, type Wordbook } from './alertText.ts'
import { findingOf, isSwitch } from './finding.ts'
import type { LiveCurve } from './useCurve.ts'

/**
 * The chart of an alert's readings: its limit as a named line, or the silence as a gap; null where there is nothing to
 * draw. With `shaded` the stretch of the breach lies on a quiet ground.
 */
export function useCurveOption(alert: () => Alert | null, curve: LiveCurve, words: () => Wordbook, now: () => number, shaded = false): ComputedRef<EChartsCoreOption | null> {
  const theme = useTheme()
  const limit = computed(() => {
    const seen = alert()
    if (!seen || seen.limit === null || seen.metric === null || isSwitch(seen.metric)) return null
    const label = limitName(seen, words())
    return label === null ? null : { value: seen.limit, label, side: (seen.value ?? seen.limit) >= seen.limit ? ('above' as const) : ('below' as const) }
  })
  /** Where nothing was heard: from the last reading on, while the device is silent. */
  const gap = computed(() => {
    const seen = alert()
    if (seen?.type !== 'silence' || seen.resolvedAt !== null) return null
    return { from: Date.parse(seen.breachedAt), label: findingOf(seen, now(), words())?.value ?? '' }
  })
  const breach = computed(() => {
    const seen = alert()
    return shaded && seen ? { from: Date.parse(seen.breachedAt), to: seen.resolvedAt === null ? Number.POSITIVE_INFINITY : Date.parse(seen.resolvedAt) } : null
  })
  return computed(() => {
    const seen = alert()
    const buckets = curve.buckets.value
    if (!seen || !buckets || buckets.length === 0) return null
    const metric = curve.metric.value
    const steps = isSwitch(metric) ? { on: words().t(`switched.on.${metric}`), off: words().t(`switched.off.${metric}`) } : null
    return curveOption({ buckets, from: curve.from.value, to: curve.to.value, limit: limit.value, gap: gap.value, breach: breach.value, steps, severity: seen.severity }, theme.value)
  })
}
