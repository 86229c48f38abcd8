import http from 'node:http'
import https from 'node:https'
import { parseDuration } from '../../domain/duration.ts'
import type { ChannelSettings } from '../../domain/notification/channel.ts'
import type { Outcome } from './channel.ts'
import { checkedLookup, checkHost, ForbiddenAddress } from './network.ts'

export interface Posting {
  readonly url: string
  readonly method?: 'GET' | 'POST'
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Buffer
}

export interface Answered {
  readonly status: number
  readonly body: string
  /** Milliseconds the other side asked to wait. */
  readonly retryAfterMs?: number
}

const ANSWER_BYTES = 16_384

/** Thrown where there is no answer. `sent` tells whether the other side may have understood the request. */
export class NoAnswer extends Error {
  override name = 'NoAnswer'
  readonly sent: boolean
  readonly isForbidden: boolean

  constructor(message: string, sent: boolean, isForbidden = false) {
    super(message)
    this.sent = sent
    this.isForbidden = isForbidden
  }
}

/**
 * One request over a connection of its own, to addresses the channel may speak to, following no redirect and reading no
 * more of the answer than a log needs. Messages of errors hold no address, for it may be a secret.
 */
export function request({ url, method = 'POST', headers, body }: Posting, { network, timeout }: Pick<ChannelSettings, 'network' | 'timeout'>): Promise<Answered> {
  const timeoutMs = parseDuration(timeout) ?? 0
  return new Promise((resolve, reject) => {
    let sent = false
    const fail = (error: Error): void => reject(new NoAnswer(reasonOf(error), sent, error instanceof ForbiddenAddress))
    const target = URL.canParse(url) ? new URL(url) : null
    if (!target || !/^https?:$/.test(target.protocol)) return fail(new Error('the address is none of http or https'))
    try {
      checkHost(target.hostname, network)
    } catch (error) {
      return fail(error as Error)
    }
    const client = target.protocol === 'https:' ? https : http
    const calling = client.request(target, { method, headers: { ...headers, ...(method === 'GET' ? {} : { 'content-length': String(Buffer.byteLength(body)) }) }, lookup: checkedLookup(network), agent: false })
    const timer = setTimeout(() => calling.destroy(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs)
    calling.on('finish', () => (sent = true))
    calling.on('error', (error) => {
      clearTimeout(timer)
      fail(error)
    })
    calling.on('response', (answer) => {
      const parts: Buffer[] = []
      let size = 0
      answer.on('data', (part: Buffer) => {
        if (size < ANSWER_BYTES) parts.push(part)
        size += part.length
        if (size > 64 * ANSWER_BYTES) calling.destroy(new Error('the answer has no end'))
      })
      answer.on('error', fail)
      answer.on('end', () => {
        clearTimeout(timer)
        resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(parts).subarray(0, ANSWER_BYTES).toString('utf8'), ...retryAfter(answer.headers['retry-after']) })
      })
    })
    calling.end(method === 'GET' ? undefined : body)
  })
}

function reasonOf(error: Error): string {
  const { code } = error as { code?: string }
  return code === undefined ? error.message : code
}

function retryAfter(header: string | undefined): { retryAfterMs?: number } {
  const seconds = Number(header)
  return header !== undefined && seconds > 0 ? { retryAfterMs: Math.min(seconds, 3_600) * 1_000 } : {}
}

/** What an HTTP status alone says. An answer of 5xx may come from halfway: the message may have gone through. */
export function outcomeOfStatus({ status, body, retryAfterMs }: Answered): Outcome {
  const answer = `${status} ${body.slice(0, 200)}`.trim()
  if (status >= 200 && status < 300) return { result: 'accepted', answer }
  if (status === 429) return { result: 'failed', answer, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }
  if (status === 408 || status >= 500) return { result: 'unsure', answer, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }
  return { result: 'refused', answer }
}

/** What it means that there was no answer. */
export function outcomeOfSilence(error: unknown): Outcome {
  if (!(error instanceof NoAnswer)) throw error
  if (error.isForbidden) return { result: 'refused', answer: error.message }
  return { result: error.sent ? 'unsure' : 'failed', answer: error.message }
}

/** Asks, and judges the answer; silence is judged alike everywhere. */
export async function exchange(posting: Posting, settings: Pick<ChannelSettings, 'network' | 'timeout'>, judge: (answered: Answered) => Outcome = outcomeOfStatus): Promise<Outcome> {
  try {
    return judge(await request(posting, settings))
  } catch (error) {
    return outcomeOfSilence(error)
  }
}
