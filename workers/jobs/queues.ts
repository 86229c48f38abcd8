/** The queues of follow-up work. Readings never go through them. */
export const QUEUES = ['orders', 'returns'] as const
export type QueueName = (typeof QUEUES)[number]

/** One hash tag for all: a queue's keys must share a slot on a cluster. */
export const QUEUE_PREFIX = '{mj}:queue'

export interface AlertJob {
  readonly alertId: string
  /** When somebody took the alert over, for its return; ISO 8601. */
  readonly takenAt?: string
}
