import type { IncomingMessage } from 'node:http'
import { ServerResponse } from 'node:http'
import type { Request, RequestHandler, Response } from 'express'
import type { SessionData } from 'express-session'
import type { User } from '../../domain/user.ts'
import { findUserByToken } from '../../stores/postgres/tokens.ts'
import { findCredentials } from '../../stores/postgres/users.ts'
import type { Pool } from '../../stores/postgres/pool.ts'
import type { Context } from '../context.ts'
import { hashToken } from '../register/deviceRegister.ts'
import { COOKIE_NAME, passwordMark, sessionMiddleware } from './sessions.ts'

type Stores = Pick<Context, 'db' | 'redis'>

/** One session middleware for each Redis connection: routes and sockets share it. */
const middlewares = new WeakMap<Stores['redis'], RequestHandler>()

export function sessionsOf(redis: Stores['redis']): RequestHandler {
  const known = middlewares.get(redis)
  if (known) return known
  const made = sessionMiddleware(redis)
  middlewares.set(redis, made)
  return made
}

/** The token of an `Authorization: Bearer` header, or null. */
export function bearerOf(header: string | undefined): string | null {
  return /^Bearer +(\S+) *$/i.exec(header ?? '')?.[1] ?? null
}

/** Who holds a personal token; null for none, a device's token included. */
export function userOfToken(db: Pool, token: string): Promise<User | null> {
  return findUserByToken(db, hashToken(token))
}

/** Who opened the session; null once the user is gone or has a new password. */
export async function userOfSession(db: Pool, session: Partial<SessionData> | undefined): Promise<User | null> {
  if (!session?.userId || !session.passwordMark) return null
  const credentials = await findCredentials(db, 'id', session.userId)
  return credentials && passwordMark(credentials.passwordHash) === session.passwordMark ? credentials.user : null
}

/** Runs the session middleware; `request.session` is there afterwards. */
export function loadSession(redis: Stores['redis'], request: Request, response: Response): Promise<void> {
  return new Promise((resolve, reject) => {
    void sessionsOf(redis)(request, response, (error?: unknown) => (error ? reject(error as Error) : resolve()))
  })
}

/** What of a Socket.IO socket is needed to know who it is. */
export interface Handshake {
  readonly auth: Readonly<Record<string, unknown>>
  readonly headers: IncomingMessage['headers']
}

/** Who opens a socket: by `auth: {token}`, an `Authorization` header or the session's cookie. Null where by nothing. */
export async function userOfSocket(stores: Stores, socket: { handshake: Handshake; request: IncomingMessage }): Promise<User | null> {
  const { auth, headers } = socket.handshake
  const token = typeof auth.token === 'string' && auth.token !== '' ? auth.token : bearerOf(headers.authorization)
  if (token) return userOfToken(stores.db, token)
  if (!hasSessionCookie(headers.cookie) || isForeign(headers)) return null
  // The middleware reads the cookie of any request; nothing is ever written to this answer.
  const request = socket.request as Request
  request.originalUrl ??= socket.request.url ?? '/'
  await loadSession(stores.redis, request, new ServerResponse(socket.request) as unknown as Response)
  return userOfSession(stores.db, request.session)
}

export function hasSessionCookie(header: string | undefined): boolean {
  return header !== undefined && new RegExp(`(?:^|; *)${COOKIE_NAME}=`).test(header)
}

/** Whether a browser says that a page of another site sends this. Programs say neither and are let through. */
export function isForeign(headers: IncomingMessage['headers']): boolean {
  const site = headers['sec-fetch-site']
  if (typeof site === 'string') return site !== 'same-origin' && site !== 'none'
  if (headers.origin === undefined) return false
  const forwarded = headers['x-forwarded-host']
  const hosts = [headers.host, typeof forwarded === 'string' ? forwarded.split(',')[0]?.trim() : undefined]
  return !URL.canParse(headers.origin) || !hosts.includes(new URL(headers.origin).host)
}
