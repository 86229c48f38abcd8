import type { Logger } from 'pino'
import { gatherEvidence } from '../stores/postgres/evidence.ts'
import type { Pool } from '../stores/postgres/pool.ts'

const EVERY_MS = 1_000

/** Gathers the evidence that is due, many alerts at a time. Every worker may; each note is seen to by one. */
export class EvidenceKeeper {
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
      this.#running ??= this.#gather().finally(() => (this.#running = null))
    }, EVERY_MS)
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer)
    await this.#running
  }

  async #gather(): Promise<void> {
    try {
      while ((await gatherEvidence(this.#db, this.#clock())) > 0) { /* there is more */ }
    } catch (error) {
      this.#log.warn({ error: (error as Error).message }, 'gathering evidence failed; it will be tried again')
    }
  }
}
