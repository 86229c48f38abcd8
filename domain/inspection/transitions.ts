import type { Inspection, InspectionState } from '../inspection.ts'
import { refuse, type Refusal } from '../order/transitions.ts'
import { within, type User } from '../user.ts'

export const INSPECTION_ACTIONS = ['accept', 'check-in', 'begin', 'finish', 'resume', 'sign', 'cancel', 'invite', 'assign', 'override'] as const
export type InspectionAction = (typeof INSPECTION_ACTIONS)[number]

/** What somebody is to an inspection. `office` may bring people in but takes no part unless brought in. */
export type InspectionParty = 'inspector' | 'commander' | 'watcher' | 'office' | 'unit' | 'outsider'

interface Transition {
  readonly from: readonly InspectionState[]
  /** Null leaves the inspection in its state. */
  readonly to: InspectionState | null
  readonly who: readonly InspectionParty[]
  readonly event: string
}

const RUNNING = ['opened', 'accepted', 'checked_in', 'under_way'] as const satisfies readonly InspectionState[]
const LEAD = ['commander', 'office'] as const satisfies readonly InspectionParty[]

/** The whole of it: what is not in here is refused. */
export const INSPECTION_TRANSITIONS: Readonly<Record<InspectionAction, Transition>> = {
  accept: { from: ['opened'], to: 'accepted', who: ['inspector'], event: 'accepted' },
  'check-in': { from: ['accepted'], to: 'checked_in', who: ['inspector'], event: 'checked-in' },
  begin: { from: ['checked_in'], to: 'under_way', who: ['inspector'], event: 'begun' },
  finish: { from: ['under_way'], to: 'finished', who: ['inspector'], event: 'finished' },
  resume: { from: ['finished'], to: 'under_way', who: ['inspector'], event: 'resumed' },
  sign: { from: ['finished'], to: 'signed', who: ['inspector'], event: 'signed' },
  cancel: { from: RUNNING, to: 'cancelled', who: LEAD, event: 'cancelled' },
  invite: { from: RUNNING, to: null, who: LEAD, event: 'invited' },
  assign: { from: [...RUNNING, 'finished'], to: null, who: LEAD, event: 'assigned' },
  override: { from: ['checked_in', 'under_way', 'finished'], to: null, who: LEAD, event: 'overridden' },
}

/** Who opens inspections. */
export const INSPECTION_OPENERS = ['admin', 'centre', 'duty'] as const

export function partyOf(inspection: Inspection, user: User): InspectionParty {
  const { username } = user
  if (inspection.inspectors.some((one) => one.username === username)) return 'inspector'
  if (inspection.commander.username === username) return 'commander'
  if (inspection.watchers.some((one) => one.username === username)) return 'watcher'
  if (!within(user.jurisdiction, inspection)) return 'outsider'
  if (user.role === 'enterprise') return 'unit'
  return user.role === 'admin' || user.role === 'centre' ? 'office' : 'outsider'
}

const MEMBERS = new Set<InspectionParty>(['inspector', 'commander', 'watcher'])

/** Members alone receive media, signalling and what is entered. */
export function isMember(inspection: Inspection, user: User): boolean {
  return MEMBERS.has(partyOf(inspection, user))
}

/** Whether this party may take this action in this state at all; null where nothing is in the way so far. */
export function permitInspection(inspection: Pick<Inspection, 'state'>, action: InspectionAction, party: InspectionParty): Refusal | null {
  const { who, from } = INSPECTION_TRANSITIONS[action]
  if (!who.includes(party)) return refuse('person', 'role', `Only ${who.join(' or ')} may ${action} this inspection`)
  if (!from.includes(inspection.state)) {
    return refuse('transition', 'illegal-transition', `An inspection that is ${inspection.state} can't take ${action}: it takes it when ${from.join(' or ')}`)
  }
  return null
}

/** What this party can do now, for a page's buttons. */
export function inspectionActionsFor(inspection: Pick<Inspection, 'state'>, party: InspectionParty): InspectionAction[] {
  return INSPECTION_ACTIONS.filter((action) => permitInspection(inspection, action, party) === null)
}
