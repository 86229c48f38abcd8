import type { SilencePeriod } from '../../domain/silencePeriod.ts'
import type { Pool } from '../../stores/postgres/pool.ts'
import { silencesUnderWay } from '../../stores/postgres/silences.ts'

/** How late what is pushed may learn that a silence began or ended; what is read by REST knows at once. */
const REFRESH_MS = 5_000

/** The silences under way, at hand so that no alert waits for a question about them. */
export class Silences {
  readonly #db: Pool
  #underWay: readonly SilencePeriod[] = []
  #timer: NodeJS.Timeout | null = null

  constructor(db: Pool) {
    this.#db = db
  }

  async start(): Promise<void> {
    await this.#refresh()
    this.#timer = setInterval(() => void this.#refresh().catch(() => undefined), REFRESH_MS)
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer)
  }

  underWay(): readonly SilencePeriod[] {
    return this.#underWay
  }

  async #refresh(): Promise<void> {
    this.#underWay = await silencesUnderWay(this.#db)
  }
}
