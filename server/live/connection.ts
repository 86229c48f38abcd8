import type { Socket } from 'socket.io'
import { z } from 'zod'
import type { SubscriptionAnswer } from '../../domain/live.ts'
import type { User } from '../../domain/user.ts'
import { knownDevices } from '../../stores/postgres/devices.ts'
import { liveRange } from '../../stores/postgres/liveEvents.ts'
import type { Queryable } from '../../stores/postgres/pool.ts'
import type { Follower } from './follower.ts'
import type { StatsPush } from './statsPush.ts'
import type { LiveTail } from './tail.ts'
import { parseTopic, type Topic } from './topics.ts'

const MOST_TOPICS = 500

const subscriptionSchema = z.object({
  topics: z.array(z.string().max(100)).max(MOST_TOPICS),
  since: z.union([z.string(), z.number()]).nullish(),
})
const farewellSchema = z.object({ topics: z.array(z.string().max(100)).max(MOST_TOPICS) })

type Acknowledge = (answer: SubscriptionAnswer) => void

/** What one signed-in client may ask of the live push. */
export class Connection {
  readonly user: User
  readonly follower: Follower
  readonly #socket: Socket
  readonly #tail: LiveTail
  readonly #db: Queryable
  readonly #stats: StatsPush

  constructor(parts: { user: User; follower: Follower; socket: Socket; tail: LiveTail; db: Queryable; stats: StatsPush }) {
    this.user = parts.user
    this.follower = parts.follower
    this.#socket = parts.socket
    this.#tail = parts.tail
    this.#db = parts.db
    this.#stats = parts.stats
  }

  start(): void {
    this.#socket.on('subscribe', (message: unknown, acknowledge: unknown) => {
      const answer = answering(acknowledge)
      this.#subscribe(message, answer).catch(() => answer(this.#refusal('the subscription failed on our side; try again')))
    })
    this.#socket.on('unsubscribe', (message: unknown, acknowledge: unknown) => {
      answering(acknowledge)(this.#unsubscribe(message))
    })
  }

  /** All topics are taken, or none is and the answer says which one can't be. */
  async #subscribe(message: unknown, acknowledge: Acknowledge): Promise<void> {
    const wish = subscriptionSchema.safeParse(message)
    if (!wish.success) return acknowledge(this.#refusal('send {topics: [...], since?: cursor}'))
    const topics: Topic[] = []
    for (const name of wish.data.topics) {
      const topic = parseTopic(name)
      if (!topic) return acknowledge(this.#refusal(`unknown topic "${name}"`))
      topics.push(topic)
    }
    const refused = await this.#firstOutside(topics)
    if (refused) return acknowledge(this.#refusal(`no device "${refused}" in your jurisdiction`))
    const since = wish.data.since === undefined || wish.data.since === null ? null : await this.#place(wish.data.since)
    this.#follow(topics, since, acknowledge)
    await this.#join(topics)
  }

  /** Everything here happens in one turn: the answer goes out before the first event does. */
  #follow(topics: readonly Topic[], since: number | null | 'lost', acknowledge: Acknowledge): void {
    const durable = topics.filter((topic) => topic.kind === 'durable').map((topic) => topic.name)
    if (since === 'lost') this.follower.follow(durable, this.#tail.position)
    else if (durable.length > 0) this.follower.follow(durable, since)
    acknowledge({ cursor: String(this.follower.cursor), ...(since === 'lost' ? { reset: true } : {}) })
    if (since === 'lost') this.follower.reset()
    this.follower.resume()
  }

  async #join(topics: readonly Topic[]): Promise<void> {
    for (const topic of topics) {
      if (topic.kind === 'readings') await this.#socket.join(topic.name)
      // The figures follow within a second if they fail now.
      if (topic.kind === 'stats') await this.#stats.join(this.#socket, this.user.jurisdiction).catch(() => undefined)
    }
  }

  #unsubscribe(message: unknown): SubscriptionAnswer {
    const wish = farewellSchema.safeParse(message)
    if (!wish.success) return this.#refusal('send {topics: [...]}')
    const topics = wish.data.topics.map(parseTopic).filter((topic) => topic !== null)
    const durable = topics.filter((topic) => topic.kind === 'durable').map((topic) => topic.name)
    if (durable.length > 0) this.follower.unfollow(durable)
    for (const topic of topics) {
      if (topic.kind === 'readings') void this.#socket.leave(topic.name)
      if (topic.kind === 'stats') void this.#stats.leave(this.#socket, this.user.jurisdiction)
    }
    this.follower.resume()
    return { cursor: String(this.follower.cursor) }
  }

  /** Where in the events a client's cursor stands, or `lost` where it can't be brought up to date from there. */
  async #place(since: string | number): Promise<number | 'lost'> {
    if (!/^\d{1,15}$/.test(String(since))) return 'lost'
    const seq = Number(since)
    // A REST answer, or another server, may be ahead of our tail for a moment.
    if (seq > this.#tail.position) await this.#tail.readNow()
    if (seq > this.#tail.position) return 'lost'
    if (this.#tail.ring.covers(seq)) return seq
    return seq < (await liveRange(this.#db)).pruned ? 'lost' : seq
  }

  async #firstOutside(topics: readonly Topic[]): Promise<string | null> {
    const devices = topics.filter((topic) => topic.kind === 'readings').map((topic) => topic.device)
    if (devices.length === 0) return null
    const known = await knownDevices(this.#db, devices, this.user.jurisdiction)
    return devices.find((device) => !known.has(device)) ?? null
  }

  #refusal(error: string): SubscriptionAnswer {
    return { cursor: String(this.follower.cursor), error }
  }
}

/** A client that wants no answer gets none. */
function answering(acknowledge: unknown): Acknowledge {
  return typeof acknowledge === 'function' ? (acknowledge as Acknowledge) : () => undefined
}
