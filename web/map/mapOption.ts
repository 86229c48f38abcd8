import type { EChartsCoreOption } from 'echarts/core'
import type { UnitPoints } from '../../domain/stats.ts'
import type { ChartTheme } from '../charts/theme.ts'
import { dotSize, type DensityDot } from './density.ts'

/** Past this zoom each unit is a point of its own. */
export const POINTS_FROM_ZOOM = 2.4
export const ZOOM_RANGE = { min: 0.9, max: 24 }
/** Cosine of Hengshui's latitude: shapes keep their form. */
export const ASPECT = 0.792

export interface MapScene {
  mapName: string
  districts: readonly string[]
  selected: string | null
  dots: readonly DensityDot[]
  units: UnitPoints | null
  points: boolean
  /** Free space around the shapes, design pixels. */
  margin: { top: number; right: number; bottom: number; left: number }
}

type Pairs = [number, number][]

/** Splits places into those in the selected district (or all) and the rest, which dims. */
function split<T>(items: Iterable<T>, selected: string | null, districtOf: (item: T) => string): { lit: T[]; dim: T[] } {
  const lit: T[] = []
  const dim: T[] = []
  for (const item of items) (selected === null || districtOf(item) === selected ? lit : dim).push(item)
  return { lit, dim }
}

function densitySeries(scene: MapScene, theme: ChartTheme): object[] {
  const most = scene.dots.reduce((top, dot) => Math.max(top, dot.count), 1)
  const { lit, dim } = split(scene.dots, scene.selected, (dot) => dot.district)
  const series = (id: string, dots: DensityDot[], opacity: number): object => ({
    id,
    type: 'scatter',
    coordinateSystem: 'geo',
    // A canvas of their own: lifting a district must not draw every unit again.
    zlevel: 1,
    silent: true,
    animation: false,
    itemStyle: { color: theme.unit, opacity },
    symbolSize: (value: [number, number, number]) => dotSize(value[2], most) * theme.scale,
    data: dots.map((dot) => [dot.lng, dot.lat, dot.count]),
  })
  return [series('units-lit', lit, 0.62), series('units-dim', dim, 0.16)]
}

function pointSeries(scene: MapScene, theme: ChartTheme): object[] {
  const { units } = scene
  if (!units) return []
  const { lit, dim } = split(units.ids.keys(), scene.selected, (i) => units.district[i] ?? '')
  const series = (id: string, indexes: number[], opacity: number): object => ({
    id,
    type: 'scatter',
    coordinateSystem: 'geo',
    // A canvas of their own: lifting a district must not draw every unit again.
    zlevel: 1,
    silent: true,
    animation: false,
    large: true,
    largeThreshold: 500,
    symbolSize: 3 * theme.scale,
    itemStyle: { color: theme.unit, opacity },
    data: indexes.map((i) => [units.lng[i] ?? 0, units.lat[i] ?? 0]) satisfies Pairs,
  })
  return [series('units-lit', lit, 0.7), series('units-dim', dim, 0.18)]
}

/** Districts as quiet shapes, the selected one lifted; units as density far away and as points near by. */
export function mapOption(scene: MapScene, theme: ChartTheme): EChartsCoreOption {
  const px = (n: number): number => n * theme.scale
  return {
    animation: false,
    geo: {
      map: scene.mapName,
      nameProperty: 'adcode',
      roam: true,
      scaleLimit: ZOOM_RANGE,
      aspectScale: ASPECT,
      preserveAspect: 'contain',
      top: px(scene.margin.top),
      right: px(scene.margin.right),
      bottom: px(scene.margin.bottom),
      left: px(scene.margin.left),
      selectedMode: false,
      label: { show: false },
      itemStyle: { areaColor: theme.land, borderColor: theme.border, borderWidth: px(1.2) },
      emphasis: { label: { show: false }, itemStyle: { areaColor: theme.lift } },
      regions: scene.districts.map((name) => ({ name, ...regionState(name, scene.selected, theme) })),
      tooltip: { show: false },
    },
    series: scene.points ? pointSeries(scene, theme) : densitySeries(scene, theme),
  }
}

function regionState(name: string, selected: string | null, theme: ChartTheme): object {
  const px = (n: number): number => n * theme.scale
  if (selected === null) return {}
  if (name !== selected) return { itemStyle: { opacity: 0.5 } }
  return {
    itemStyle: {
      areaColor: theme.lift,
      borderColor: theme.accent,
      borderWidth: px(2),
      shadowBlur: px(28),
      shadowOffsetY: px(10),
      shadowColor: 'rgba(0, 0, 0, 0.65)',
    },
  }
}
