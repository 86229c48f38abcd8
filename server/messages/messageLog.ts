import { isObject } from '../decoders/json.ts'
import type { Origin, Receipt, Subject } from '../door/door.ts'
import type { Rejection } from '../door/readings.ts'
import { LastMessages, type Kept } from './lastMessages.ts'

const MOST_RESULTS = 20
const MOST_KEYS = 50_000
const MOST_BYTES = 64 * 1024 * 1024
const MOVE_AFTER_MS = 10_000
export const KINDS = { readings: 'reading', detections: 'detection', status: 'status' } as const

/** One item that a message became, or why it became none. */
export interface MessageResult {
  readonly device: string | null
  readonly kind: 'reading' | 'detection' | 'status' | 'rejection'
  readonly ts?: unknown
  readonly values?: unknown
  readonly type?: unknown
  readonly online?: unknown
  readonly rejection?: Rejection
}

/** What a message in our own form became can be read from it again; of others it is kept. */
export type Outcome = { readonly subject: Subject; readonly device: string; readonly errors: Receipt['errors'] } | { readonly results: readonly MessageResult[] }

/** A message as a person is shown it. */
export interface ShownMessage {
  readonly receivedAt: string
  readonly source: Origin['source']
  /** Topic or path. */
  readonly address: string
  readonly encoding: 'text' | 'base64'
  readonly payload: string
  readonly length: number
  readonly truncated: boolean
  readonly results: readonly MessageResult[]
}

/** The last few messages of each device as they came, in bounded memory: the device longest unheard of goes first. */
export class MessageLog {
  readonly #keys = new Map<string, LastMessages>()
  readonly #clock: () => number
  #bytes = 0

  constructor(clock: () => number) {
    this.#clock = clock
  }

  /** Keeps a message under a device's id, a gateway's, or a `waitingKey`. Runs for every message: it copies and no more. */
  note(key: string, origin: Origin, payload: Buffer | string, outcome: Outcome): void {
    const at = this.#clock()
    const last = this.#keys.get(key) ?? new LastMessages()
    // Moved to the end now and then, which is not free: the first of the map is about the one longest unheard of.
    if (at - last.newestAt > MOVE_AFTER_MS) {
      this.#keys.delete(key)
      this.#keys.set(key, last)
    }
    const before = last.weight
    last.keep(at, origin, payload, outcome)
    this.#bytes += last.weight - before
    while (this.#keys.size > MOST_KEYS || this.#bytes > MOST_BYTES) this.#dropFirst()
  }

  /** The last messages, newest first. */
  of(key: string): ShownMessage[] {
    return Array.from(this.#keys.get(key)?.newestFirst() ?? [], shown)
  }

  #dropFirst(): void {
    const [first] = this.#keys
    if (!first) return
    this.#keys.delete(first[0])
    this.#bytes -= first[1].weight
  }
}

/** Under which the messages of a source stand that nobody registered behind its gateway. */
export function waitingKey(gateway: string, source: string): string {
  return `${gateway} ${source.toLowerCase()}`
}

function shown([{ at, origin, length, outcome }, raw]: readonly [Kept, Buffer]): ShownMessage {
  const truncated = length > raw.length
  const text = textOf(raw, truncated)
  return {
    receivedAt: new Date(at).toISOString(), source: origin.source, address: origin.address, length, truncated,
    ...(text === null ? { encoding: 'base64', payload: raw.toString('base64') } : { encoding: 'text', payload: text }),
    results: ('results' in outcome ? outcome.results : nativeResults(outcome, truncated ? null : text)).slice(0, MOST_RESULTS),
  }
}

/** Null where it is no text. What was cut may end within a character. */
function textOf(raw: Buffer, truncated: boolean): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(raw, { stream: truncated })
    return text.includes('\0') ? null : text
  } catch {
    return null
  }
}

function nativeResults({ subject, device, errors }: Extract<Outcome, { subject: Subject }>, text: string | null): MessageResult[] {
  const failed = new Map(errors.map(({ index, type, detail }) => [index, { type, detail }]))
  const items = parsed(text)
  if (!items) return [...failed.values()].map((rejection) => ({ device, kind: 'rejection', rejection }))
  return items.slice(0, MOST_RESULTS).map((item, i) => resultOf(device, KINDS[subject], item, failed.get(i)))
}

/** An item as it is shown beside what became of it. */
export function resultOf(device: string | null, kind: 'reading' | 'detection' | 'status', item: unknown, rejection?: Rejection): MessageResult {
  const { ts, values, type, online } = isObject(item) ? item : {}
  return { device, kind, ...(ts !== undefined && { ts }), ...(kind === 'reading' ? { values } : kind === 'detection' ? { type } : { online }), ...(rejection && { rejection: { type: rejection.type, detail: rejection.detail } }) }
}

function parsed(text: string | null): unknown[] | null {
  try {
    const value: unknown = JSON.parse(text ?? '')
    return Array.isArray(value) ? value : [value]
  } catch {
    return null
  }
}
