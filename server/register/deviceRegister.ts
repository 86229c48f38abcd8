import { createHash, timingSafeEqual } from 'node:crypto'
import type { GatewaySettings } from '../../domain/device.ts'
import type { RegisterChange } from '../../domain/feed.ts'
import type { Pool } from '../../stores/postgres/pool.ts'
import { duplicateRedis, type RedisClient } from '../../stores/redis/connect.ts'
import type { FeedWriter } from '../../stores/redis/feed.ts'
import { keys } from '../../stores/redis/keys.ts'
import { announceChange, registerChange } from '../../stores/redis/registerChanges.ts'

/** What the doors need to know of a device. */
export interface KnownDevice {
  readonly id: string
  readonly profile: string
  readonly gateway: string | null
  readonly format: string | null
  readonly settings: GatewaySettings | null
  readonly tokenHash: Buffer
}

/** Ids to be asked for together. */
interface Question {
  readonly ids: string[]
  readonly answer: Promise<ReadonlyMap<string, KnownDevice>>
}

/** Ids that nobody registered are remembered briefly, so that a flood of them asks the database once each. */
const UNKNOWN_FOR_MS = 2_000
const UNKNOWN_LIMIT = 50_000

/**
 * The devices as the doors see them: an in-memory copy of the register that asks the database for what it has not
 * seen, and is told of changes made through other servers.
 */
export class DeviceRegister {
  readonly #db: Pool
  readonly #subscriber: RedisClient
  readonly #publisher: RedisClient
  readonly #feed: FeedWriter
  readonly #clock: () => number
  readonly #devices = new Map<string, KnownDevice>()
  /** Device id by the hash of its token, hex. */
  readonly #byToken = new Map<string, string>()
  readonly #unknownUntil = new Map<string, number>()
  readonly #asking = new Map<string, Promise<KnownDevice | null>>()
  /** The question that goes to the database after this turn of the event loop. */
  #question: Question | null = null
  /** Of gateways: ids of the devices they speak for, by what the gateway calls them, in lower case. */
  readonly #sources = new Map<string, Promise<ReadonlyMap<string, string>>>()
  readonly #listeners = new Set<() => void>()
  /** Grows with every change, so that an answer asked for before it is not remembered. */
  #generation = 0

  constructor(parts: { db: Pool; redis: RedisClient; feed: FeedWriter; clock: () => number }) {
    this.#db = parts.db
    this.#publisher = parts.redis
    this.#subscriber = duplicateRedis(parts.redis)
    this.#feed = parts.feed
    this.#clock = parts.clock
  }

