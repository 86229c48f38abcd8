import type { Logger } from 'pino'

/** Something that takes over what there is, a round at a time; true where there may be more. */
export interface Rounds {
  round(): Promise<boolean>
}

const RETRY_MS = 300

/**
 * Runs rounds when nudged, one after another until there is nothing left, at least `spacing` ms apart, so that a
 * stream of nudges becomes batches. After a failure it tries again by itself.
 */
export class RoundRunner {
  readonly #rounds: Rounds
  readonly #spacing: number
  readonly #name: string
  readonly #log: Logger
  #running: Promise<void> | null = null
  #nudged = false
  #stopped = false

  constructor(rounds: Rounds, options: { name: string; spacing: number; log: Logger }) {
    this.#rounds = rounds
    this.#name = options.name
    this.#spacing = options.spacing
    this.#log = options.log
  }

  nudge(): void {
    this.#nudged = true
    if (this.#stopped) return
    this.#running ??= this.#run().finally(() => {
      this.#running = null
      if (this.#nudged) this.nudge()
    })
  }

  /** Waits for the round under way and starts no other. */
  async stop(): Promise<void> {
    this.#stopped = true
    await this.#running
  }

  async #run(): Promise<void> {
    while (this.#nudged && !this.#stopped) {
      this.#nudged = false
      try {
        while (!this.#stopped && (await this.#rounds.round())) { /* there is more */ }
        if (this.#spacing > 0) await pause(this.#spacing)
      } catch (error) {
        this.#log.warn({ error: (error as Error).message }, `${this.#name} failed; it will be tried again`)
        this.#nudged = true
        await pause(RETRY_MS)
      }
    }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
