import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { Message } from '../decoders/decoder.ts'
import { boundaryOf, MultipartParser, type Part } from '../decoders/multipart.ts'
import { authorization, bestChallenge, type Challenge, type Credentials } from './authorization.ts'
import { rest, Watch } from './watch.ts'

export interface StreamOptions {
  /** Where the device is: `http://192.168.1.64`; the vendor's path is put behind it. */
  readonly address: string
  readonly credentials: Credentials
  /** False for a device with a certificate of its own making. */
  readonly verifyCertificate?: boolean
  /** The next part is not read until this resolves, so a slow taker slows the camera and fills no memory. */
  readonly onMessage: (message: Message) => Promise<void> | void
  /** Called where the line comes up, and where it is lost with the reason. */
  readonly onLine?: (up: boolean, reason: string) => void
  readonly timing?: Partial<Timing>
}

/** Times in milliseconds. */
export interface Timing {
  /** Silence after which the line counts as dead; the devices send a heartbeat all along. */
  readonly silence: number
  readonly firstPause: number
  readonly longestPause: number
  /** After a refused password: devices lock out who tries too often. */
  readonly refusedPause: number
}

/** What the two vendors differ in. */
const VENDORS = {
  hikvision: { path: '/ISAPI/Event/notification/alertStream', silence: 60_000 },
  dahua: { path: '/cgi-bin/eventManager.cgi?action=attach&codes=[All]&heartbeat=5', silence: 20_000 },
} as const

/** Whether devices of this format have an event stream to pull. */
export function isPulled(format: string | null): format is keyof typeof VENDORS {
  return format !== null && Object.hasOwn(VENDORS, format)
}

const TIMING = { firstPause: 1_000, longestPause: 60_000, refusedPause: 300_000 }

class Refused extends Error {
  override name = 'Refused'
}

/**
 * Keeps a camera's event stream open and hands its parts on, each as a message of its own. Whatever goes wrong, it
 * connects again after a pause that doubles from try to try and is shaken, so that cameras that went down together do
 * not come back together.
 */
export class EventStream {
  readonly #options: StreamOptions
  readonly #url: URL
  readonly #timing: Timing
  #abort: AbortController | null = null
  #running: Promise<void> = Promise.resolve()
  #challenge: { readonly challenge: Challenge; count: number } | null = null

  constructor(vendor: keyof typeof VENDORS, options: StreamOptions) {
    const { path, silence } = VENDORS[vendor]
    this.#options = options
    this.#url = new URL(path, options.address)
    this.#timing = { ...TIMING, silence, ...options.timing }
  }

  start(): void {
    if (this.#abort) return
    this.#abort = new AbortController()
    this.#running = this.#run(this.#abort.signal)
  }

  /** Resolves once the line is closed and the last part is taken. */
  async stop(): Promise<void> {
    this.#abort?.abort()
    await this.#running
    this.#abort = null
  }

  async #run(stopped: AbortSignal): Promise<void> {
    const { firstPause, longestPause, refusedPause } = this.#timing
    let pause = firstPause
    while (!stopped.aborted) {
      let up = false
      let reason = 'the device closed the stream'
      let refused = false
      try {
        await this.#listen(stopped, () => {
          if (!up) this.#options.onLine?.(true, '')
          up = true
        })
      } catch (error) {
        refused = error instanceof Refused
        reason = error instanceof Error ? error.message : String(error)
      }
      if (stopped.aborted) return
      this.#options.onLine?.(false, reason)
      if (up) pause = firstPause
      await rest((refused ? refusedPause : pause) * (0.5 + Math.random() / 2), stopped)
      pause = Math.min(pause * 2, longestPause)
    }
  }

  async #listen(stopped: AbortSignal, onPart: () => void): Promise<void> {
    const watch = new Watch(this.#timing.silence, stopped)
    try {
      const response = await this.#open(watch)
      const contentType = response.headers['content-type'] ?? null
      const boundary = boundaryOf(contentType)
      if (response.statusCode !== 200 || boundary === null) {
        response.destroy()
        throw new Error(response.statusCode === 200 ? `the device answers with ${contentType ?? 'nothing'}, no multipart stream` : `the device answers ${response.statusCode}`)
      }
      const parser = new MultipartParser(boundary)
      for await (const chunk of response as AsyncIterable<Buffer>) {
        for (const part of parser.push(chunk)) {
          watch.pause()
          onPart()
          await this.#take(part)
        }
        watch.begin()
      }
    } catch (error) {
      throw watch.silent ? new Error(`nothing came for ${this.#timing.silence} ms`) : error
    } finally {
      watch.end()
    }
  }

  /** A part too long for us goes on empty-handed: the decoder could make nothing of a piece of it. */
  async #take({ contentType, body, tooLarge }: Part): Promise<void> {
    if (tooLarge) return
    await this.#options.onMessage({ topic: this.#url.pathname, payload: body, contentType, receivedAt: Date.now(), retained: false })
  }

  /** Asks, and asks again with what the device demands. A nonce that served is used on until the device wants another. */
  async #open(watch: Watch): Promise<IncomingMessage> {
    const first = await this.#ask(watch)
    if (first.statusCode !== 401) return first
    const answered = this.#challenge !== null
    const challenge = bestChallenge(headersOf(first))
    first.destroy()
    if (challenge === null) throw new Refused('the device asks for a login of a kind that is not known')
    if (answered && this.#challenge?.challenge.scheme === 'basic') throw this.#refused()
    this.#challenge = { challenge, count: 0 }
    const second = await this.#ask(watch)
    if (second.statusCode !== 401) return second
    second.destroy()
    throw this.#refused()
  }

  #refused(): Refused {
    this.#challenge = null
    return new Refused('the device refuses the user name or the password')
  }

  async #ask(watch: Watch): Promise<IncomingMessage> {
    const uri = `${this.#url.pathname}${this.#url.search}`
    const headers: Record<string, string> = { accept: 'multipart/*, */*', connection: 'close' }
    if (this.#challenge) {
      this.#challenge.count++
      headers.authorization = authorization(this.#challenge.challenge, this.#options.credentials, {
        method: 'GET', uri, count: this.#challenge.count, clientNonce: randomBytes(16).toString('hex'),
      })
    }
    const send = this.#url.protocol === 'https:' ? httpsRequest : httpRequest
    const request = send(this.#url, { path: uri, headers, signal: watch.signal, agent: false, rejectUnauthorized: this.#options.verifyCertificate ?? true })
    request.end()
    const [response] = await once(request, 'response', { signal: watch.signal }) as [IncomingMessage]
    // Errors of the body reach whoever reads it; one that nobody reads any more may fail in silence.
    response.on('error', () => {})
    request.on('error', () => {})
    return response
  }
}

function headersOf(response: IncomingMessage): string[] {
  return response.headersDistinct['www-authenticate'] ?? []
}
