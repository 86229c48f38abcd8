import type { Exhibit, Portrait } from './capture.ts'
import { isRegistered, phoneDigits } from './boundPhone.ts'
import { failed, passed, type Check } from './check.ts'
import { margin } from './look.ts'
import { isBlank, isTooSmall } from './visible.ts'

/**
 * The number belongs to a registered person of the unit, is the one the upload was opened for, and has its one-time code;
 * and what sends the photo is the browser that proved to be on that phone.
 */
export function checkPhone({ capture, circumstances }: Exhibit): Check {
  if (!isRegistered(capture.phone, circumstances.phones)) return failed('phone', 'not-bound')
  if (phoneDigits(capture.phone) !== phoneDigits(circumstances.phone)) return failed('phone', 'other-phone')
  if (capture.code !== circumstances.code) return failed('phone', 'wrong-code')
  if (circumstances.boundPhone === null) return failed('phone', 'browser-not-bound')
  return circumstances.boundPhone === phoneDigits(capture.phone) ? passed('phone', 'bound') : failed('phone', 'bound-to-other')
}

/** A portrait is kept for the officer to compare; no machine does. Without a face, a second registered person stands for it. */
export function checkFace({ capture, circumstances }: Exhibit): Check {
  if (circumstances.portrait) return checkPortrait(circumstances.portrait)
  const { witness } = capture
  if (!witness || !circumstances.witness) return failed('face', 'no-face-no-witness')
  if (phoneDigits(witness.phone) === phoneDigits(capture.phone)) return failed('face', 'witness-is-the-same')
  const known = isRegistered(witness.phone, circumstances.phones) && phoneDigits(witness.phone) === phoneDigits(circumstances.witness.phone)
  if (!known) return failed('face', 'witness-not-bound')
  return witness.code === circumstances.witness.code ? passed('face', 'second-witness') : failed('face', 'wrong-witness-code')
}

/** Whom it shows only the officer can tell; that it is a picture of its own, taken now, can be told here. */
function checkPortrait(portrait: Portrait): Check {
  if (isTooSmall(portrait)) return failed('face', 'portrait-too-small', { width: portrait.width, height: portrait.height })
  if (isBlank(portrait)) return failed('face', 'portrait-blank')
  if (margin(portrait.scene) < 0) return failed('face', 'portrait-is-the-scene')
  return portrait.usedBy === null ? passed('face', 'portrait-kept') : failed('face', 'portrait-used', { photo: portrait.usedBy })
}
