import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino, type Logger } from 'pino'
import { io, type Socket } from 'socket.io-client'
import { loadConfiguration } from '../../config/load.ts'
import type { Environment } from '../../config/environment.ts'
import type { LiveEvent, Subscription, SubscriptionAnswer } from '../../domain/live.ts'
import type { Jurisdiction, User } from '../../domain/user.ts'
import { attachLive, type LiveOptions } from '../../server/live/attach.ts'
import { migrate } from '../../stores/postgres/migrate.ts'
import { createPool, type Pool } from '../../stores/postgres/pool.ts'
import { connectRedis, type RedisClient } from '../../stores/redis/connect.ts'
import { startStores, type Stores } from './constellation.ts'

export const CITY: Jurisdiction = { scope: 'city' }
export const districts = (...codes: string[]): Jurisdiction => ({ scope: 'districts', districts: codes })
export const unit = (id: string): Jurisdiction => ({ scope: 'unit', unit: id })

/** Real stores with our tables in them. */
export interface Ground {
  readonly stores: Stores
  readonly db: Pool
  readonly redis: RedisClient
  readonly context: {
    environment: Environment
    configuration: ReturnType<typeof loadConfiguration>
    log: Logger
    db: Pool
    redis: RedisClient
    clock: () => number
  }
  stop(): Promise<void>
}

export async function layGround(): Promise<Ground> {
  const stores = await startStores()
  const db = createPool(stores.databaseUrl, { name: 'test', max: 20 })
  await migrate(db)
  const redis = connectRedis(stores.redisUrl)
  const environment = { dataDir: stores.dataDir, databaseUrl: stores.databaseUrl, redisUrl: stores.redisUrl } as Environment
  const context = { environment, configuration: loadConfiguration(), log: pino({ level: 'silent' }) as Logger, db, redis, clock: Date.now }
  return {
    stores, db, redis, context,
    stop: async () => {
      redis.disconnect()
      await db.end()
      await stores.stop()
    },
  }
}

export function userIn(jurisdiction: Jurisdiction): User {
  const role = jurisdiction.scope === 'unit' ? 'enterprise' : 'duty'
  return { id: 'u', username: 'u', name: 'U', role, jurisdiction, mayIssue: role !== 'enterprise', createdAt: '2026-01-01T00:00:00.000Z' }
}

/** A server with the live push on it; clients sign in by saying which jurisdiction they have. */
export async function startLiveServer(ground: Ground, options: LiveOptions = {}): Promise<{ url: string; stop(): Promise<void> }> {
  const http = createServer()
  const live = await attachLive(http, ground.context, {
    authenticate: async ({ handshake }) => {
      const token = handshake.auth.token
      return typeof token === 'string' ? userIn(JSON.parse(token) as Jurisdiction) : null
    },
    ...options,
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const { port } = http.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      await live.stop()
      http.closeAllConnections()
      await new Promise((resolve) => http.close(resolve))
    },
  }
}

/** A client as a program outside would write it: keeps what it heard and where it stands. */
export class LiveClient {
  readonly heard: LiveEvent[] = []
  readonly socket: Socket
  cursor: string | undefined
  resets = 0

  constructor(url: string, jurisdiction: Jurisdiction | null, transports: string[] = ['websocket']) {
    const auth = jurisdiction ? { token: JSON.stringify(jurisdiction) } : {}
    this.socket = io(`${url}/live`, { auth, transports, forceNew: true, reconnection: false })
    this.socket.on('event', (event: LiveEvent) => {
      if (event.type === 'reset') this.resets += 1
      else this.heard.push(event)
      if (event.cursor !== null) this.cursor = event.cursor
    })
  }

  async connected(): Promise<this> {
    if (this.socket.connected) return this
    await new Promise<void>((resolve, reject) => {
      this.socket.once('connect', resolve)
      this.socket.once('connect_error', reject)
    })
    return this
  }

  async subscribe(subscription: Subscription): Promise<SubscriptionAnswer> {
    await this.connected()
    const answer = (await this.socket.timeout(10_000).emitWithAck('subscribe', subscription)) as SubscriptionAnswer
    this.cursor ??= answer.cursor
    return answer
  }

  /** Numbers of what was heard of durable topics. */
  get seqs(): number[] {
    return this.heard.filter((event) => event.cursor !== null).map((event) => Number(event.cursor))
  }

  close(): void {
    this.socket.close()
  }
}

export async function until(what: string, holds: () => boolean | Promise<boolean>, limit = 60_000): Promise<void> {
  const end = Date.now() + limit
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
