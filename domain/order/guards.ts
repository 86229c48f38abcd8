import type { Order } from '../order.ts'
import type { Dossier } from './dossier.ts'
import { refuse, type OrderActor, type Refusal } from './transitions.ts'

/** An AI finding alone is no case: a person has looked at each, and found at least one true. */
export function guardFindings({ findings, sensors }: Dossier): Refusal | null {
  const pending = findings.filter((finding) => finding.review === 'pending').map((finding) => finding.alertId)
  if (pending.length > 0) return refuse('guard', 'review-pending', `What the camera saw is confirmed or dismissed by a person first: ${pending.join(', ')}`)
  const nothingLeft = findings.length > 0 && sensors.length === 0 && findings.every((finding) => finding.review === 'dismissed')
  return nothingLeft ? refuse('guard', 'finding-dismissed', 'All that the cameras saw was dismissed: reject the order') : null
}

/** A case needs two officers (执法人员), each with the number of a certificate. */
export const OFFICERS_NEEDED = 2

/** The notice says what is to be put right, and which two officers say so: a title alone tells nobody what to do. */
export function guardNotice({ items, officers }: Pick<Order, 'items' | 'officers'>): Refusal | null {
  if (items.length === 0) return refuse('input', 'items-missing', 'items: say what is to be put right')
  return officers.length >= OFFICERS_NEEDED ? null : refuse('input', 'officers-missing', `officers: name ${OFFICERS_NEEDED} officers with the numbers of their certificates`)
}

/** Every item is shown by a photo that holds, taken since the unit was last told to act; or an officer answers for it. */
export function guardProof(dossier: Dossier, actor: OrderActor, override: boolean): Refusal | null {
  if (actor.party !== 'enterprise') {
    return override ? null : refuse('input', 'override-needed', 'override: an officer submits for a unit only by name, with a reason')
  }
  if (override) return refuse('person', 'override-officer', 'Only an officer overrides the checks of the photos')
  const missing = itemsWithoutProof(dossier)
  return missing.length === 0 ? null
    : refuse('guard', 'photos-missing', `Without a photo that passes all checks: ${missing.join(', ')}; take one, or an officer overrides with a reason`)
}

/** Ids of the items that no photo of this round proves. */
export function itemsWithoutProof({ order, photos }: Pick<Dossier, 'order' | 'photos'>): string[] {
  const since = roundStart(order)
  const proven = new Set(photos.filter((photo) => photo.holds && photo.at >= since).map((photo) => photo.item))
  return order.items.map((item) => item.id).filter((id) => !proven.has(id))
}

const ROUND_STARTS = new Set(['issued', 'returned', 'reopened'])

/** When the unit was last told to act: photos from before that prove nothing new. Epoch milliseconds. */
export function roundStart({ timeline }: Pick<Order, 'timeline'>): number {
  const last = timeline.findLast((entry) => ROUND_STARTS.has(entry.event))
  return last ? Date.parse(last.at) : 0
}

/** The readings of every sensor's alert have been back in range for the set time. */
export function guardSensors({ sensors }: Dossier, backInRangeMs: number, now: number): Refusal | null {
  const out = sensors.filter(({ backSince }) => backSince === null || now - backSince < backInRangeMs).map(({ alertId }) => alertId)
  const minutes = Math.round(backInRangeMs / 60_000)
  return out.length === 0 ? null
    : refuse('guard', 'out-of-range', `Readings have not been back in range for ${minutes} min: ${out.join(', ')}`)
}
