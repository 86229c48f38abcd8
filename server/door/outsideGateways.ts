import { createHash } from 'node:crypto'
import type { Logger } from 'pino'
import type { RedisClient } from '../../stores/redis/connect.ts'
import type { Gateways } from '../gateways/gateways.ts'
import type { DeviceRegister, KnownDevice } from '../register/deviceRegister.ts'
import { Tenure } from '../tenure/tenure.ts'
import { connectBroker, type BrokerSession } from './brokerConnection.ts'
import type { BrokerMessage } from './brokerIntake.ts'
import type { MqttMessages } from './mqttMessages.ts'

/** Registrations often come in a row. */
const GATHER_MS = 50
/** A look at the register in case a change was told to nobody. */
const LOOK_AGAIN_MS = 30_000

/** Gateways that publish to the same topics, and the session by which their messages come. */
interface Circle {
  gateways: readonly KnownDevice[]
  readonly session: BrokerSession
}

interface Parts {
  readonly url: string
  readonly name: string
  readonly redis: RedisClient
  readonly register: DeviceRegister
  readonly gateways: Gateways
  readonly messages: MqttMessages
  readonly log: Logger
}

/**
 * Takes what gateways with formats of their own publish to an outside broker. A decoder needs a gateway's whole stream in
 * its order, so one server at a time takes all of it, over plain (unshared) subscriptions of sessions that the broker
 * keeps: whoever takes over goes on where the other stopped.
 */
export class OutsideGateways {
  readonly #parts: Parts
  readonly #tenure: Tenure
  readonly #circles = new Map<string, Circle>()
  #forget: (() => void) | null = null
  #timer: NodeJS.Timeout | undefined
  #held = false

  constructor(parts: Parts) {
    this.#parts = parts
    this.#tenure = new Tenure({ redis: parts.redis, share: 'outside-gateways', name: parts.name, onHeld: () => this.#begin(), onLost: () => this.#end(), log: parts.log })
  }

  start(): void {
    this.#tenure.start()
  }

  stop(): Promise<void> {
    return this.#tenure.stop()
  }

  async #begin(): Promise<void> {
    this.#held = true
    this.#forget = this.#parts.register.onChange(() => this.#lookIn(GATHER_MS))
    await this.#look()
  }

  async #end(): Promise<void> {
    this.#held = false
    this.#forget?.()
    clearTimeout(this.#timer)
    const sessions = [...this.#circles.values()].map(({ session }) => session)
    this.#circles.clear()
    await Promise.all(sessions.map((session) => session.leave()))
  }

  #lookIn(ms: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#look(), ms)
  }

  /** Brings the sessions to what the register holds now. */
  async #look(): Promise<void> {
    const { register, log } = this.#parts
    const found = await register.foreignGateways().catch((error: unknown) => {
      log.warn({ error: (error as Error).message }, 'the gateways at the outside broker could not be read')
      return null
    })
    if (!this.#held) return
    if (found) this.#bringTo(this.#circlesOf(found))
    this.#lookIn(found ? LOOK_AGAIN_MS : 1_000)
  }

  #circlesOf(found: readonly KnownDevice[]): Map<string, KnownDevice[]> {
    const circles = new Map<string, KnownDevice[]>()
    for (const gateway of found.toSorted((a, b) => a.id.localeCompare(b.id))) {
      const filters = this.#parts.gateways.filtersOf(gateway)
      if (filters.length === 0) continue
      const key = `${gateway.format} ${filters.join(' ')}`
      circles.set(key, [...(circles.get(key) ?? []), gateway])
    }
    return circles
  }

  #bringTo(wanted: ReadonlyMap<string, readonly KnownDevice[]>): void {
    for (const [key, { session }] of this.#circles) {
      if (wanted.has(key)) continue
      this.#circles.delete(key)
      session.abandon()
    }
    for (const [key, gateways] of wanted) {
      const circle = this.#circles.get(key)
      if (circle) circle.gateways = gateways
      else this.#circles.set(key, { gateways, session: this.#connect(key, this.#parts.gateways.filtersOf(gateways[0] as KnownDevice)) })
    }
  }

  #connect(key: string, topics: readonly string[]): BrokerSession {
    const { url, log } = this.#parts
    const clientId = `mingjian-gateways-${createHash('sha256').update(key).digest('hex').slice(0, 16)}`
    return connectBroker({ url, clientId, topics, atOnce: 1, log, take: (message) => this.#take(key, message) })
  }

  async #take(key: string, { topic, payload, retain }: BrokerMessage): Promise<void> {
    const circle = this.#circles.get(key)
    if (!circle) throw new Error('another server takes it')
    const replies = await this.#parts.messages.takeForeign(circle.gateways, topic, payload, retain)
    for (const reply of replies) circle.session.publish(reply.topic, reply.payload)
  }
}
