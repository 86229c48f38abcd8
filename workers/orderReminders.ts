import type { Logger } from 'pino'
import { remindOfDeadlines } from '../stores/postgres/orderReminders.ts'
import { transaction, type Pool } from '../stores/postgres/pool.ts'

const EVERY_MS = 10_000

/** Looks after the deadlines of orders. Every worker does; the database lets each reminder through once. */
export class OrderReminders {
  readonly #db: Pool
  readonly #clock: () => number
  readonly #log: Logger
  #timer: NodeJS.Timeout | null = null
  #running: Promise<void> | null = null

  constructor(db: Pool, clock: () => number, log: Logger) {
    this.#db = db
    this.#clock = clock
    this.#log = log
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.#running ??= this.#run().catch((error: unknown) => this.#log.warn({ error: (error as Error).message }, 'reminding of deadlines failed; it will be tried again')).finally(() => (this.#running = null))
    }, EVERY_MS)
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer)
    await this.#running
  }

  async #run(): Promise<void> {
    while ((await transaction(this.#db, (client) => remindOfDeadlines(client, this.#clock()))).length > 0) { /* there may be more */ }
  }
}
