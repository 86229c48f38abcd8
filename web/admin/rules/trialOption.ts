import type { EChartsCoreOption } from 'echarts/core'
import type { Bucket } from '../../api/shapes.ts'
import { bucketTime, curveOption, type Curve } from '../../charts/curve.ts'
import type { ChartTheme } from '../../charts/theme.ts'
import { beijingMinute, beijingStamp } from '../../format/time.ts'

export interface Band {
  readonly from: number
  readonly to: number
}

export interface TrialCurve {
  readonly buckets: readonly Bucket[]
  /** The whole span that was tried. */
  readonly from: number
  readonly to: number
  readonly limit: Curve['limit']
  readonly steps: Curve['steps']
  readonly severity: Curve['severity']
  /** What the draft would have raised, and what was raised. */
  readonly would: readonly Band[]
  readonly were: readonly Band[]
  /** What is seen of the span. */
  readonly seen: Band
}

const DAY = 86_400_000
/** Readings that fill less of the span than this are looked at by themselves. */
const MOST_EMPTY = 0.5
/** Air beside them, of their own length. */
const AIR = 0.05
/** A breach that lasted a minute of a month is still to be seen. */
const LEAST_SHARE = 1 / 400

/** The part of the span that has readings, where that is little of it; null where the whole is worth seeing. */
export function filledPart(buckets: readonly Bucket[], whole: Band): Band | null {
  const [first, last] = [buckets[0], buckets.at(-1)]
  if (!first || !last) return null
  const [from, to] = [bucketTime(first), bucketTime(last)]
  if (to <= from || to - from > (whole.to - whole.from) * MOST_EMPTY) return null
  const air = (to - from) * AIR
  return { from: Math.max(whole.from, from - air), to: Math.min(whole.to, to + air) }
}

/** The readings with the limit of the draft, and above them two strips: what it would have raised, and what was. Zoomed by wheel and drag. */
export function trialOption(curve: TrialCurve, theme: ChartTheme): EChartsCoreOption {
  const { buckets, from, to, limit, steps, severity, seen } = curve
  const base = curveOption({ buckets, from, to, limit, gap: null, breach: null, steps, severity }, theme) as { series: object[]; grid: object; xAxis: object & { axisLabel: object } }
  const least = (seen.to - seen.from) * LEAST_SHARE
  const format = seen.to - seen.from > DAY ? beijingStamp : beijingMinute
  return {
    ...base,
    grid: { ...base.grid, top: 44 * theme.scale },
    xAxis: { ...base.xAxis, splitNumber: 8, axisLabel: { ...base.xAxis.axisLabel, alignMaxLabel: 'right', formatter: (t: number) => format(t) } },
    dataZoom: [{ type: 'inside', startValue: seen.from, endValue: seen.to, filterMode: 'none', zoomOnMouseWheel: 'ctrl', minValueSpan: 5 * 60_000 }],
    series: [
      ...base.series.filter((series) => (series as { id?: string }).id !== 'tip'),
      strip('would', curve.would, least, 4, theme.accent, theme),
      strip('were', curve.were, least, 22, theme.text3, theme),
    ],
  }
}

function strip(id: string, bands: readonly Band[], least: number, top: number, color: string, theme: ChartTheme): object {
  const [y, bottom] = [top * theme.scale, (top + 12) * theme.scale]
  return {
    id, type: 'line', data: [], silent: true,
    markArea: {
      silent: true, animation: false, itemStyle: { color, opacity: 0.9 },
      data: bands.map((band) => [{ xAxis: band.from, y }, { xAxis: Math.max(band.to, band.from + least), y: bottom }]),
    },
  }
}
