import { Cluster } from 'ioredis'
import type { RedisClient } from '../../stores/redis/connect.ts'

const LOOK_MS = 500
/** The rest is for the workers: without room to commit they could never make room. */
const SHARE_FOR_THE_FEED = 0.85

/**
 * Whether Redis is near its memory bound. The door then takes nothing more, so that what is in the feed can still be
 * judged, archived and trimmed, and the door opens again.
 */
export class MemoryBound {
  readonly #redis: RedisClient
  #full = false
  #timer: NodeJS.Timeout | null = null

  constructor(redis: RedisClient) {
    this.#redis = redis
  }

  async start(): Promise<void> {
    await this.#look()
    this.#timer = setInterval(() => void this.#look(), LOOK_MS)
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer)
  }

  get full(): boolean {
    return this.#full
  }

  async #look(): Promise<void> {
    const servers = this.#redis instanceof Cluster ? this.#redis.nodes('master') : [this.#redis]
    const shares = await Promise.all(servers.map((server) => server.info('memory').then(shareUsed, () => 0)))
    this.#full = Math.max(0, ...shares) >= SHARE_FOR_THE_FEED
  }
}

/** Memory in use as a share of the bound, from the text of INFO; 0 where there is no bound. */
export function shareUsed(info: string): number {
  const number = (name: string): number => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1] ?? 0)
  const bound = number('maxmemory')
  return bound > 0 ? number('used_memory') / bound : 0
}
