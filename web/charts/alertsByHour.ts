import type { EChartsCoreOption } from 'echarts/core'
import { SEVERITIES } from '../../domain/severity.ts'
import type { TrendPoint } from '../../domain/stats.ts'
import { beijingHour } from '../format/time.ts'
import type { ChartTheme } from './theme.ts'

/** The least of 1, 2 and 5 times a power of ten that is not below the value: two of them make a readable axis. */
export function niceStep(value: number): number {
  if (value <= 1) return 1
  const power = 10 ** Math.floor(Math.log10(value))
  return ([1, 2, 5].find((n) => n * power >= value) ?? 10) * power
}

/** Stacks the alerts opened in each hour, mildest at the bottom, worst on top where the eye goes. */
export function alertsByHour(points: readonly TrendPoint[], theme: ChartTheme): EChartsCoreOption {
  const px = (n: number): number => n * theme.scale
  const step = niceStep(points.reduce((top, point) => Math.max(top, openedIn(point)), 0) / 2)
  const axisText = { color: theme.text3, fontSize: px(16), fontFamily: theme.font }
  return {
    animationDuration: 300,
    animationDurationUpdate: 300,
    textStyle: { fontFamily: theme.font },
    grid: { left: px(40), right: px(2), top: px(12), bottom: px(26), outerBoundsMode: 'none' },
    xAxis: {
      type: 'category',
      data: points.map((p) => String(beijingHour(Date.parse(p.t)))),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: theme.hairlineStrong } },
      axisLabel: { ...axisText, interval: 2, margin: px(8) },
    },
    yAxis: {
      type: 'value',
      max: 2 * step,
      interval: step,
      axisLabel: { ...axisText, margin: px(10), showMinLabel: false },
      splitLine: { lineStyle: { color: theme.hairline } },
    },
    series: SEVERITIES.map((severity) => ({
      id: severity,
      type: 'bar',
      stack: 'alerts',
      barWidth: '62%',
      itemStyle: { color: theme.severity[severity], borderColor: theme.surface, borderWidth: px(0.5) },
      data: points.map((p) => p.opened[severity]),
    })),
  }
}

export const openedIn = (point: TrendPoint): number => SEVERITIES.reduce((sum, severity) => sum + point.opened[severity], 0)
