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
    // Nobody waits: Redis takes it before the items, which the same connection appends after. Where it can't be reached,
    // the append fails as well.
    void hearGateway(this.#redis, this.#partitions, gateway, now, own).catch(() => undefined)
  }
}
