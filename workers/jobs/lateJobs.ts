import type { Logger } from 'pino'
import { requeueLateLooks } from '../../stores/postgres/escalationLooks.ts'
import { requeueLateNotifications } from '../../stores/postgres/notifications.ts'
import { transaction, type Pool } from '../../stores/postgres/pool.ts'

const EVERY_MS = 2_000
/** So late is what no job sees to. */
const GRACE_MS = 4_000
/** The queue is told again of the same thing no sooner. */
const AGAIN_MS = 10_000

/** Finds the notices and escalations the queue has forgotten, and tells it again: PostgreSQL knows what is due, whatever Redis lost. */
export class LateJobs {
  readonly #db: Pool
  readonly #clock: () => number
  readonly #onJobs: () => void
  readonly #log: Logger
  #timer: NodeJS.Timeout | null = null
  #running: Promise<void> | null = null

  constructor(db: Pool, clock: () => number, onJobs: () => void, log: Logger) {
    this.#db = db
    this.#clock = clock
    this.#onJobs = onJobs
    this.#log = log
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.#running ??= this.#look().finally(() => (this.#running = null))
    }, EVERY_MS)
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer)
    await this.#running
  }

  async #look(): Promise<void> {
    try {
      const found = await transaction(this.#db, async (client) => {
        const now = this.#clock()
        return (await requeueLateNotifications(client, now, GRACE_MS, AGAIN_MS)) + (await requeueLateLooks(client, now, GRACE_MS, AGAIN_MS))
      })
      if (found > 0) this.#onJobs()
    } catch (error) {
      this.#log.warn({ error: (error as Error).message }, 'looking for late work failed; it will be tried again')
    }
  }
}
