import type { Capture, Circumstances, PictureFacts } from './capture.ts'
import { failed, passed, type Check } from './check.ts'
import { convertPoint } from './coordinates.ts'
import { ACCURACY_M, metresBetween, WITHIN_M } from './nearness.ts'

/** What is needed to tell where something happened; a check-in has no picture of its own. */
export interface PlaceExhibit {
  readonly capture: Pick<Capture, 'point' | 'accuracy' | 'coordinates'>
  readonly picture: Pick<PictureFacts, 'point'>
  readonly circumstances: Pick<Circumstances, 'unitPoint'>
}

/** The phone was at the unit's registered place, knew it well enough, and the file does not tell of another. */
export function checkPlace({ capture, picture, circumstances }: PlaceExhibit): Check {
  const metres = Math.round(metresBetween(convertPoint(capture.point, capture.coordinates, 'wgs84'), circumstances.unitPoint))
  if (capture.accuracy > ACCURACY_M) return failed('place', 'too-vague', { accuracy: Math.round(capture.accuracy) })
  if (metres > WITHIN_M) return failed('place', 'too-far', { metres })
  const apart = picture.point === null ? 0 : Math.round(metresBetween(picture.point, circumstances.unitPoint))
  return apart > WITHIN_M ? failed('place', 'exif-elsewhere', { metres: apart }) : passed('place', 'at-the-unit', { metres })
}
