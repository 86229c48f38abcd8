import type { Logger } from 'pino'
import { pruneLiveEvents } from '../stores/postgres/liveEvents.ts'
import type { Pool } from '../stores/postgres/pool.ts'
import { rollUp } from '../stores/postgres/rollups.ts'
import { dropOldReadings, pruneDeadLetters } from '../stores/postgres/retention.ts'

const EVERY_MS = 60_000
/** Full-resolution readings are kept two years, the platform's default. */
const READINGS_MS = 2 * 366 * 86_400_000

/** The house-keeping of history: roll-ups, retention. Every worker tries; the database lets one at a time through. */
export class Maintenance {
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
      this.#running ??= this.#run().catch((error: unknown) => this.#log.warn({ error: (error as Error).message }, 'house-keeping failed; it will be tried again')).finally(() => (this.#running = null))
    }, EVERY_MS)
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer)
    await this.#running
  }

  async #run(): Promise<void> {
    const now = this.#clock()
    while ((await rollUp(this.#db, now)) > 0) { /* there is more */ }
    await dropOldReadings(this.#db, now - READINGS_MS)
    await pruneLiveEvents(this.#db, now)
    await pruneDeadLetters(this.#db)
  }
}
