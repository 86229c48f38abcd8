import type { ErrorRequestHandler, Request, Response } from 'express'
import type { Logger } from 'pino'
import { DatabaseError } from 'pg'
import type { z } from 'zod'
import { issuesOf } from '../../domain/issues.ts'

/** What is wrong with one field. `path` is written as in "contacts.0.phone"; empty means the whole. */
export interface FieldError {
  readonly path: string
  readonly type: string
  readonly detail: string
}

/** The stable last parts of `/problems/<type>` with the status each answers. */
export const PROBLEMS = {
  'malformed-json': [400, 'The body is no JSON'],
  'invalid-query': [400, 'The query is not valid'],
  'bad-request': [400, 'The request can not be understood'],
  'not-authenticated': [401, 'Sign in first'],
  'wrong-credentials': [401, 'User name or password is wrong'],
  forbidden: [403, 'Your role may not do this'],
  'outside-jurisdiction': [403, 'This lies outside your jurisdiction'],
  'cross-site': [403, 'Writes from another site are refused'],
  'not-found': [404, 'There is no such thing'],
  'method-not-allowed': [405, 'This address knows other methods'],
  duplicate: [409, 'The id is taken'],
  conflict: [409, 'The present state does not allow this'],
  'too-large': [413, 'The body is too large'],
  'unsupported-media-type': [415, 'The body is of a type that is not read here'],
  invalid: [422, 'The content is not valid'],
  'unknown-unit': [422, 'There is no such unit'],
  'unknown-device': [422, 'There is no such device'],
  'unknown-rule': [422, 'There is no such rule'],
  'unknown-type': [422, 'There is no such violation or device fault'],
  'unknown-profile': [422, 'There is no such profile'],
  'unknown-format': [422, 'There is no such format of gateways'],
  'unknown-district': [422, 'There is no such district in this city'],
  'too-many-requests': [429, 'Too many attempts'],
  internal: [500, 'Something broke on our side'],
  unavailable: [503, 'A part of the platform does not answer at the moment'],
} as const satisfies Record<string, readonly [number, string]>
export type ProblemType = keyof typeof PROBLEMS

export const isProblemType = (type: string): type is ProblemType => Object.hasOwn(PROBLEMS, type)

/** Thrown by whatever serves a request; becomes an RFC 9457 document. */
export class Problem extends Error {
  override name = 'Problem'
  readonly type: ProblemType
  readonly errors: readonly FieldError[] | undefined
  readonly headers: Readonly<Record<string, string>>

  constructor(type: ProblemType, detail?: string, more: { errors?: readonly FieldError[]; headers?: Record<string, string> } = {}) {
    super(detail ?? PROBLEMS[type][1])
    this.type = type
    this.errors = more.errors
    this.headers = more.headers ?? {}
  }

  get status(): number {
    return PROBLEMS[this.type][0]
  }
}

/** The complaints of a schema in our form. */
export function fieldErrors(error: z.ZodError): FieldError[] {
  return issuesOf(error).flatMap((issue) => {
    const type = issue.code ?? 'custom'
    // Each unknown field by its own name, not by that of what it stands in.
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => ({ path: [...issue.path, key].join('.'), type, detail: issue.message }))
    return [{ path: issue.path.join('.'), type, detail: issue.message }]
  })
}

/** Answers a problem document. */
export function sendProblem(request: Request, response: Response, problem: Problem): void {
  const { status, type, message, errors, headers } = problem
  response.status(status).set(headers).type('application/problem+json').send(JSON.stringify({
    type: `/problems/${type}`,
    title: PROBLEMS[type][1],
    status,
    detail: message,
    instance: request.originalUrl.split('?')[0],
    requestId: response.locals.requestId as string | undefined,
    ...(errors ? { errors } : {}),
  }))
}

/** The last of the chain: whatever was thrown becomes a problem document; what we did not foresee is logged. */
export function problemHandler(log: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const problem = toProblem(error)
    if (problem.status >= 500) log.error({ err: error, method: request.method, url: request.originalUrl, requestId: response.locals.requestId }, 'request failed')
    if (response.headersSent) return next(error)
    sendProblem(request, response, problem)
  }
}

/** What a caller may know of whatever was thrown. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (error instanceof DatabaseError) return fromDatabase(error)
  if (!(error instanceof Error)) return new Problem('internal')
  if (isUnreachable(error) || isRefusedByRedis(error)) return new Problem('unavailable')
  return fromParser(error as Error & { type?: string; status?: number })
}

/** Errors of the body parsers and of Express itself carry a status. */
function fromParser(error: Error & { type?: string; status?: number }): Problem {
  if (error.type === 'entity.parse.failed') return new Problem('malformed-json', error.message)
  if (error.type === 'entity.too.large') return new Problem('too-large')
  if (error.status === 415) return new Problem('unsupported-media-type', error.message)
  if (error.status !== undefined && error.status >= 400 && error.status < 500) return new Problem('bad-request', error.message)
  return new Problem('internal')
}

function fromDatabase(error: DatabaseError): Problem {
  switch (error.code) {
    case '23505':
      return new Problem('duplicate')
    case '23503':
      return new Problem('conflict', 'Something else refers to it')
    // Characters a text can't hold: NUL, half a surrogate pair.
    case '22021':
    case '22P05':
    case '22P02':
      return new Problem('invalid', 'A text holds characters that can not be stored')
    default:
      // 57: the server is going down; 53: it has no room; 08: the connection broke.
      return new Problem(/^(57|53|08)/.test(error.code ?? '') ? 'unavailable' : 'internal')
  }
}

function isUnreachable(error: Error): boolean {
  const { code } = error as { code?: unknown }
  return ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'].includes(String(code)) || /timeout exceeded when trying to connect|Connection terminated/.test(error.message)
}

/** Redis answers, but can't take the write now: full, still loading, or no longer the master. */
function isRefusedByRedis(error: Error): boolean {
  return error.name === 'ReplyError' && /^(OOM|LOADING|READONLY|MASTERDOWN|CLUSTERDOWN|MISCONF)/.test(error.message)
}
