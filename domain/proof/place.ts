import type { Capture, Circumstances, PictureFacts } from './capture.ts'
import { failed, passed, type Check } from './check.ts'
import { convertPoint } from './coordinates.ts'

const WITHIN_M = 200
const ACCURACY_M = 50
const EARTH_M = 6_371_000

type Point = readonly [number, number]

/** What is needed to tell where something happened; a check-in has no picture of its own. */
export interface PlaceExhibit {
  readonly capture: Pick<Capture, 'point' | 'accuracy' | 'coordinates'>
  readonly picture: Pick<PictureFacts, 'point'>
  readonly circumstances: Pick<Circumstances, 'unitPoint'>
}

/** The phone was at the unit's registered place, knew it well enough, and the file does not tell of another. */
export function checkPlace({ capture, picture, circumstances }: PlaceExhibit): Check {
  const metres = Math.round(distance(convertPoint(capture.point, capture.coordinates, 'wgs84'), circumstances.unitPoint))
  if (capture.accuracy > ACCURACY_M) return failed('place', 'too-vague', { accuracy: Math.round(capture.accuracy) })
  if (metres > WITHIN_M) return failed('place', 'too-far', { metres })
  const apart = picture.point === null ? 0 : Math.round(distance(picture.point, circumstances.unitPoint))
  return apart > WITHIN_M ? failed('place', 'exif-elsewhere', { metres: apart }) : passed('place', 'at-the-unit', { metres })
}

/** Metres along the great circle. */
export function distance([lngA, latA]: Point, [lngB, latB]: Point): number {
  const rad = Math.PI / 180
  const a = Math.sin(((latB - latA) * rad) / 2) ** 2 + Math.cos(latA * rad) * Math.cos(latB * rad) * Math.sin(((lngB - lngA) * rad) / 2) ** 2
  return 2 * EARTH_M * Math.asin(Math.sqrt(a))
}
