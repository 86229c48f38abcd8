import type { Logger } from 'pino'
import type { RedisClient } from '../../stores/redis/connect.ts'
import { acquireLease, announceWorker, releaseLease, renewLease, retireWorker } from '../../stores/redis/partition.ts'
import { partitionsFor } from './assignment.ts'

const BEAT_MS = 700

/** What is told of partitions that come and go. `gained` may take its time; `lost` must stop at once. */
export interface Tenant {
  gained(partition: number, token: string): Promise<void>
  lost(partition: number): Promise<void>
}

/**
 * Keeps this worker's share of the partitions leased: takes what falls to it, renews what it has, lets go of what
 * falls to another. Safety does not rest here (commits name their lease); this decides only who works on what.
 */
export class Ownership {
  readonly #redis: RedisClient
  readonly #worker: string
  readonly #partitions: number
  readonly #tenant: Tenant
  readonly #log: Logger
  readonly #held = new Map<number, string>()
  #timer: NodeJS.Timeout | null = null
  #beating: Promise<void> = Promise.resolve()
  #stopped = false

  constructor(parts: { redis: RedisClient; worker: string; partitions: number; tenant: Tenant; log: Logger }) {
    this.#redis = parts.redis
    this.#worker = parts.worker
    this.#partitions = parts.partitions
    this.#tenant = parts.tenant
    this.#log = parts.log
  }

  start(): void {
    this.#schedule(0)
  }

  async stop(): Promise<void> {
    this.#stopped = true
    if (this.#timer) clearTimeout(this.#timer)
    await this.#beating
    await Promise.all([...this.#held.keys()].map((partition) => this.#letGo(partition)))
    await retireWorker(this.#redis, this.#worker)
  }

  /** A commit was refused: the lease is another's, whatever the last beat said. */
  async forfeit(partition: number): Promise<void> {
    if (!this.#held.delete(partition)) return
    this.#log.warn({ partition }, 'partition lost')
    await this.#tenant.lost(partition)
  }

  #schedule(delay: number): void {
    if (this.#stopped) return
    this.#timer = setTimeout(() => {
      this.#beating = this.#beat()
        .catch((error: unknown) => this.#log.warn({ error: (error as Error).message }, 'ownership beat failed'))
        .then(() => this.#schedule(BEAT_MS))
    }, delay)
  }

  async #beat(): Promise<void> {
    const live = await announceWorker(this.#redis, this.#worker)
    const mine = partitionsFor(this.#worker, live, this.#partitions)
    await Promise.all([...this.#held].map(async ([partition, token]) => {
      if (!mine.has(partition)) return this.#letGo(partition)
      if (!(await renewLease(this.#redis, partition, token))) await this.forfeit(partition)
    }))
    await Promise.all([...mine].filter((partition) => !this.#held.has(partition)).map((partition) => this.#take(partition)))
  }

  async #take(partition: number): Promise<void> {
    const token = await acquireLease(this.#redis, partition, this.#worker)
    if (!token || this.#stopped) return
    this.#held.set(partition, token)
    try {
      await this.#tenant.gained(partition, token)
    } catch (error) {
      this.#held.delete(partition)
      await releaseLease(this.#redis, partition, token)
      throw error
    }
  }

  async #letGo(partition: number): Promise<void> {
    const token = this.#held.get(partition)
    if (token === undefined) return
    this.#held.delete(partition)
    await this.#tenant.lost(partition)
    await releaseLease(this.#redis, partition, token)
  }
}
