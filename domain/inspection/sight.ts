import type { Inspection } from '../inspection.ts'
import { within, type User } from '../user.ts'
import { isMember } from './transitions.ts'

/** How much of an inspection somebody sees: nothing, who and how far, or all that was said and seen. */
export type Sight = 'none' | 'outline' | 'content'

/**
 * Whether the unit may know of it: an unannounced one only from a check-in that holds, by itself or on the commander's
 * word, for one made elsewhere is none; and once signed, when somebody of the unit was asked to sign.
 */
export function isSeenByInspectedUnit(inspection: Pick<Inspection, 'unannounced' | 'state' | 'checkIn'>): boolean {
  return !inspection.unannounced || inspection.checkIn?.holds === true || inspection.state === 'signed'
}

/**
 * Members see everything. Officers of the jurisdiction see the outline, and the content once it is signed, when it is
 * part of the unit's archive. The unit sees the outline from when it may know, and the content once it is signed.
 */
export function sightOf(inspection: Inspection, user: User): Sight {
  if (isMember(inspection, user)) return 'content'
  if (!within(user.jurisdiction, inspection)) return 'none'
  if (user.role === 'enterprise' && !isSeenByInspectedUnit(inspection)) return 'none'
  return inspection.state === 'signed' ? 'content' : 'outline'
}
