import type { AlertState } from '../alert.ts'
import type { OrderState } from '../order.ts'
import type { Severity } from '../severity.ts'
import type { Jurisdiction } from '../user.ts'

/** `draft`: being written. `offered`: the outgoing officer has signed, and what stood open is fixed. `accepted`: the incoming one has signed too. */
export const HANDOVER_STATES = ['draft', 'offered', 'accepted'] as const
export type HandoverState = (typeof HANDOVER_STATES)[number]

export const HANDOVER_ACTIONS = ['write', 'sign-out', 'take-back', 'sign-in'] as const
export type HandoverAction = (typeof HANDOVER_ACTIONS)[number]

/** Who may: the person who hands over, or anybody else of the desk. */
type Party = 'outgoing' | 'incoming'

export const HANDOVER_MOVES: Readonly<Record<HandoverAction, { readonly from: HandoverState; readonly to: HandoverState; readonly who: Party }>> = {
  write: { from: 'draft', to: 'draft', who: 'outgoing' },
  'sign-out': { from: 'draft', to: 'offered', who: 'outgoing' },
  'take-back': { from: 'offered', to: 'draft', who: 'outgoing' },
  'sign-in': { from: 'offered', to: 'accepted', who: 'incoming' },
}

export interface HandoverAlert {
  readonly id: string
  readonly severity: Severity
  readonly state: AlertState
  readonly unitName: string | null
  readonly district: string | null
  readonly place: string | null
  readonly ruleName: string
  readonly openedAt: string
}

export interface HandoverOrder {
  readonly id: string
  readonly number: string | null
  readonly title: string
  readonly unitName: string | null
  readonly severity: Severity
  readonly state: OrderState
  readonly due: string | null
  readonly overdue: boolean
}

/** What stands open. Lists hold the newest 500; `more` tells that there are others. */
export interface HandoverContent {
  /** As of when; ISO 8601 UTC. */
  readonly at: string
  readonly alerts: readonly HandoverAlert[]
  readonly faults: readonly HandoverAlert[]
  readonly orders: readonly HandoverOrder[]
  readonly more: boolean
}

export interface Handover {
  readonly id: string
  readonly jurisdiction: Jurisdiction
  readonly state: HandoverState
  /** What the shift is called, as the outgoing officer writes it. */
  readonly shift: string
  readonly notes: string
  /** Fixed when the outgoing officer signs; until then as things stand. */
  readonly content: HandoverContent | null
  /** User names. */
  readonly author: string
  readonly createdAt: string
  readonly signedOutBy: string | null
  readonly signedOutAt: string | null
  readonly signedInBy: string | null
  readonly signedInAt: string | null
  readonly version: number
}

export type HandoverRefusal = 'wrong-state' | 'not-yours' | 'same-person'

/** Whether this person may do this now; null where they may. Nobody takes over from themselves. */
export function refuseHandover(handover: Pick<Handover, 'state' | 'author'>, action: HandoverAction, username: string): HandoverRefusal | null {
  const { from, who } = HANDOVER_MOVES[action]
  if (handover.state !== from) return 'wrong-state'
  if (who === 'outgoing') return handover.author === username ? null : 'not-yours'
  return handover.author === username ? 'same-person' : null
}
