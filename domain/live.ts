import type { Alert } from './alert.ts'
import type { Order } from './order.ts'
import type { Stats } from './stats.ts'

/** Topics whose events are kept and numbered: who resumes misses none. */
export const DURABLE_TOPICS = ['alerts', 'orders', 'inspections'] as const
export type DurableTopic = (typeof DURABLE_TOPICS)[number]

/** What a client sends as `subscribe`. `readings:{deviceId}` and `screen:{id}` take an id. */
export interface Subscription {
  topics: string[]
  /** The last cursor the client saw; absent on a first visit. */
  since?: string
}

export interface SubscriptionAnswer {
  cursor: string
  /** The client was away too long: take a snapshot, then go on from `cursor`. */
  reset?: true
  error?: string
}

/** What the server emits as `event`. Durable topics carry a cursor (a decimal number as text), latest-value ones null. */
export interface LiveEvent<T = unknown> {
  cursor: string | null
  topic: string
  /** `alert.opened`, `alert.updated`, `order.drafted`, `stats`, `reading`, `reset` … */
  type: string
  at: string
  data: T
}

export type AlertEvent = LiveEvent<Alert>
export type OrderEvent = LiveEvent<Order>
export type StatsEvent = LiveEvent<Stats>
