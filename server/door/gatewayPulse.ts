import type { RedisClient } from '../../stores/redis/connect.ts'
import { hearGateway } from '../../stores/redis/gateways.ts'
import type { KnownDevice } from '../register/deviceRegister.ts'

/** One gateway is told of at most this often: its liveness is known to this, at a cost that does not grow with its devices. */
const EVERY_MS = 500

/** Tells the workers which gateways live: whenever something arrives from one, or from a device behind it. */
export class GatewayPulse {
  readonly #redis: RedisClient
  readonly #partitions: number
  readonly #told = new Map<string, number>()
  readonly #under = new Set<Promise<void>>()

  constructor(redis: RedisClient, partitions: number) {
    this.#redis = redis
    this.#partitions = partitions
  }

  hear(device: KnownDevice, now: number): void {
    const own = device.profile === 'gateway'
    const gateway = own ? device.id : device.gateway
    if (gateway === null) return
    const key = own ? `${gateway}!` : gateway
    if (now - (this.#told.get(key) ?? 0) < EVERY_MS) return
    this.#told.set(key, now)
    // Where Redis can't be reached, the append fails as well.
    const telling: Promise<void> = hearGateway(this.#redis, this.#partitions, gateway, now, own).catch(() => undefined).finally(() => this.#under.delete(telling))
    this.#under.add(telling)
  }

  /** Resolves once what was heard so far is known. */
  async told(): Promise<void> {
    if (this.#under.size > 0) await Promise.all(this.#under)
  }
}
