import type { PrecisionBar } from '../../domain/cameraPrecision.ts'
import { distrustedCameras } from '../../stores/postgres/cameraPrecision.ts'
import type { Pool } from '../../stores/postgres/pool.ts'

/** How late the judgement may learn that a camera fell below the bar, or rose above it. */
const REFRESH_MS = 5_000

/** Which cameras are believed about what, as people's reviews have it. */
export class CameraTrust {
  readonly #db: Pool
  readonly #bar: PrecisionBar
  #distrusted: ReadonlyMap<string, ReadonlySet<string>> = new Map()
  #timer: NodeJS.Timeout | null = null

  constructor(db: Pool, bar: PrecisionBar) {
    this.#db = db
    this.#bar = bar
  }

  async start(): Promise<void> {
    await this.#refresh()
    this.#timer = setInterval(() => void this.#refresh().catch(() => undefined), REFRESH_MS)
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer)
  }

  trusts(camera: string, type: string): boolean {
    return this.#distrusted.get(camera)?.has(type) !== true
  }

  async #refresh(): Promise<void> {
    this.#distrusted = await distrustedCameras(this.#db, this.#bar)
  }
}