  async start(): Promise<void> {
    this.#subscriber.on('message', (_channel: string, text: string) => {
      const change = JSON.parse(text) as RegisterChange
      this.#forget(change)
      if (change.what === 'devices' && change.ids.length === 0) void this.#load()
    })
    await this.#subscriber.subscribe(keys.channel.registerChange)
    // What was announced while the connection was down is not known: read it all again.
    this.#subscriber.on('ready', () => void this.#load())
    await this.#load()
  }

  async #load(): Promise<void> {
    const generation = ++this.#generation
    this.#tell()
    const rows = await this.#db.query<KnownDevice>(SELECT).then((result) => result.rows, () => null)
    // Without an answer each device is asked for as it speaks.
    this.#devices.clear()
    this.#byToken.clear()
    this.#sources.clear()
    this.#unknownUntil.clear()
    if (rows && generation === this.#generation) for (const row of rows) this.#keep(row)
  }

  #keep(device: KnownDevice): void {
    this.#devices.set(device.id, device)
    this.#byToken.set(device.tokenHash.toString('hex'), device.id)
  }

  async stop(): Promise<void> {
    this.#subscriber.disconnect()
  }

  /** The device, at once where it is known; otherwise after one look into the database. */
  find(id: string): KnownDevice | Promise<KnownDevice | null> | null {
    const known = this.#devices.get(id)
    if (known) return known
    const until = this.#unknownUntil.get(id)
    if (until !== undefined && until > this.#clock()) return null
    return this.#ask(id)
  }

  /** The device whose credential this is, or null. Compared in constant time. */
  async authenticate(id: string, token: string): Promise<KnownDevice | null> {
    const device = await this.find(id)
    return device && timingSafeEqual(device.tokenHash, hashToken(token)) ? device : null
  }

  /** The device whose credential this is, whoever it is; for doors where the sender gives no name. */
  async byToken(token: string): Promise<KnownDevice | null> {
    const hash = hashToken(token)
    const id = this.#byToken.get(hash.toString('hex')) ?? (await this.#db.query<{ id: string }>('SELECT id FROM device WHERE token_hash = $1', [hash])).rows[0]?.id
    return id === undefined ? null : this.authenticate(id, token)
  }

  /** Ids of the devices behind a gateway, by what it calls them (a source, else the id), in lower case. */
  sourcesOf(gateway: string): Promise<ReadonlyMap<string, string>> {
    const known = this.#sources.get(gateway)
    if (known) return known
    const asked = this.#db.query<{ id: string; source: string }>('SELECT id, lower(coalesce(source, id)) AS source FROM device WHERE gateway = $1', [gateway])
      .then(({ rows }) => new Map(rows.map(({ id, source }) => [source, id])))
    asked.catch(() => this.#sources.delete(gateway))
    this.#sources.set(gateway, asked)
    return asked
  }

  /** Calls back whenever devices have changed, or may have; answers how to stop it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }

  /** The gateways whose messages come in a format other than ours. */
  async foreignGateways(): Promise<KnownDevice[]> {
    return (await this.#db.query<KnownDevice>(`${SELECT} WHERE profile = 'gateway' AND format IS DISTINCT FROM 'native'`)).rows
  }

  /**
   * Tells every server and every worker that something changed, and resolves when whatever is sent from now on will
   * be judged by the change. To be awaited before a 201 is answered.
   */
  async announce(what: RegisterChange['what'], ids: readonly string[]): Promise<void> {
    const change = registerChange(what, ids)
    this.#forget(change)
    await announceChange(this.#publisher, this.#feed, change)
  }

  #forget(change: RegisterChange): void {
    if (change.what !== 'devices') return
    this.#generation++
    this.#unknownUntil.clear()
    this.#asking.clear()
    this.#question = null
    this.#sources.clear()
    if (change.ids.length === 0) this.#devices.clear()
    for (const id of change.ids) this.#devices.delete(id)
    this.#tell()
  }

  #ask(id: string): Promise<KnownDevice | null> {
    const asking = this.#asking.get(id)
    if (asking) return asking
    this.#question ??= this.#askSoon()
    this.#question.ids.push(id)
    const answer = this.#question.answer.then((found) => found.get(id) ?? null)
    answer.catch(() => undefined)
    this.#asking.set(id, answer)
    return answer
  }

  /** One question for all that is asked for within a turn of the event loop: a city that comes back asks for thousands. */
  #askSoon(): Question {
    const generation = this.#generation
    const ids: string[] = []
    const answer = new Promise((resolve) => setImmediate(resolve)).then(async () => {
      this.#question = null
      try {
        const { rows } = await this.#db.query<KnownDevice>({ name: 'known-devices', text: `${SELECT} WHERE id = ANY($1)`, values: [ids] })
        const found = new Map(rows.map((device) => [device.id, device]))
        if (generation === this.#generation) this.#learn(ids, found)
        return found
      } finally {
        if (generation === this.#generation) for (const id of ids) this.#asking.delete(id)
      }
    })
    return { ids, answer }
  }

  #learn(ids: readonly string[], found: ReadonlyMap<string, KnownDevice>): void {
    for (const id of ids) {
      const device = found.get(id)
      if (device) this.#keep(device)
      else this.#remember(id)
    }
  }

  #remember(id: string): void {
    if (this.#unknownUntil.size >= UNKNOWN_LIMIT) this.#unknownUntil.clear()
    this.#unknownUntil.set(id, this.#clock() + UNKNOWN_FOR_MS)
  }
}

const SELECT = 'SELECT id, profile, gateway, format, settings, token_hash AS "tokenHash" FROM device'

/** Credentials are long and random, so one round of SHA-256 keeps them as well as a slow hash would. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
