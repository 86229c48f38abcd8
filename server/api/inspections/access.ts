import type { InspectionDossier } from '../../../domain/inspection.ts'
import { sightOf, type Sight } from '../../../domain/inspection/sight.ts'
import { inspectionActionsFor, isMember, partyOf } from '../../../domain/inspection/transitions.ts'
import type { User } from '../../../domain/user.ts'
import { findInspection, outlineOf } from '../../../stores/postgres/inspections.ts'
import type { Queryable } from '../../../stores/postgres/pool.ts'
import { Problem } from '../problem.ts'

/** The inspection, for one who may see at least so much of it; to who may see nothing it does not exist. */
export async function inspectionFor(db: Queryable, id: string, user: User, need: Exclude<Sight, 'none'>, lock = false): Promise<InspectionDossier> {
  const inspection = await findInspection(db, id, lock)
  const sight = inspection ? sightOf(inspection, user) : 'none'
  if (!inspection || sight === 'none') throw new Problem('not-found')
  if (need === 'content' && sight !== 'content') throw new Problem('forbidden', 'Only those who take part in the inspection see this before it is signed')
  return inspection
}

/** The same, locked, for a member, who alone enters anything. */
export async function inspectionOfMember(db: Queryable, id: string, user: User): Promise<InspectionDossier> {
  const inspection = await inspectionFor(db, id, user, 'outline', true)
  if (!isMember(inspection, user)) throw new Problem('forbidden', 'Only those who take part in the inspection enter anything')
  return inspection
}

/** One that is called off takes what was done before, without a line, and nothing else; `at` is epoch milliseconds. */
export function refuseOnceCancelled({ state, steps }: InspectionDossier, at: number): void {
  const over = state === 'cancelled' ? steps.findLast((step) => step.event === 'cancelled') : undefined
  if (over && at > Date.parse(over.at)) throw new Problem('conflict', 'The inspection is cancelled and takes nothing more', { errors: [{ path: '', type: 'cancelled', detail: 'The inspection is cancelled' }] })
}

/** As much as the user may see, with what it can do. */
export function viewOfInspection(inspection: InspectionDossier, user: User): object {
  const party = partyOf(inspection, user)
  const sight = sightOf(inspection, user)
  return { ...(sight === 'content' ? inspection : outlineOf(inspection)), party, sight, actions: inspectionActionsFor(inspection, party) }
}
