import type { RequestHandler } from 'express'
import type { Role, User } from '../../domain/user.ts'
import { userOf } from '../api/input.ts'
import { Problem } from '../api/problem.ts'
import type { Context } from '../context.ts'
import { bearerOf, hasSessionCookie, isForeign, loadSession, userOfSession, userOfToken } from './identify.ts'
import { renewSession } from './sessions.ts'


const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Sets `response.locals.user`, or answers 401. Writes under a cookie are refused where they come from another site. */
export function authenticate(context: Pick<Context, 'db' | 'redis' | 'clock'>): RequestHandler {
  return async (request, response, next) => {
    const token = bearerOf(request.headers.authorization)
    if (token) {
      response.locals.user = required(await userOfToken(context.db, token))
      return next()
    }
    if (!hasSessionCookie(request.headers.cookie)) throw unauthenticated()
    if (!SAFE.has(request.method) && isForeign(request.headers)) throw new Problem('cross-site')
    await loadSession(context.redis, request, response)
    response.locals.user = required(await userOfSession(context.db, request.session))
    renewSession(request, context.clock())
    next()
  }
}

/** Lets only these roles through; to stand behind `authenticate`. */
export function requireRole(...roles: readonly Role[]): RequestHandler {
  return (_request, response, next) => {
    if (!roles.includes(userOf(response).role)) throw new Problem('forbidden')
    next()
  }
}

function required(user: User | null): User {
  if (!user) throw unauthenticated()
  return user
}

function unauthenticated(): Problem {
  return new Problem('not-authenticated', undefined, { headers: { 'WWW-Authenticate': 'Bearer realm="mingjian"' } })
}
