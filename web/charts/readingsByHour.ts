import type { EChartsCoreOption } from 'echarts/core'
import type { TrendPoint } from '../../domain/stats.ts'
import type { ChartTheme } from './theme.ts'

/** A line without axes beside a figure: its shape matters, the figure tells the size. The running hour is left out, being unfinished. */
export function readingsByHour(points: readonly TrendPoint[], theme: ChartTheme): EChartsCoreOption {
  const whole = points.slice(0, -1).map((p) => p.readings)
  const last = whole.at(-1)
  return {
    animation: false,
    grid: { left: 2, right: 6 * theme.scale, top: 6 * theme.scale, bottom: 4 * theme.scale, outerBoundsMode: 'none' },
    xAxis: { type: 'category', show: false, boundaryGap: false, data: whole.map((_, i) => i) },
    yAxis: { type: 'value', show: false, min: 0 },
    series: [
      {
        id: 'readings',
        type: 'line',
        data: whole,
        symbol: 'none',
        silent: true,
        lineStyle: { color: theme.calm, width: 2 * theme.scale },
        areaStyle: { color: theme.calm, opacity: 0.12 },
      },
      {
        id: 'last',
        type: 'scatter',
        data: last === undefined ? [] : [[whole.length - 1, last]],
        symbolSize: 6 * theme.scale,
        silent: true,
        itemStyle: { color: theme.text2 },
      },
    ],
  }
}
