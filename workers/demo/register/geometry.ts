import { readFileSync } from 'node:fs'
import { z } from 'zod'

/** Longitude and latitude, WGS-84 degrees. */
export type Point = readonly [number, number]
/** Outer ring first, then holes; each closed. */
export type Polygon = readonly (readonly Point[])[]

const ring = z.array(z.tuple([z.number(), z.number()]))
const collection = z.object({
  features: z.array(z.object({
    properties: z.object({ adcode: z.string() }),
    geometry: z.discriminatedUnion('type', [
      z.object({ type: z.literal('Polygon'), coordinates: z.array(ring) }),
      z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(ring)) }),
    ]),
  })),
})

/** The shapes of the districts by code, as the wall's map draws them. */
export function readShapes(file: string | URL): Map<string, Polygon[]> {
  const { features } = collection.parse(JSON.parse(readFileSync(file, 'utf8')))
  return new Map(features.map(({ properties, geometry }) => [
    properties.adcode,
    geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates,
  ]))
}

export function isInside(polygons: readonly Polygon[], point: Point): boolean {
  return polygons.some((rings) => rings.reduce((inside, one) => inside !== crossesOddly(one, point), false))
}

/** West, south, east and north bounds. */
export function boundsOf(polygons: readonly Polygon[]): readonly [number, number, number, number] {
  const points = polygons.flatMap((rings) => rings[0] ?? [])
  const lngs = points.map(([lng]) => lng)
  const lats = points.map(([, lat]) => lat)
  return [Math.min(...lngs), Math.min(...lats), Math.max(...lngs), Math.max(...lats)]
}

/** Whether a line from the point eastwards crosses the ring an odd number of times. */
function crossesOddly(closed: readonly Point[], [lng, lat]: Point): boolean {
  let odd = false
  for (let i = 0, j = closed.length - 1; i < closed.length; j = i++) {
    const [ax = 0, ay = 0] = closed[i] ?? []
    const [bx = 0, by = 0] = closed[j] ?? []
    if (ay > lat !== by > lat && lng < ((bx - ax) * (lat - ay)) / (by - ay) + ax) odd = !odd
  }
  return odd
}
