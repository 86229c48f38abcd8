import { Queue } from 'bullmq'
import type { Logger } from 'pino'
import type { Pool } from '../../stores/postgres/pool.ts'
import { transaction } from '../../stores/postgres/pool.ts'
import type { RedisClient } from '../../stores/redis/connect.ts'
import { QUEUE_PREFIX, QUEUES, type QueueJob, type QueueName } from './queues.ts'

const ROWS_A_ROUND = 500
/** Rows another worker left behind when it died are picked up this often. */
const SWEEP_MS = 2_000

interface OutboxRow {
  id: number
  queue: QueueName
  name: string
  job_id: string
  data: QueueJob
  delay_ms: number
}

/**
 * Carries work from the outbox into the queues: a row goes only once the queue has the job on disk. A crash in between
 * brings the job twice, and the handlers bear that.
 */
export class Dispatcher {
  readonly #db: Pool
  readonly #log: Logger
  readonly #queues: ReadonlyMap<QueueName, Queue<QueueJob>>
  #running: Promise<void> | null = null
  #again = false
  #timer: NodeJS.Timeout | null = null

  constructor(db: Pool, redis: RedisClient, log: Logger) {
    this.#db = db
    this.#log = log
    this.#queues = new Map(QUEUES.map((name) => [name, new Queue<QueueJob>(name, { connection: redis, prefix: QUEUE_PREFIX })]))
    for (const queue of this.#queues.values()) queue.on('error', (error) => log.debug({ error: error.message }, 'queue connection'))
  }

  start(): void {
    this.#timer = setInterval(() => this.nudge(), SWEEP_MS)
    this.nudge()
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer)
    await this.#running
    await Promise.all([...this.#queues.values()].map((queue) => queue.close()))
  }

  /** There may be rows to carry. */
  nudge(): void {
    this.#again = true
    this.#running ??= this.#run().finally(() => (this.#running = null))
  }

  async #run(): Promise<void> {
    while (this.#again) {
      this.#again = false
      try {
        while (await this.#round()) { /* there is more */ }
      } catch (error) {
        this.#log.warn({ error: (error as Error).message }, 'carrying work to the queues failed; it stays in the outbox')
        return
      }
    }
  }

  #round(): Promise<boolean> {
    return transaction(this.#db, async (client) => {
      const { rows } = await client.query<OutboxRow>('SELECT id, queue, name, job_id, data, delay_ms FROM outbox ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED', [ROWS_A_ROUND])
      await Promise.all(rows.map((row) => this.#queues.get(row.queue)?.add(row.name, row.data, {
        // ':' may not stand in a job's id.
        jobId: row.job_id.replaceAll(':', '_'),
        delay: row.delay_ms, attempts: 1_000_000, backoff: { type: 'fixed', delay: 1_000, jitter: 0.5 },
        // A done job's id is free again: later work of the same id is new work, and a repeat is borne by the handler.
        removeOnComplete: true, removeOnFail: { count: 10_000 },
      })))
      if (rows.length > 0) await client.query('DELETE FROM outbox WHERE id = ANY($1)', [rows.map((row) => row.id)])
      return rows.length === ROWS_A_ROUND
    })
  }
}
