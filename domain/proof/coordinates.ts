import gcoord from 'gcoord'
import type { Coordinates } from './capture.ts'

// The package's types tell of an ES module; Node loads its CommonJS form, which is the namespace itself.
const grids = gcoord as unknown as typeof gcoord.default
const CRS = { wgs84: grids.WGS84, gcj02: grids.GCJ02, bd09: grids.BD09 } as const

/** A point, longitude and latitude in degrees, from one grid to another. */
export function convertPoint([lng, lat]: readonly [number, number], from: Coordinates, to: Coordinates): [number, number] {
  return from === to ? [lng, lat] : grids.transform<[number, number]>([lng, lat], CRS[from], CRS[to])
}
