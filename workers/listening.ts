import type { RedisClient } from '../stores/redis/connect.ts'
import { keys } from '../stores/redis/keys.ts'

const LOOK_MS = 1_000

/**
 * Since when somebody has been at the door without a break. A device is not silent for the time in which we could not
 * hear it: without this, every outage of ours would end in an alert from each of its devices.
 */
export class Listening {
  readonly #redis: RedisClient
  readonly #clock: () => number
  #since: number
  #timer: NodeJS.Timeout | null = null

  constructor(redis: RedisClient, clock: () => number) {
    this.#redis = redis
    this.#clock = clock
    this.#since = clock()
  }

  start(): void {
    this.#timer = setInterval(() => void this.#look(), LOOK_MS)
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer)
  }

  /** Epoch ms. While nobody is at the door it is now. */
  since(): number {
    return this.#since
  }

  async #look(): Promise<void> {
    const open = await this.#redis.exists(keys.doorOpen).catch(() => 0)
    if (open === 0) this.#since = this.#clock()
  }
}
