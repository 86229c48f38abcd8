import type { Exhibit } from './capture.ts'
import { failed, passed, type Check } from './check.ts'

/** The number belongs to a registered person of the unit, is the one the upload was opened for, and has its one-time code. */
export function checkPhone({ capture, circumstances }: Exhibit): Check {
  if (!isBound(capture.phone, circumstances.phones)) return failed('phone', 'not-bound')
  if (digits(capture.phone) !== digits(circumstances.phone)) return failed('phone', 'other-phone')
  return capture.code === circumstances.code ? passed('phone', 'bound') : failed('phone', 'wrong-code')
}

/** A portrait is kept for the officer to compare; no machine does. Without a face, a second registered person stands for it. */
export function checkFace({ capture, circumstances }: Exhibit): Check {
  if (circumstances.hasPortrait) return passed('face', 'portrait-kept')
  const { witness } = capture
  if (!witness || !circumstances.witness) return failed('face', 'no-face-no-witness')
  if (digits(witness.phone) === digits(capture.phone)) return failed('face', 'witness-is-the-same')
  const known = isBound(witness.phone, circumstances.phones) && digits(witness.phone) === digits(circumstances.witness.phone)
  if (!known) return failed('face', 'witness-not-bound')
  return witness.code === circumstances.witness.code ? passed('face', 'second-witness') : failed('face', 'wrong-witness-code')
}

function isBound(phone: string, phones: readonly string[]): boolean {
  return phones.some((each) => digits(each) === digits(phone))
}

/** Numbers are compared without spaces, dashes and China's own country code. */
function digits(phone: string): string {
  return phone.replace(/\D/g, '').replace(/^(0086|86)(?=1\d{10}$)/, '')
}
