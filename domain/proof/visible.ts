import type { PictureFacts } from './capture.ts'

/** Pixels of the shorter side. Any phone's camera gives more; on less nothing can be told. */
const LEAST_SIDE = 480
/** Of 255. A covered lens and a plain colour stay below it. */
const LEAST_CONTRAST = 2

export function isTooSmall({ width, height }: Pick<PictureFacts, 'width' | 'height'>): boolean {
  return Math.min(width, height) < LEAST_SIDE
}

/** Whether it shows nothing at all. */
export function isBlank({ contrast }: Pick<PictureFacts, 'contrast'>): boolean {
  return contrast < LEAST_CONTRAST
}
