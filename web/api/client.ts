import { ApiProblem, problemOf, unreachable } from './problem.ts'
import { RequestKeys } from './requestKeys.ts'

const BASE = '/api/v1'
/** An answer that takes longer than this counts as none, so that a page can say so and try again. */
const PATIENCE_MS = 15_000
const keys = new RequestKeys(() => Date.now())

type Query = Record<string, string | number | undefined>

function address(path: string, query: Query = {}): string {
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) if (value !== undefined) search.set(key, String(value))
  const text = search.toString()
  return text === '' ? BASE + path : `${BASE}${path}?${text}`
}

interface Sending {
  query?: Query
  body?: unknown
  /** The request is small and goes on even if the page is left. */
  outliving?: boolean
  headers?: Record<string, string>
}

async function send<T>(method: string, path: string, options: Sending = {}): Promise<T> {
  const answer = await fetch(address(path, options.query), {
    method,
    credentials: 'same-origin',
    headers: { accept: 'application/json', ...(options.body === undefined ? {} : { 'content-type': 'application/json' }), ...options.headers },
    body: options.body === undefined ? null : JSON.stringify(options.body),
    keepalive: options.outliving ?? false,
    signal: AbortSignal.timeout(PATIENCE_MS),
  }).catch((reason: unknown) => {
    throw unreachable(reason)
  })
  if (!answer.ok) throw await problemOf(answer)
  return (answer.status === 204 ? null : await answer.json()) as T
}

/** Under a key, so that what was carried out without an answer is not carried out again when it is sent again. */
async function post<T>(path: string, body: unknown, more: Pick<Sending, 'outliving'> = {}): Promise<T> {
  const request = `${path} ${JSON.stringify(body)}`
  try {
    const answer = await send<T>('POST', path, { body, ...more, headers: { 'idempotency-key': keys.keyOf(request) } })
    keys.answered(request)
    return answer
  } catch (problem) {
    if (problem instanceof ApiProblem && problem.status > 0 && problem.status < 500) keys.answered(request)
    throw problem
  }
}

/** The REST interface; every failure is an ApiProblem. */
export const api = {
  get: <T>(path: string, query?: Query) => send<T>('GET', path, query === undefined ? {} : { query }),
  post,
  patch: <T>(path: string, body: unknown) => send<T>('PATCH', path, { body }),
  put: <T>(path: string, body: unknown) => send<T>('PUT', path, { body }),
  delete: <T = null>(path: string) => send<T>('DELETE', path),
}

/** Sends, and hands on each line of JSON of the answer as it comes. Ends with the signal; failures are ApiProblems. */
export async function postLines(path: string, body: unknown, signal: AbortSignal, onLine: (line: unknown) => void): Promise<void> {
  const answer = await fetch(address(path), {
    method: 'POST', credentials: 'same-origin', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body), signal,
  }).catch((reason: unknown) => {
    throw unreachable(reason)
  })
  if (!answer.ok) throw await problemOf(answer)
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  for (;;) {
    const { done, value } = (await reader?.read().catch((reason: unknown) => {
      throw unreachable(reason)
    })) ?? { done: true, value: undefined }
    if (done) break
    const lines = (rest + value).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line !== '') onLine(JSON.parse(line))
  }
}
