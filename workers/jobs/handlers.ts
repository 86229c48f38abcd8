import { Worker } from 'bullmq'
import type { Logger } from 'pino'
import { appendLiveEvents } from '../../stores/postgres/liveEvents.ts'
import { lookAtEscalation, type ShippedDuty } from '../../stores/postgres/escalations.ts'
import { returnAlert } from '../../stores/postgres/alertReturn.ts'
import type { OrderRules } from '../../stores/postgres/orderActions.ts'
import { draftOrder } from '../../stores/postgres/orderDrafts.ts'
import { reopenRelapsed, suspectedRelapses } from '../../stores/postgres/orderRelapse.ts'
import { transaction, type Pool } from '../../stores/postgres/pool.ts'
import { duplicateRedis, type RedisClient } from '../../stores/redis/connect.ts'
import type { Courier } from '../notices/courier.ts'
import { QUEUE_PREFIX, QUEUES, type QueueJob, type QueueJobs, type QueueName } from './queues.ts'

/** What does the work of each queue; every piece of it may come twice. */
export type Handlers = { readonly [Q in QueueName]: (job: QueueJobs[Q]) => Promise<void> }

export interface HandlerParts {
  readonly db: Pool
  readonly courier: Pick<Courier, 'deliver'>
  readonly duty: ShippedDuty
  readonly orders: OrderRules
  readonly clock: () => number
}

/** One effect each. */
export function handlersOf({ db, courier, duty, orders, clock }: HandlerParts): Handlers {
  return {
    orders: async (job) => {
      const isDraft = 'alertId' in job
      // One transaction each, so that no order waits for another alert's.
      for (const alertId of isDraft ? [job.alertId] : await suspectedRelapses(db, job.opened)) {
        await transaction(db, async (client) => {
          const reopened = await reopenRelapsed(client, alertId, orders, clock())
          // What opened an order again needs no new one.
          await appendLiveEvents(client, reopened.length > 0 || !isDraft ? reopened : await draftOrder(client, alertId, clock()))
        })
      }
    },
    returns: ({ alertId, takenAt }) => transaction(db, async (client) => {
      await appendLiveEvents(client, await returnAlert(client, alertId, takenAt, clock()))
    }),
    notices: ({ notificationId }) => courier.deliver(notificationId),
    escalations: ({ alertId }) => transaction(db, (client) => lookAtEscalation(client, alertId, duty, clock())),
  }
}

/** Takes work from the queues. */
export class JobHandlers {
  readonly #workers: Worker<QueueJob>[]
  readonly #connections: RedisClient[] = []

  constructor(handlers: Handlers, redis: RedisClient, log: Logger) {
    this.#workers = QUEUES.map((name) => {
      const handle = handlers[name] as (job: QueueJob) => Promise<void>
      const connection = duplicateRedis(redis)
      this.#connections.push(connection)
      const worker = new Worker<QueueJob>(name, (job) => handle(job.data), {
        connection, prefix: QUEUE_PREFIX, concurrency: 4, autorun: false,
        // A worker killed in the middle of a job gives it back after this long.
        lockDuration: 10_000, stalledInterval: 5_000, maxStalledCount: 1_000,
      })
      worker.on('failed', (job, error) => log.warn({ queue: name, job: job?.id, error: error.message }, 'job failed; it will be tried again'))
      worker.on('error', (error) => log.debug({ queue: name, error: error.message }, 'queue connection'))
      return worker
    })
  }

  start(): void {
    for (const worker of this.#workers) void worker.run().catch(() => undefined)
  }

  async stop(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.close()))
    for (const connection of this.#connections) connection.disconnect()
  }
}
