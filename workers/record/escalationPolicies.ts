import { policiesSchema, type Policies } from '../../domain/escalation/policy.ts'
import { dutyDocument } from '../../stores/postgres/dutyDocuments.ts'
import type { Pool } from '../../stores/postgres/pool.ts'

/** How late a new alert may still be judged by the policies before a change. */
const REFRESH_MS = 5_000

/** The escalation policies, at hand so that no alert waits for a question about them. */
export class EscalationPolicies {
  readonly #db: Pool
  readonly #shipped: Policies
  #present: Policies
  #timer: NodeJS.Timeout | null = null

  constructor(db: Pool, shipped: Policies) {
    this.#db = db
    this.#shipped = shipped
    this.#present = shipped
  }

  async start(): Promise<void> {
    await this.#refresh()
    this.#timer = setInterval(() => void this.#refresh().catch(() => undefined), REFRESH_MS)
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer)
  }

  present(): Policies {
    return this.#present
  }

  async #refresh(): Promise<void> {
    this.#present = (await dutyDocument(this.#db, 'escalation', policiesSchema, this.#shipped)).document
  }
}
