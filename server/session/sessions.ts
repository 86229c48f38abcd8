import { RedisStore } from 'connect-redis'
import type { Request, RequestHandler, Response } from 'express'
import session from 'express-session'
import { createHash, randomBytes } from 'node:crypto'
import type { Credentials } from '../../stores/postgres/users.ts'
import type { RedisClient } from '../../stores/redis/connect.ts'

declare module 'express-session' {
  interface SessionData {
    userId: string
    /** Of the password hash the session was opened under. */
    passwordMark: string
    /** Epoch milliseconds of the last renewal. */
    renewedAt: number
  }
}

export const COOKIE_NAME = 'mingjian'
const SECRET_KEY = 'mj:session-secret'
const PREFIX = 'mj:session:'
/** A session ends when nobody came for a week. */
const LIFETIME_MS = 7 * 86_400_000
/** Sessions are written when they are renewed, not with every request: each write costs Redis an fsync. */
const RENEWED_EVERY_MS = 3_600_000

/**
 * The middleware that finds the session of a cookie. All servers share the signing secret, which lies beside the
 * sessions in Redis; it is fetched with the first request that needs it.
 */
export function sessionMiddleware(redis: RedisClient): RequestHandler {
  let made: Promise<RequestHandler> | undefined
  return (request, response, next) => {
    made ??= sharedSecret(redis).then((secret) => build(redis, secret))
    made.then((handler) => handler(request, response, next), (error: unknown) => {
      made = undefined
      next(error)
    })
  }
}

async function sharedSecret(redis: RedisClient): Promise<string> {
  await redis.set(SECRET_KEY, randomBytes(32).toString('hex'), 'NX')
  const secret = await redis.get(SECRET_KEY)
  if (!secret) throw new Error('the session secret is gone from Redis')
  return secret
}

function build(redis: RedisClient, secret: string): RequestHandler {
  return session({
    name: COOKIE_NAME,
    secret,
    store: new RedisStore({ client: redis, prefix: PREFIX, disableTouch: true }),
    resave: false,
    saveUninitialized: false,
    // Decides only whether our cookie carries `Secure`, so a header that lies harms nobody but its sender.
    proxy: true,
    cookie: { httpOnly: true, sameSite: 'strict', secure: 'auto', maxAge: LIFETIME_MS, path: '/' },
  })
}

/** Changes with the password, and tells nothing of it. */
export function passwordMark(passwordHash: string): string {
  return createHash('sha256').update(passwordHash).digest('base64url').slice(0, 22)
}

/** Opens a session under a new id, so that an id planted before the login is worth nothing. */
export function openSession(request: Request, { user, passwordHash }: Credentials, now: number): Promise<void> {
  return new Promise((resolve, reject) => {
    request.session.regenerate((error: unknown) => {
      if (error) return reject(error as Error)
      Object.assign(request.session, { userId: user.id, passwordMark: passwordMark(passwordHash), renewedAt: now })
      request.session.save((failure: unknown) => (failure ? reject(failure as Error) : resolve()))
    })
  })
}

/** Ends the session in Redis and takes the cookie back. */
export function closeSession(request: Request, response: Response): Promise<void> {
  response.clearCookie(COOKIE_NAME, { path: '/', httpOnly: true, sameSite: 'strict' })
  return new Promise((resolve, reject) => {
    request.session.destroy((error: unknown) => (error ? reject(error as Error) : resolve()))
  })
}

/** Moves the end of the session on, once an hour. */
export function renewSession(request: Request, now: number): void {
  if (now - (request.session.renewedAt ?? 0) > RENEWED_EVERY_MS) request.session.renewedAt = now
}
