import type { RedisClient } from '../../stores/redis/connect.ts'
import { keys } from '../../stores/redis/keys.ts'

const EVERY_MS = 1_000
const LASTS_MS = 3_000

/** Says, for the workers, that readings can come in just now. */
export class OpenDoorSign {
  readonly #redis: RedisClient
  #timer: NodeJS.Timeout | null = null

  constructor(redis: RedisClient) {
    this.#redis = redis
  }

  start(): void {
    const renew = (): void => void this.#redis.set(keys.doorOpen, '1', 'PX', LASTS_MS).catch(() => undefined)
    renew()
    this.#timer = setInterval(renew, EVERY_MS)
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer)
  }
}
