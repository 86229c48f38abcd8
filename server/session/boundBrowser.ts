import type { Request, Response } from 'express'
import { hashToken } from '../register/deviceRegister.ts'
import { makeToken } from './password.ts'

const COOKIE = 'mingjian-phone'
/** As long as browsers keep a cookie at most. */
const LIFETIME_MS = 400 * 86_400_000

function secretOf(request: Request): string | null {
  return new RegExp(`(?:^|; *)${COOKIE}=([\\w-]{20,200})(?:;|$)`).exec(request.headers.cookie ?? '')?.[1] ?? null
}

/** The hash of the secret by which this browser stands for a phone; null where it has none. */
export function browserOf(request: Request): Buffer | null {
  const secret = secretOf(request)
  return secret === null ? null : hashToken(secret)
}

/** Gives the browser a secret of its own, or leaves it the one it has; no script of a page can read it. Answers its hash. */
export function markBrowser(request: Request, response: Response): Buffer {
  const secret = secretOf(request) ?? makeToken('mjb')
  const secure = request.secure || request.get('x-forwarded-proto') === 'https'
  response.cookie(COOKIE, secret, { httpOnly: true, sameSite: 'strict', secure, path: '/api/v1', maxAge: LIFETIME_MS })
  return hashToken(secret)
}
