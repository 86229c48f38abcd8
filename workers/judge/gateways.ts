import type { AlertVerdict } from '../../domain/alert.ts'
import { judgeGateway } from '../../domain/judgement/gateway.ts'
import type { DeviceState } from '../../domain/judgement/judge.ts'
import type { RedisClient } from '../../stores/redis/connect.ts'
import { gatewayLife, gatewaysOf, limitGateway, type GatewayLife } from '../../stores/redis/gateways.ts'
import type { JudgingRegister } from '../register/judgingRegister.ts'

const LOOK_MS = 1_000

/**
 * The gateways of one partition, and what it knows of others. A device may stand in another partition than its gateway;
 * what both rest on is the gateway's own record of what arrived, which the door writes before it hands anything on.
 */
export class Gateways {
  readonly #redis: RedisClient
  readonly #register: JudgingRegister
  readonly #partition: number
  readonly #partitions: number
  readonly #limits = new Map<string, number>()
  #lookedAt = 0

  constructor(parts: { redis: RedisClient; register: JudgingRegister; partition: number; partitions: number }) {
    this.#redis = parts.redis
    this.#register = parts.register
    this.#partition = parts.partition
    this.#partitions = parts.partitions
  }

  /** What has arrived through a gateway, whatever partition it is of. */
  life(gateway: string): Promise<GatewayLife | null> {
    return gatewayLife(this.#redis, this.#partitions, gateway)
  }

  /** Judges the silence of this partition's gateways, once a second; only those of which there is something to tell. */
  async judge(now: number, since: number, stateOf: (gateway: string) => DeviceState): Promise<{ id: string; verdicts: AlertVerdict[] }[]> {
    if (now - this.#lookedAt < LOOK_MS) return []
    this.#lookedAt = now
    const told: { id: string; verdicts: AlertVerdict[] }[] = []
    const lives = await gatewaysOf(this.#redis, this.#partition)
    await this.#register.ensure(lives.keys())
    for (const [id, life] of lives) {
      const device = this.#register.get(id)
      if (device?.isGateway !== true) continue
      const { devices, ccp, smallestIntervalMs } = await this.#register.behind(id)
      const interval = life.own ? device.intervalMs : (smallestIntervalMs ?? device.intervalMs)
      if (interval === null) continue
      await this.#keepLimit(id, 3 * interval)
      const verdicts = judgeGateway(stateOf(id), { id, limitMs: 3 * interval, ccp, devices }, life, since, now)
      if (verdicts.length > 0) told.push({ id, verdicts })
    }
    return told
  }

  async #keepLimit(gateway: string, limitMs: number): Promise<void> {
    if (this.#limits.get(gateway) === limitMs) return
    await limitGateway(this.#redis, this.#partition, gateway, limitMs)
    this.#limits.set(gateway, limitMs)
  }
}
