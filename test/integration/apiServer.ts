import { createServer } from 'node:http'
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { pino } from 'pino'
import { loadConfiguration } from '../../config/load.ts'
import { readChildEnvironment } from '../../config/environment.ts'
import type { Role } from '../../domain/user.ts'
import type { Context } from '../../server/context.ts'
import { createApp, type ExtraRouters } from '../../server/http.ts'
import { attachLive } from '../../server/live/attach.ts'
import { DeviceRegister } from '../../server/register/deviceRegister.ts'
import { ensureFirstLogins } from '../../server/session/firstLogins.ts'
import { migrate } from '../../stores/postgres/migrate.ts'
import { createPool } from '../../stores/postgres/pool.ts'
import { connectRedis } from '../../stores/redis/connect.ts'
import { FeedWriter } from '../../stores/redis/feed.ts'
import { startStores } from './constellation.ts'

export const ADMIN_PASSWORD = 'an-administrators-password'
export const ADMIN_TOKEN = 'an-administrators-token'

/** What came back. `body` is JSON where the answer is. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  // The shape is what each test asserts.
  readonly body: Record<string, unknown> & { items: Record<string, unknown>[] }
  readonly text: string
  readonly bytes: Uint8Array
}

/** Sends as one caller. */
export type Send = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>

export interface ApiServer {
  readonly context: Context
  readonly url: string
  readonly dataDir: string
  /** Sends without any credential. */
  readonly nobody: Send
  /** Sends with the first administrator's bearer token. */
  readonly admin: Send
  /** Makes a user of that role and sends with its session's cookie. */
  user(role: Role, jurisdiction: object): Promise<Send>
  stop(): Promise<void>
}

/** The HTTP side of the server alone, on real stores; with the live push and the sessions of inspections where asked. */
export async function startApi(options: { env?: NodeJS.ProcessEnv; extra?: (context: Context) => ExtraRouters; live?: boolean } = {}): Promise<ApiServer> {
  const stores = await startStores()
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'mingjian-api-'))
  const environment = readChildEnvironment({
    DATA_DIR: dataDir, REDIS_URL: stores.redisUrl, DATABASE_URL: stores.databaseUrl, DEMO: 'off', ADMIN_PASSWORD, ADMIN_TOKEN, ...options.env,
  })
  const db = createPool(stores.databaseUrl, { name: 'test' })
  await migrate(db)
  const redis = connectRedis(stores.redisUrl)
  const feed = new FeedWriter(redis, 4)
  const register = new DeviceRegister({ db, redis, feed, clock: Date.now })
  await register.start()
  const context: Context = { environment, configuration: loadConfiguration(), log: pino({ level: 'warn' }), db, redis, feed, register, clock: Date.now }
  await ensureFirstLogins({ ...context, print: () => undefined })
  const listener = createServer(createApp(context, options.extra?.(context)))
  const live = options.live ? await attachLive(listener, context) : null
  listener.listen(0, '127.0.0.1')
  await new Promise((resolve) => listener.once('listening', resolve))
  const url = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`
  const admin = sender(url, { authorization: `Bearer ${ADMIN_TOKEN}` })
  let made = 0
  return {
    context, url, dataDir, admin,
    nobody: sender(url, {}),
    async user(role, jurisdiction) {
      const username = `${role}-${++made}`
      await must(admin('POST', '/api/v1/users', { username, name: username, role, jurisdiction, password: 'correct horse battery' }), 201)
      const login = await must(sender(url, {})('POST', '/api/v1/session', { username, password: 'correct horse battery' }), 201)
      return sender(url, { cookie: cookieOf(login) })
    },
    async stop() {
      await live?.stop()
      listener.close()
      listener.closeAllConnections()
      await register.stop()
      await feed.stop()
      redis.disconnect()
      await db.end()
      await stores.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** Sends JSON unless the body is text or bytes. */
export function sender(url: string, common: Record<string, string>): Send {
  return async (method, address, body, headers = {}) => {
    const raw = body === undefined || typeof body === 'string' || body instanceof Uint8Array || body instanceof FormData
    const response = await fetch(url + address, {
      method,
      redirect: 'manual',
      headers: { ...(raw ? {} : { 'content-type': 'application/json' }), ...common, ...headers, ...cookies(common.cookie, headers.cookie) },
      body: raw ? (body as BodyInit | undefined) : JSON.stringify(body),
    })
    const bytes = new Uint8Array(await response.arrayBuffer())
    const text = new TextDecoder().decode(bytes)
    const json = /[/+]json/.test(response.headers.get('content-type') ?? '')
    return { status: response.status, headers: response.headers, text, bytes, body: (json && text !== '' ? JSON.parse(text) : {}) as Answer['body'] }
  }
}

/** Those a request sends beside the session's. */
function cookies(...of: (string | undefined)[]): Record<string, string> {
  const all = of.filter((each) => each !== undefined)
  return all.length === 0 ? {} : { cookie: all.join('; ') }
}

/** The answer, which must have this status. */
export async function must(answer: Promise<Answer>, status: number): Promise<Answer> {
  const got = await answer
  if (got.status !== status) throw new Error(`answered ${got.status}, not ${status}: ${got.text}`)
  return got
}

/** The session's cookie as it is sent back. */
export function cookieOf(answer: Answer): string {
  return answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]).join('; ')
}
