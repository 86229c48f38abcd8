import type { Logger } from 'pino'
import type { RedisClient } from '../../stores/redis/connect.ts'
import { acquireLease, LEASE_MS, releaseLease, renewLease } from '../../stores/redis/partition.ts'

const RENEW_MS = LEASE_MS / 3

interface Parts {
  readonly redis: RedisClient
  /** What is held, the same for all servers. */
  readonly share: string
  /** Who holds it: a server restarted under its name takes over at once. */
  readonly name: string
  /** The work begins, or ends. Called in turn, never at once. */
  readonly onHeld: () => Promise<void> | void
  readonly onLost: () => Promise<void> | void
  readonly log: Logger
}

/**
 * Work that one server at a time does. Whoever holds the lease does it; a server that can't renew the lease stops before
 * another may begin.
 */
export class Tenure {
  readonly #parts: Parts
  #token: string | null = null
  #timer: NodeJS.Timeout | undefined
  #lapse: NodeJS.Timeout | undefined
  #work: Promise<void> = Promise.resolve()
  #stopped = false

  constructor(parts: Parts) {
    this.#parts = parts
  }

  start(): void {
    void this.#turn()
  }

  /** Resolves once the work has ended and the lease is free for others. */
  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    const token = this.#token
    this.#forfeit()
    await this.#work
    if (token !== null) await releaseLease(this.#parts.redis, this.#parts.share, token).catch(() => undefined)
  }

  async #turn(): Promise<void> {
    const { redis, share, name } = this.#parts
    const began = performance.now()
    const held = this.#token
    if (held === null) {
      const token = await acquireLease(redis, share, name).catch(() => null)
      if (token !== null && this.#stopped) await releaseLease(redis, share, token).catch(() => undefined)
      else if (token !== null) this.#hold(token, began)
    } else if (await renewLease(redis, share, held).catch(() => false)) {
      if (this.#token === held) this.#hold(held, began)
    } else if (this.#token === held) this.#forfeit()
    if (!this.#stopped) this.#timer = setTimeout(() => void this.#turn(), RENEW_MS)
  }

  /** Counted from before we asked, so that our end comes before that of the lease. */
  #hold(token: string, began: number): void {
    clearTimeout(this.#lapse)
    this.#lapse = setTimeout(() => this.#forfeit(), Math.max(0, began + LEASE_MS - performance.now()))
    if (this.#token === token) return
    this.#token = token
    this.#then(this.#parts.onHeld)
  }

  #forfeit(): void {
    clearTimeout(this.#lapse)
    if (this.#token === null) return
    this.#token = null
    this.#then(this.#parts.onLost)
  }

  #then(step: () => Promise<void> | void): void {
    this.#work = this.#work.then(step).catch((error: unknown) => this.#parts.log.error({ error: (error as Error).message, share: this.#parts.share }, 'a change of tenure failed'))
  }
}
