import type { Request, Response } from 'express'
import { z } from 'zod'
import type { User } from '../../domain/user.ts'
import type { Page, PageCursor, PageRequest } from '../../stores/postgres/page.ts'
import { fieldErrors, isProblemType, Problem, type FieldError } from './problem.ts'

/**
 * The body of a request, checked. Anything but JSON is refused before the content is looked at.
 * @param more what the schema can't tell is wrong with the body, told in the same answer
 */
export function readBody<T extends z.ZodType>(request: Request, schema: T, more: (body: unknown) => readonly FieldError[] = () => []): z.output<T> {
  if (request.body === undefined) {
    const empty = request.is('json') !== false || request.get('content-length') === '0'
    throw empty ? new Problem('malformed-json', 'The body is empty') : new Problem('unsupported-media-type', 'Send application/json')
  }
  const result = schema.safeParse(request.body)
  const others = more(request.body)
  if (result.success && others.length === 0) return result.data
  throw refused([...(result.success ? [] : fieldErrors(result.error)), ...others])
}

/** The content is understood but not valid. */
export function invalid(error: z.ZodError): Problem {
  return refused(fieldErrors(error))
}

/** Of the type that all errors have, where there is such a problem. */
function refused(errors: readonly FieldError[]): Problem {
  const [first, ...others] = errors
  const common = first && isProblemType(first.type) && others.every(({ type }) => type === first.type) ? first.type : 'invalid'
  return new Problem(common, first && `${first.path || 'body'}: ${first.detail}`, { errors })
}

/** The query of a request, checked; unknown parameters are refused so that a mistyped filter never lists all. */
export function readQuery<T extends z.ZodType>(request: Request, schema: T): z.output<T> {
  const result = schema.safeParse(request.query)
  if (result.success) return result.data
  const errors = fieldErrors(result.error)
  throw new Problem('invalid-query', errors[0] && `${errors[0].path || 'query'}: ${errors[0].detail}`, { errors })
}

/** A named part of the path. */
export function pathParameter(request: Request, name: string): string {
  const value = request.params[name]
  if (typeof value !== 'string') throw new Error(`the route has no parameter ${name}`)
  return value
}

/** Who asks; set by `authenticate`, without which no route that calls this may be mounted. */
export function userOf(response: Response): User {
  const user = response.locals.user as User | undefined
  if (!user) throw new Problem('not-authenticated')
  return user
}

const wholeNumber = z.string().regex(/^\d+$/, 'not a whole number').transform(Number)

/** The parameters every list takes; spread them into a strict object beside the filters. */
export const pageQuery = {
  limit: wholeNumber.pipe(z.number().min(1).max(500)).default(50).meta({ type: 'integer', minimum: 1, maximum: 500, default: 50 }),
  cursor: z.string().max(500).transform((text, context) => {
    const cursor = decodeCursor(text)
    if (!cursor) context.addIssue({ code: 'custom', message: 'not a cursor this list gave' })
    return cursor
  }).optional().meta({ type: 'string' }),
} as const

/** What a list is to read, from its checked query. */
export function pageRequest(query: { limit: number; cursor?: PageCursor | null }): PageRequest {
  return { limit: query.limit, after: query.cursor ?? null }
}

/** The answer of a list. */
export function pageAnswer<T>(page: Page<T>): { items: T[]; next: string | null } {
  return { items: page.items, next: page.next && encodeCursor(page.next) }
}

export function encodeCursor({ at, id }: PageCursor): string {
  return Buffer.from(JSON.stringify([at, id])).toString('base64url')
}

/** PostgreSQL's own way to write a timestamptz; anything else would make it complain. */
const TIMESTAMP = /^\d{4,6}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d){0,2}$/

export function decodeCursor(text: string): PageCursor | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    if (!Array.isArray(value) || value.length !== 2) return null
    const [at, id] = value as unknown[]
    return typeof at === 'string' && TIMESTAMP.test(at) && typeof id === 'string' && !id.includes('\0') ? { at, id } : null
  } catch {
    return null
  }
}
