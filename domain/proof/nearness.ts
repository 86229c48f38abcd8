/** How near the unit's registered place a photo is taken, and how well the phone must know where it is; metres. */
export const WITHIN_M = 200
export const ACCURACY_M = 50

const EARTH_M = 6_371_000

type Point = readonly [number, number]

/** Metres along the great circle between two points, longitude and latitude in degrees. */
export function metresBetween([lngA, latA]: Point, [lngB, latB]: Point): number {
  const rad = Math.PI / 180
  const a = Math.sin(((latB - latA) * rad) / 2) ** 2 + Math.cos(latA * rad) * Math.cos(latB * rad) * Math.sin(((lngB - lngA) * rad) / 2) ** 2
  return 2 * EARTH_M * Math.asin(Math.sqrt(a))
}
