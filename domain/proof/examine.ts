import type { Exhibit } from './capture.ts'
import type { Check, CheckName } from './check.ts'
import { checkFace, checkPhone } from './person.ts'
import { checkPlace } from './place.ts'
import { checkSubject } from './subject.ts'
import { checkTamper } from './tamper.ts'
import { checkTime } from './time.ts'

/** All that is asked of a photo, each answered by itself. */
export function examine(exhibit: Exhibit): Check[] {
  return [checkTime, checkPlace, checkPhone, checkSubject, checkFace, checkTamper].map((check) => check(exhibit))
}

/** The checks after an officer answers for one that failed; null where that one has not failed. */
export function override(checks: readonly Check[], name: CheckName, by: string, reason: string, now: number): Check[] | null {
  if (!checks.some((check) => check.name === name && check.status === 'fail')) return null
  return checks.map((check) => (check.name === name ? { ...check, status: 'overridden', override: { by, at: new Date(now).toISOString(), reason } } : check))
}
