import { hash, verify } from '@node-rs/argon2'
import { randomBytes, randomInt } from 'node:crypto'

/** Argon2id with the parameters OWASP names first: 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export const SHORTEST_PASSWORD = 10
/** Longer ones only cost time. */
export const LONGEST_PASSWORD = 200

/** What is wrong with a new password, or null. Length counts more than character classes. */
export function passwordFault(password: string, username: string): string | null {
  if (password.length < SHORTEST_PASSWORD) return `a password has at least ${SHORTEST_PASSWORD} characters`
  if (password.length > LONGEST_PASSWORD) return `a password has at most ${LONGEST_PASSWORD} characters`
  if (new Set(password).size < 5) return 'a password has at least five different characters'
  if (password.toLowerCase().includes(username.toLowerCase())) return 'a password does not hold the user name'
  return null
}

export function hashPassword(password: string): Promise<string> {
  return hash(password, COST)
}

let decoy: Promise<string> | undefined

/** Whether the password fits. Takes as long where there is no such user, so that names can't be found by timing. */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword(randomBytes(16).toString('hex'))
  const fits = await verify(passwordHash ?? (await decoy), password)
  return fits && passwordHash !== null
}

/** Letters and digits that nobody mistakes for one another. */
const LEGIBLE = 'abcdefghjkmnpqrstuvwxyz23456789'

/** A password to be read from a screen and typed. */
export function makePassword(): string {
  const group = (): string => Array.from({ length: 4 }, () => LEGIBLE[randomInt(LEGIBLE.length)]).join('')
  return [group(), group(), group(), group()].join('-')
}

/** A credential for a program: 256 random bits. */
export function makeToken(prefix: 'mjd' | 'mjp' | 'mjb'): string {
  return `${prefix}_${randomBytes(32).toString('base64url')}`
}
