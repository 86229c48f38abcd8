import { Worker } from 'bullmq'
import type { Logger } from 'pino'
import { appendLiveEvents } from '../../stores/postgres/liveEvents.ts'
import { returnAlert } from '../../stores/postgres/alertReturn.ts'
import { draftOrder } from '../../stores/postgres/orderDrafts.ts'
import { transaction, type Pool } from '../../stores/postgres/pool.ts'
import { duplicateRedis, type RedisClient } from '../../stores/redis/connect.ts'
import { QUEUE_PREFIX, type AlertJob, type QueueName } from './queues.ts'

type Handler = (db: Pool, job: AlertJob, now: number) => Promise<void>

/** One effect each; every one of them may come twice. */
const HANDLERS: Record<QueueName, Handler> = {
  orders: (db, { alertId }, now) => transaction(db, async (client) => {
    await appendLiveEvents(client, await draftOrder(client, alertId, now))
  }),
  returns: (db, { alertId, takenAt }, now) => transaction(db, async (client) => {
    if (takenAt !== undefined) await appendLiveEvents(client, await returnAlert(client, alertId, takenAt, now))
  }),
}

/** Takes work from the queues. */
export class JobHandlers {
  readonly #workers: Worker<AlertJob>[]
  readonly #connections: RedisClient[] = []

  constructor(db: Pool, redis: RedisClient, clock: () => number, log: Logger) {
    this.#workers = Object.entries(HANDLERS).map(([name, handle]) => {
      const connection = duplicateRedis(redis)
      this.#connections.push(connection)
      const worker = new Worker<AlertJob>(name, (job) => handle(db, job.data, clock()), {
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
