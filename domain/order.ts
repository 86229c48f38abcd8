import type { Evidence, TimelineEntry } from './alert.ts'
import type { Basis } from './rule.ts'
import type { Severity } from './severity.ts'

/** The states of a rectification order (整改闭环), in the order a good one passes them. */
export const ORDER_STATES = [
  'found', 'triaged', 'rejected', 'withdrawn', 'assigned', 'accepted', 'in_progress', 'submitted', 'returned', 'verified', 'closed',
] as const
export type OrderState = (typeof ORDER_STATES)[number]

/** A rectification order (整改单) as the API gives it. Times are ISO 8601 UTC. */
export interface Order {
  id: string
  /** Given when it is issued. */
  number: string | null
  alertIds: string[]
  unitId: string | null
  unitName: string | null
  district: string | null
  title: string
  severity: Severity
  state: OrderState
  deadline: string | null
  extendedTo: string | null
  overdue: boolean
  escalationLevel: number
  caseId: string | null
  basis: Basis | null
  evidence: Evidence[]
  timeline: TimelineEntry[]
  createdAt: string
  version: number
}
