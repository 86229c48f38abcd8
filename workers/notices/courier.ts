import type { Logger } from 'pino'
import { claimNotification, recordAttempt, UNSENT, type Claim } from '../../stores/postgres/notificationAttempts.ts'
import { transaction, type Pool } from '../../stores/postgres/pool.ts'
import type { Outcome } from '../channels/channel.ts'
import type { Channels } from '../channels/channels.ts'

/** Longer than any channel may take, so that an attempt under way is never taken for a lost one. */
const LEASE_MS = 14_000

/** A channel that does not exist refuses as often as it is asked. */
const UNBOUND = 10_000

export interface CourierParts {
  readonly db: Pool
  readonly channels: Pick<Channels, 'send' | 'limits' | 'canReach'>
  /** What stands before a path to make it an address, such as `https://mj.example`; empty where nobody said. */
  readonly publicUrl: string
  readonly clock: () => number
  readonly log: Logger
}

/** Brings notifications to people: an attempt is written down, made, and its answer written down. */
export class Courier {
  readonly #parts: CourierParts
  #saidUnset = false

  constructor(parts: CourierParts) {
    this.#parts = parts
  }

  /** Makes the next attempt, if there is one to make now. It may be asked twice, by several, and in vain. */
  async deliver(id: string): Promise<void> {
    const { db, channels, clock, log } = this.#parts
    const limits = await channels.limits()
    const claim = await transaction(db, (client) => claimNotification(client, id, clock(), { leaseMs: LEASE_MS, perMinute: (channel) => limits.get(channel) ?? UNBOUND, canReach: (client, ids, username) => channels.canReach(client, ids, username) }))
    if (claim === UNSENT) this.#sayUnset()
    if (claim === null || claim === UNSENT) return
    this.#saidUnset = false
    const began = clock()
    const outcome = await this.#send(claim)
    const tookMs = clock() - began
    await transaction(db, (client) => recordAttempt(client, claim, { ...outcome, tookMs }, clock()))
    if (outcome.result !== 'accepted') log.warn({ notification: id, channel: claim.channel, attempt: claim.attempt, result: outcome.result }, 'a person was not told')
  }

  /** Once, until a channel is set up: it is a state of the platform, not a fault of each notification. */
  #sayUnset(): void {
    if (!this.#saidUnset) this.#parts.log.warn('people are not told: no channel is set up for them; see docs/notifications.md')
    this.#saidUnset = true
  }

  async #send(claim: Claim): Promise<Outcome> {
    const { id, possibleRepeat, subject, step, severity, title, text, link, others, createdAt, person } = claim
    const message = { key: id, possibleRepeat, subject, step, severity, title, text, link: this.#parts.publicUrl + link, others, at: createdAt, person }
    try {
      return await this.#parts.channels.send(claim.channel, message)
    } catch (error) {
      // What a channel did not foresee may have happened after the message was out.
      return { result: 'unsure', answer: (error as Error).name }
    }
  }
}
