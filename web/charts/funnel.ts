import type { EChartsCoreOption } from 'echarts/core'
import type { ChartTheme } from './theme.ts'

/** A step with its name, and what stands beside it. */
export interface FunnelBand {
  readonly name: string
  readonly count: number
  /** Shown behind the number, such as the share of the first step. */
  readonly note: string
}

/** Bands from the first step to the last, never wider than the one before; quiet, for no step is a severity. */
export function funnelOption(bands: readonly FunnelBand[], theme: ChartTheme): EChartsCoreOption {
  const px = (n: number): number => n * theme.scale
  const widest = Math.max(1, ...bands.map((band) => band.count))
  return {
    animationDuration: 300,
    animationDurationUpdate: 300,
    textStyle: { fontFamily: theme.font },
    series: [{
      id: 'funnel',
      type: 'funnel',
      sort: 'none',
      gap: px(3),
      left: '4%', right: '4%', top: px(4), bottom: px(4),
      min: 0, max: widest, minSize: '3%', maxSize: '100%',
      label: { position: 'inside', color: theme.text1, fontSize: px(17), fontFamily: theme.font, formatter: '{b}' },
      labelLine: { show: false },
      itemStyle: { borderColor: theme.surface, borderWidth: px(1) },
      emphasis: { disabled: true },
      data: bands.map((band, i) => ({
        name: [band.name, String(band.count), band.note].filter((text) => text !== '').join('  '), value: band.count,
        // The end stands out; half clear, so that its name reads on it in both themes.
        itemStyle: { color: i === bands.length - 1 ? `${theme.accent}66` : theme.border },
      })),
    }],
  }
}
