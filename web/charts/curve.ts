import type { EChartsCoreOption } from 'echarts/core'
import type { Severity } from '../../domain/severity.ts'
import type { Bucket } from '../api/shapes.ts'
import { measured } from '../format/number.ts'
import { beijingMinute } from '../format/time.ts'
import type { ChartTheme } from './theme.ts'

export interface Curve {
  buckets: readonly Bucket[]
  from: number
  to: number
  /** The limit as a named line, and the side of it on which the breach lies. */
  limit: { value: number; label: string; side: 'above' | 'below' } | null
  /** From when on nothing was heard, up to the right edge, with what to say there. */
  gap: { from: number; label: string } | null
  /** The stretch that the alert is about, shaded quietly where it is given. */
  breach?: { from: number; to: number } | null
  /** The words of a value that is on (1) or off (0) and holds until the next; null for an amount. */
  steps: { on: string; off: string } | null
  severity: Severity
}

export const bucketTime = (bucket: Bucket): number => (typeof bucket.t === 'number' ? bucket.t : Date.parse(bucket.t))

/** The span of values shown: the readings and the limit with some air, so that the limit is always in the picture. */
export function valueSpan(buckets: readonly Bucket[], limit: number | null): [number, number] {
  const values = buckets.flatMap((b) => [b.min, b.max])
  if (limit !== null) values.push(limit)
  if (values.length === 0) return [0, 1]
  const low = values.reduce((a, b) => Math.min(a, b))
  const high = values.reduce((a, b) => Math.max(a, b))
  const air = Math.max((high - low) * 0.18, 0.5)
  return [Math.floor((low - air) * 10) / 10, Math.ceil((high + air) * 10) / 10]
}

const px = (theme: ChartTheme, n: number): number => n * theme.scale

function limitLine(curve: Curve, theme: ChartTheme): object | undefined {
  if (!curve.limit) return undefined
  return {
    silent: true,
    symbol: 'none',
    animation: false,
    lineStyle: { color: theme.text2, type: [6, 4], width: px(theme, 1.5) },
    label: {
      formatter: curve.limit.label,
      // At the right end, where the curve is beyond the limit, its other side is free.
      position: curve.limit.side === 'above' ? 'insideEndBottom' : 'insideEndTop',
      color: theme.text1,
      fontFamily: theme.font,
      fontSize: px(theme, 16),
      fontWeight: 600,
      padding: [px(theme, 3), px(theme, 4)],
      backgroundColor: theme.surface,
      borderRadius: px(theme, 3),
    },
    data: [{ yAxis: curve.limit.value }],
  }
}

/** The silence in the colour of its severity with its words, or the breach as a quiet ground. */
function shadedArea(curve: Curve, theme: ChartTheme): object | undefined {
  const plain = { silent: true, animation: false }
  if (curve.gap) {
    return {
      ...plain,
      itemStyle: { color: theme.severity[curve.severity], opacity: 0.14 },
      label: { show: true, formatter: curve.gap.label, position: 'inside', color: theme.text1, fontFamily: theme.font, fontSize: px(theme, 16), fontWeight: 600 },
      data: [[{ xAxis: Math.max(curve.from, curve.gap.from) }, { xAxis: curve.to }]],
    }
  }
  if (!curve.breach) return undefined
  return {
    ...plain,
    itemStyle: { color: theme.hairlineStrong, opacity: 0.16 },
    data: [[{ xAxis: Math.max(curve.from, curve.breach.from) }, { xAxis: Math.min(curve.to, curve.breach.to) }]],
  }
}

/** The line of the readings; a value that holds until the next is held up to the right edge. */
function lineOf(curve: Curve): [number, number][] {
  const line = curve.buckets.map((b): [number, number] => [bucketTime(b), b.last])
  const last = line.at(-1)
  if (curve.steps && !curve.gap && last && last[0] < curve.to) line.push([curve.to, last[1]])
  return line
}

function valueAxis(curve: Curve, theme: ChartTheme): object {
  const { steps } = curve
  if (steps) return { min: -0.2, max: 1.2, interval: 1.2, axisLabel: { show: false }, splitLine: { show: false } }
  const [min, max] = valueSpan(curve.buckets, curve.limit?.value ?? null)
  return { min, max, splitNumber: 3, axisLabel: { formatter: (v: number) => measured(v), showMinLabel: false, showMaxLabel: false }, splitLine: { lineStyle: { color: theme.hairline } } }
}

/** The two words of an on-off value, each at its height. */
function stepNames(steps: { on: string; off: string }, theme: ChartTheme): object {
  const name = (value: number, text: string): object => ({ yAxis: value, label: { formatter: text } })
  return {
    silent: true,
    symbol: 'none',
    animation: false,
    lineStyle: { color: theme.hairline, type: 'solid', width: 1 },
    label: { position: 'start', color: theme.text2, fontFamily: theme.font, fontSize: px(theme, 16) },
    data: [name(1, steps.on), name(0, steps.off)],
  }
}

/** Fills between the curve and the limit, on the side of the breach only. */
function breachSeries(curve: Curve, theme: ChartTheme): object[] {
  if (!curve.limit) return []
  const { value, side } = curve.limit
  const beyond = side === 'above' ? Math.max : Math.min
  return [{
    id: 'breach',
    type: 'line',
    data: curve.buckets.map((b) => [bucketTime(b), beyond(b.last, value)]),
    symbol: 'none',
    silent: true,
    sampling: 'lttb',
    lineStyle: { width: 0 },
    areaStyle: { color: theme.severity[curve.severity], opacity: 0.2, origin: value },
  }]
}

/** The readings of one device around an alert, with the limit drawn as a named line. */
export function curveOption(curve: Curve, theme: ChartTheme): EChartsCoreOption {
  const text = { color: theme.text3, fontSize: px(theme, 16), fontFamily: theme.font }
  const line = lineOf(curve)
  const axis = valueAxis(curve, theme) as { axisLabel: object }
  const tip = line.at(-1)
  return {
    animation: false,
    grid: { left: px(theme, 46), right: px(theme, 14), top: px(theme, 8), bottom: px(theme, 28), outerBoundsMode: 'none' },
    xAxis: {
      type: 'time',
      min: curve.from,
      max: curve.to,
      splitNumber: 4,
      axisTick: { show: false },
      axisLine: { show: true, onZero: false, lineStyle: { color: theme.hairlineStrong } },
      axisLabel: { ...text, formatter: (t: number) => beijingMinute(t), hideOverlap: true, margin: px(theme, 8) },
      splitLine: { show: false },
    },
    yAxis: { type: 'value', ...axis, axisLabel: { ...text, margin: px(theme, 8), ...axis.axisLabel } },
    series: [
      ...breachSeries(curve, theme),
      {
        id: 'curve',
        type: 'line',
        data: line,
        symbol: 'none',
        silent: true,
        step: curve.steps ? 'end' : false,
        ...(curve.steps ? {} : { sampling: 'lttb' }),
        lineStyle: { color: theme.text1, width: px(theme, 2) },
        markLine: curve.steps ? stepNames(curve.steps, theme) : limitLine(curve, theme),
        markArea: shadedArea(curve, theme),
      },
      {
        id: 'tip',
        type: 'scatter',
        data: tip ? [tip] : [],
        silent: true,
        symbolSize: px(theme, 9),
        itemStyle: { color: theme.severity[curve.severity] },
      },
    ],
  }
}
