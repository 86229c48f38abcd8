import type { Evidence, TimelineEntry } from './alert.ts'
import type { Check } from './proof/check.ts'
import type { Basis } from './rule.ts'
import type { Severity } from './severity.ts'

/** The states of a rectification order (整改闭环), in the order a good one passes them. */
export const ORDER_STATES = [
  'found', 'triaged', 'rejected', 'withdrawn', 'assigned', 'accepted', 'in_progress', 'submitted', 'returned', 'verified', 'closed',
] as const
export type OrderState = (typeof ORDER_STATES)[number]

/** Where an order comes from. `id` is the inspection's or complaint's own number, where it has one. */
export const ORDER_SOURCES = ['alert', 'inspection', 'complaint', 'sampling', 'manual'] as const
export type OrderSource = (typeof ORDER_SOURCES)[number]

/** How an order reached the unit (送达方式); `accepted` means that the unit took it itself. */
export const SERVICE_METHODS = ['accepted', 'in-person', 'left', 'mailed', 'published'] as const
export type ServiceMethod = (typeof SERVICE_METHODS)[number]

/** One thing the unit has to put right, proven by photos of its own. */
export interface OrderItem {
  id: string
  text: string
}

/** One of the officers whom the notice names (执法人员), with the number of the certificate that entitles to it. */
export interface NamedOfficer {
  name: string
  certificate: string
}

/** A photo of the proof. Its pictures are at `/orders/{order}/photos/{id}/original`, `/preview` and `/portrait`. */
export interface OrderPhoto {
  id: string
  item: string
  /** `user:<username>`. */
  by: string
  at: string
  /** Of the bytes as they arrived. */
  sha256: string
  width: number
  height: number
  /** Where the phone said it was, and how well it knew, metres. */
  point: [number, number]
  accuracy: number
  /** The challenge word the person gave: the officer sees whether the photo shows it. */
  word: string
  /** What the person said it shows. */
  caption: string | null
  portrait: boolean
  checks: Check[]
  /** Whether it proves its item. */
  holds: boolean
}

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
  source: OrderSource
  sourceId: string | null
  /** What was found, and what is to be put right. */
  fact: string | null
  items: OrderItem[]
  /** The office that issued it, and who signed. */
  office: string | null
  signer: string | null
  issuedAt: string | null
  /** The two officers of the case; empty until it is issued, and where that was before they had to be named. */
  officers: NamedOfficer[]
  /** The time of receipt is the time of service. */
  servedAt: string | null
  service: ServiceMethod | null
  /** Who signed for it (收件人). */
  receiver: string | null
  submittedAt: string | null
  /** As the notice was served; a reopening sets `deadline` anew and leaves this. */
  noticeDeadline: string | null
  deadline: string | null
  extendedTo: string | null
  overdue: boolean
  escalationLevel: number
  /** User name of who watches over an escalated order (督办人). */
  watcher: string | null
  caseId: string | null
  basis: Basis | null
  evidence: Evidence[]
  /** Of the proof, refused ones too; empty in lists and live events. */
  photos: OrderPhoto[]
  timeline: TimelineEntry[]
  createdAt: string
  version: number
}
