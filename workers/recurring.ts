import type { Logger } from 'pino'

/**
 * Work that is due again and again, whichever worker does it: never two runs of it at a time in this process. A run that
 * fails is logged, and the next one tries again.
 */
export class Recurring {
  readonly #name: string
  readonly #everyMs: number
  readonly #log: Logger
  readonly #work: () => Promise<void>
  #timer: NodeJS.Timeout | null = null
  #running: Promise<void> | null = null

  constructor({ name, everyMs, log }: { name: string; everyMs: number; log: Logger }, work: () => Promise<void>) {
    this.#name = name
    this.#everyMs = everyMs
    this.#log = log
    this.#work = work
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.#running ??= this.#run().finally(() => (this.#running = null))
    }, this.#everyMs)
  }

  /** Waits for the run under way and starts no other. */
  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer)
    await this.#running
  }

  async #run(): Promise<void> {
    try {
      await this.#work()
    } catch (error) {
      this.#log.warn({ error: (error as Error).message }, `${this.#name} failed; it will be tried again`)
    }
  }
}
