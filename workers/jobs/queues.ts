/** What each queue of follow-up work carries. Readings never go through them. */
export interface QueueJobs {
  /** An alert that calls for an order; or alerts just opened, of which one may be the trouble of a closed order come back. */
  orders: { readonly alertId: string } | { readonly opened: readonly string[] }
  /** `takenAt`: when somebody took the alert over; ISO 8601. */
  returns: { readonly alertId: string; readonly takenAt: string }
  notices: { readonly notificationId: string }
  /** A look at how far the alert has gone up the line. */
  escalations: { readonly alertId: string }
}
export type QueueName = keyof QueueJobs
export type QueueJob = QueueJobs[QueueName]

export const QUEUES = ['orders', 'returns', 'notices', 'escalations'] as const satisfies readonly QueueName[]

/** One hash tag for all: a queue's keys must share a slot on a cluster. */
export const QUEUE_PREFIX = '{mj}:queue'
