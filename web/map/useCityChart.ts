import { useResizeObserver } from '@vueuse/core'
import { computed, onBeforeUnmount, onMounted, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue'
import type { UnitPoints } from '../../domain/stats.ts'
import type { DistrictMap } from '../api/shapes.ts'
import { init, registerMap, type EChartsType } from '../charts/echarts.ts'
import type { ChartTheme } from '../charts/theme.ts'
import { densityOf } from './density.ts'
import { linearProjection, type Projection } from './projection.ts'
import { ASPECT, mapOption, POINTS_FROM_ZOOM, ZOOM_RANGE } from './mapOption.ts'

/** Width of a honeycomb cell, degrees of latitude: about 2.4 km. */
const CELL = 0.0215

export interface CityChartInput {
  box: Readonly<ShallowRef<HTMLElement | null>>
  map: () => DistrictMap | null
  units: () => UnitPoints | null
  selected: () => string | null
  theme: Readonly<ShallowRef<ChartTheme>>
  /** The view moved or the shapes changed: whatever lies on the map must be placed again. */
  moved: () => void
  chosen: (adcode: string | null) => void
  /** A click at that place of the map; true where something of its own lies there, so that no district is chosen. */
  picked: (x: number, y: number) => boolean
}

export interface CityChart {
  /** Where places are on the screen as the view is now; null while there is no map. */
  projection(): Projection | null
  zoomBy(factor: number): void
  whole(): void
  readonly points: Readonly<ShallowRef<boolean>>
  readonly perDot: ComputedRef<number>
}

/** Design pixels. */
const NARROW = 640
const MARGIN = { top: 14, right: 14, bottom: 14, left: 14 }
/** The legend then lies below the shapes, and the figures above them. */
const NARROW_MARGIN = { top: 190, right: 16, bottom: 60, left: 16 }

const MAP_NAME = 'districts'

/** The ECharts map under the alerts: registers the shapes, follows the view, and answers where a place is on the screen. */
export function useCityChart(input: CityChartInput): CityChart {
  const points = shallowRef(false)
  const dots = computed(() => {
    const units = input.units()
    return units ? densityOf(units, CELL, ASPECT) : []
  })
  let chart: EChartsType | null = null
  let registered: DistrictMap | null = null

  function draw(): void {
    const map = input.map()
    if (!chart || !map) return
    if (registered !== map) {
      registerMap(MAP_NAME, map.geojson as Parameters<typeof registerMap>[1])
      registered = map
    }
    const scene = {
      mapName: MAP_NAME,
      districts: map.geojson.features.map((f) => f.properties.adcode),
      selected: input.selected(),
      dots: dots.value,
      units: input.units(),
      points: points.value,
      margin: (input.box.value?.clientWidth ?? 0) < NARROW * input.theme.value.scale ? NARROW_MARGIN : MARGIN,
    }
    chart.setOption(mapOption(scene, input.theme.value), { replaceMerge: ['series'] })
    input.moved()
  }

  function zoomOf(): number {
    const geo = (chart?.getOption() as { geo?: { zoom?: number }[] } | undefined)?.geo?.[0]
    return geo?.zoom ?? 1
  }

  function followView(): void {
    const near = zoomOf() >= POINTS_FROM_ZOOM
    if (near !== points.value) {
      points.value = near
      draw()
    }
    input.moved()
  }

  function zoomTo(zoom: number, center?: [number, number]): void {
    const bounded = Math.min(ZOOM_RANGE.max, Math.max(ZOOM_RANGE.min, zoom))
    chart?.setOption({ geo: { zoom: bounded, ...(center ? { center } : {}) } })
    followView()
  }

  onMounted(() => {
    if (!input.box.value) return
    chart = init(input.box.value)
    draw()
    chart.on('georoam', followView)
    chart.on('click', { componentType: 'geo' }, (event) => {
      const { name = null, event: spot } = event as { name?: string; event?: { offsetX: number; offsetY: number } }
      if (spot && input.picked(spot.offsetX, spot.offsetY)) return
      input.chosen(name === input.selected() ? null : name)
    })
    chart.getZr().on('click', (event) => {
      if (!event.target && !input.picked(event.offsetX, event.offsetY)) input.chosen(null)
    })
  })
  onBeforeUnmount(() => chart?.dispose())
  watch([input.map, input.units, input.selected, input.theme], draw)
  useResizeObserver(input.box, () => {
    chart?.resize()
    input.moved()
  })

  return {
    points,
    perDot: computed(() => (dots.value.length > 0 ? Math.round((input.units()?.ids.length ?? 0) / dots.value.length) : 0)),
    projection() {
      if (!registered || !chart) return null
      const corners = [[115, 37], [117, 39]] as const
      const [a, b] = corners.map((corner) => chart?.convertToPixel('geo', [...corner])) as [number[]?, number[]?]
      return linearProjection(corners, a, b)
    },
    zoomBy: (factor) => zoomTo(zoomOf() * factor),
    whole() {
      chart?.setOption({ geo: { zoom: 1, center: null } })
      followView()
    },
  }
}
