import type { EChartsCoreOption } from 'echarts/core'
import { describe, expect, it } from 'vitest'
import type { TrendPoint } from '../../domain/stats.ts'
import type { Bucket } from '../api/shapes.ts'
import { alertsByHour, niceStep, openedIn } from './alertsByHour.ts'
import { aTheme } from './aTheme.ts'
import { curveOption, valueSpan } from './curve.ts'
import { readingsByHour } from './readingsByHour.ts'

interface Series {
  id: string
  data: unknown[]
  stack?: string
  itemStyle?: { color: string }
  markLine?: { data: { yAxis: number }[]; label: { formatter: string } }
}
const seriesOf = (option: EChartsCoreOption) => option['series'] as Series[]
const point = (hour: number, opened: Partial<TrendPoint['opened']>, readings = 0): TrendPoint => ({
  t: new Date(Date.UTC(2026, 10, 22, hour)).toISOString(), opened: { info: 0, minor: 0, major: 0, critical: 0, ...opened }, resolved: 0, readings,
})
const bucket = (t: number, value: number): Bucket => ({ t, min: value, max: value, last: value, count: 1 })

describe('alerts by hour', () => {
  const option = alertsByHour([point(0, { minor: 2, critical: 1 }), point(1, { info: 4 })], aTheme)
  it('stacks four severities with the worst on top, each in its colour', () => {
    const series = seriesOf(option)
    expect(series.map((s) => s.id)).toEqual(['info', 'minor', 'major', 'critical'])
    expect(series.map((s) => s.itemStyle?.color)).toEqual(['info', 'minor', 'major', 'critical'])
    expect(new Set(series.map((s) => s.stack)).size).toBe(1)
    expect(series.map((s) => s.data)).toEqual([[0, 4], [2, 0], [0, 0], [1, 0]])
  })
  it('names the hours in Beijing time', () => {
    expect((option['xAxis'] as { data: string[] }).data).toEqual(['8', '9'])
  })
  it('counts an hour over all severities', () => {
    expect(openedIn(point(0, { minor: 2, critical: 1 }))).toBe(3)
  })
})

it('readings by hour leave the unfinished hour out', () => {
  const series = seriesOf(readingsByHour([point(0, {}, 100), point(1, {}, 110), point(2, {}, 7)], aTheme))
  expect(series[0]?.data).toEqual([100, 110])
  expect(series[1]?.data).toEqual([[1, 110]])
})

describe('the curve of an alert', () => {
  const curve = (side: 'above' | 'below', limit: number, values: number[]) =>
    curveOption({ buckets: values.map((v, i) => bucket(i * 1000, v)), from: 0, to: 10_000, severity: 'critical', gap: null, steps: null, limit: { value: limit, label: '法定限值 −12 °C', side } }, aTheme)

  it('draws the limit as a line with its name', () => {
    const line = seriesOf(curve('above', -12, [-15, -9])).find((s) => s.id === 'curve')?.markLine
    expect(line?.data).toEqual([{ yAxis: -12 }])
    expect(line?.label.formatter).toBe('法定限值 −12 °C')
  })

  it('fills only on the side of the breach', () => {
    const filled = (side: 'above' | 'below') => seriesOf(curve(side, 0, [-3, 2])).find((s) => s.id === 'breach')?.data
    expect(filled('above')).toEqual([[0, 0], [1000, 2]])
    expect(filled('below')).toEqual([[0, -3], [1000, 0]])
  })

  it('always has the limit in the picture, and says nothing of one that does not exist', () => {
    const [low, high] = valueSpan([bucket(0, 30), bucket(1, 31)], 8)
    expect(low).toBeLessThan(8)
    expect(high).toBeGreaterThan(31)
    const bare = seriesOf(curveOption({ buckets: [bucket(0, 1)], from: 0, to: 1, severity: 'minor', limit: null, gap: null, steps: null }, aTheme))
    expect(bare.map((s) => s.id)).toEqual(['curve', 'tip'])
    expect(bare[0]?.markLine).toBeUndefined()
  })

  it('of a door holds the last value up to the right edge, and names its two values', () => {
    const series = seriesOf(curveOption({ buckets: [bucket(0, 0), bucket(4000, 1)], from: 0, to: 10_000, severity: 'minor', limit: null, gap: null, steps: { on: '开', off: '关' } }, aTheme))
    const line = series.find((s) => s.id === 'curve')
    expect(line?.data).toEqual([[0, 0], [4000, 1], [10_000, 1]])
    expect(line?.markLine?.data.map((d) => (d as { yAxis: number }).yAxis)).toEqual([1, 0])
  })

  it('of a silent device shows where nothing was heard', () => {
    const series = seriesOf(curveOption({ buckets: [bucket(0, 5)], from: 0, to: 10_000, severity: 'minor', limit: null, gap: { from: 3000, label: '已静默 7 秒' }, steps: null }, aTheme))
    expect((series.find((s) => s.id === 'curve') as { markArea?: { data: unknown } } | undefined)?.markArea?.data).toEqual([[{ xAxis: 3000 }, { xAxis: 10_000 }]])
  })

  it('marks the newest reading', () => {
    expect(seriesOf(curve('above', -12, [-15, -9])).find((s) => s.id === 'tip')?.data).toEqual([[1000, -9]])
  })
})

it.each([[0, 1], [0.5, 1], [1.5, 2], [30, 50], [100, 100], [139, 200], [520, 1000]])('an axis up to twice %d goes in steps of %d', (value, step) => {
  expect(niceStep(value)).toBe(step)
})
