import { ApiProblem } from '../api/problem.ts'
import { session } from '../session/session.ts'
import { lastUser } from './lastUser.ts'

const PREFIX = 'mingjian.phone.kept.'

/** An answer, with the time it was given where it is one of before; epoch milliseconds. */
export interface Kept<T> {
  readonly value: T
  readonly at: number | null
}

const keyOf = (name: string): string => `${PREFIX}${(session.user.value ?? lastUser.value)?.username ?? ''}.${name}`

/** What the server says; without a line what it said last, so that a person on site can still read what to do. */
export async function askOrKeep<T>(name: string, ask: () => Promise<T>): Promise<Kept<T>> {
  try {
    const value = await ask()
    keep(name, value)
    return { value, at: null }
  } catch (problem) {
    const kept = problem instanceof ApiProblem && problem.status === 0 ? readKept<T>(name) : null
    if (kept === null) throw problem
    return kept
  }
}

/** What was kept under that name by the person at this browser, whoever else used it before. */
export function readKept<T>(name: string): Kept<T> | null {
  return JSON.parse(localStorage.getItem(keyOf(name)) ?? 'null') as Kept<T> | null
}

/** A browser without room keeps nothing; the page then needs the line. */
export function keep(name: string, value: unknown): void {
  try {
    localStorage.setItem(keyOf(name), JSON.stringify({ value, at: Date.now() }))
  } catch {
    forgetKept()
  }
}

/** Lets go of what is none of this person's any more. */
export function dropKept(name: string): void {
  localStorage.removeItem(keyOf(name))
}

/** Lets go of all that was kept, whoever it was of: for signing out. */
export function forgetKept(): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key)
}
