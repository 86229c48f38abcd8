import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { UnitPoints } from '../../domain/stats.ts'
import type { DistrictMap } from '../api/shapes.ts'
import { aTheme } from '../charts/aTheme.ts'
import { densityOf, dotSize } from './density.ts'
import { placeLabels } from './labels.ts'
import { mapOption, type MapScene } from './mapOption.ts'
import { linearProjection } from './projection.ts'
import { labelPoint } from './shapes.ts'

const geojson = JSON.parse(readFileSync(new URL('../../config/map/districts.geojson', import.meta.url), 'utf8')) as DistrictMap['geojson']

function unitsAt(places: [number, number, string][]): UnitPoints {
  return {
    ids: places.map((_, i) => `u-${i}`), names: places.map((_, i) => `unit ${i}`), lng: places.map((p) => p[0]), lat: places.map((p) => p[1]),
    kind: places.map(() => 0), district: places.map((p) => p[2]), instrumented: places.map(() => 0),
  }
}

describe('the shipped districts', () => {
  it('are the thirteen of Hengshui, in a few hundred points', () => {
    expect(geojson.features.map((f) => f.properties.adcode).toSorted()).toEqual([
      '131102', '131103', '131121', '131122', '131123', '131124', '131125', '131126', '131127', '131128', '131171', '131172', '131182',
    ])
    expect(geojson.features.flatMap((f) => f.geometry.coordinates.flat(2)).length).toBeLessThan(2000)
  })

  it('each carry their name within themselves', () => {
    for (const feature of geojson.features) {
      const [x, y] = labelPoint(feature)
      const ring = feature.geometry.coordinates[0] as [number, number][]
      let inside = false
      ring.forEach(([ax, ay], i) => {
        const [bx, by] = ring[(i + 1) % ring.length] ?? [ax, ay]
        if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside
      })
      expect(inside, feature.properties.name).toBe(true)
    }
  })
})

describe('density', () => {
  it('counts every unit once', () => {
    const places = Array.from({ length: 500 }, (_, i): [number, number, string] => [115 + (i % 25) / 50, 37 + Math.floor(i / 25) / 40, '131102'])
    const dots = densityOf(unitsAt(places), 0.05, 0.8)
    expect(dots.reduce((sum, dot) => sum + dot.count, 0)).toBe(500)
    expect(dots.length).toBeLessThan(250)
  })

  it('puts a dot near its units and gives it to the district of most of them', () => {
    const [dot] = densityOf(unitsAt([[115.5, 37.5, 'b'], [115.501, 37.5, 'a'], [115.5, 37.501, 'a']]), 0.1, 0.8)
    expect(dot).toMatchObject({ count: 3, district: 'a' })
    expect(Math.hypot(((dot?.lng ?? 0) - 115.5) * 0.8, (dot?.lat ?? 0) - 37.5)).toBeLessThan(0.06)
  })

  it('draws more units as a larger dot', () => {
    expect(dotSize(100, 100)).toBeGreaterThan(dotSize(10, 100))
    expect(dotSize(1, 10_000)).toBeGreaterThan(1)
  })
})

describe('the map option', () => {
  const scene: MapScene = {
    mapName: 'm', districts: ['a', 'b'], selected: null, units: unitsAt([[115, 37, 'a'], [116, 38, 'b'], [116, 38, 'b']]),
    dots: [{ lng: 115, lat: 37, count: 1, district: 'a' }, { lng: 116, lat: 38, count: 2, district: 'b' }], points: false, margin: { top: 0, right: 0, bottom: 0, left: 0 },
  }
  const series = (s: MapScene) => mapOption(s, aTheme)['series'] as { id: string; data: unknown[]; large?: boolean; itemStyle: { opacity: number } }[]
  const regions = (s: MapScene) => (mapOption(s, aTheme)['geo'] as { regions: { name: string; itemStyle?: { areaColor?: string; opacity?: number } }[] }).regions

  it('shows density far away and every unit near by', () => {
    expect(series(scene).map((s) => s.data.length)).toEqual([2, 0])
    const near = series({ ...scene, points: true })
    expect(near.map((s) => s.data.length)).toEqual([3, 0])
    expect(near[0]?.large).toBe(true)
  })

  it('lifts the selected district and dims the rest, units included', () => {
    const chosen = { ...scene, selected: 'b' }
    expect(regions(chosen).find((r) => r.name === 'b')?.itemStyle?.areaColor).toBe('lift')
    expect(regions(chosen).find((r) => r.name === 'a')?.itemStyle?.opacity).toBeLessThan(1)
    expect(series(chosen).map((s) => s.data.length)).toEqual([1, 1])
    expect(series({ ...chosen, points: true }).map((s) => s.data.length)).toEqual([2, 1])
    expect(series(chosen)[1]?.itemStyle.opacity).toBeLessThan(series(chosen)[0]?.itemStyle.opacity ?? 0)
  })

  it('leaves all districts as they are while none is selected', () => {
    expect(regions(scene).every((r) => r.itemStyle === undefined)).toBe(true)
  })
})

describe('placing labels', () => {
  const frame = { x: 0, y: 0, width: 400, height: 200 }
  const wish = (id: string, x: number, y: number) => ({ id, x, y, width: 100, height: 20 })

  it('goes right, or left where the frame ends', () => {
    expect(placeLabels([wish('a', 50, 50), wish('b', 390, 150)], [], frame, 10, 5).map((l) => [l.id, l.side, l.x])).toEqual([['a', 'right', 60], ['b', 'left', 280]])
  })

  it('drops a label that would cover another or a name, the first come keeping its place', () => {
    const labels = placeLabels([wish('first', 150, 50), wish('second', 155, 55), wish('third', 158, 52)], [{ x: 0, y: 150, width: 400, height: 50 }], frame, 10, 5)
    expect(labels.map((l) => l.id)).toEqual(['first', 'second'])
    expect(placeLabels([wish('a', 50, 170)], [{ x: 0, y: 150, width: 400, height: 50 }], frame, 10, 5)).toEqual([])
  })

  it('never places more than asked', () => {
    expect(placeLabels([10, 60, 110, 160].map((y) => wish(String(y), 100, y)), [], frame, 10, 2)).toHaveLength(2)
  })
})

it('a place between two known corners is found by proportion', () => {
  const project = linearProjection([[115, 37], [117, 39]], [0, 400], [200, 0])
  expect(project?.([116, 38])).toEqual([100, 200])
  expect(linearProjection([[115, 37], [117, 39]], undefined, [1, 1])).toBeNull()
  expect(linearProjection([[115, 37], [117, 39]], [Number.NaN, 0], [1, 1])).toBeNull()
})
