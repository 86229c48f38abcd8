import type { Logger } from 'pino'
import type { Pool } from '../../stores/postgres/pool.ts'
import { noteWaitingDevices, type WaitingSight } from '../../stores/postgres/waitingDevices.ts'
import { isObject } from '../decoders/json.ts'

/** Numbers and words of a sample that are kept; a gateway that makes names up must not fill the database. */
const MOST_NAMES = 20
const LONGEST_TEXT = 200

const WRITE_MS = 2_000
/** A gateway that makes names up must not fill the memory; what is left out comes again with its next message. */
const MOST_UNWRITTEN = 10_000

/** Remembers what known gateways speak of and nobody registered, and writes it down every two seconds. */
export class WaitingDevices {
  readonly #db: Pool
  readonly #clock: () => number
  readonly #log: Logger
  readonly #unwritten = new Map<string, WaitingSight>()
  #timer: NodeJS.Timeout | undefined

  constructor(parts: { db: Pool; clock: () => number; log: Logger }) {
    this.#db = parts.db
    this.#clock = parts.clock
    this.#log = parts.log
  }

  start(): void {
    this.#timer = setInterval(() => void this.#write(), WRITE_MS)
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.#write()
  }

  saw(gateway: string, source: string, sample: Record<string, unknown>): void {
    if (!isStorable(source)) return
    const key = `${gateway} ${source.toLowerCase()}`
    const known = this.#unwritten.get(key)
    if (!known && this.#unwritten.size >= MOST_UNWRITTEN) return
    this.#unwritten.set(key, { gateway, source: source.slice(0, 200), sample: Object.fromEntries(Object.entries({ ...known?.sample, ...sample }).slice(0, MOST_NAMES)), messages: (known?.messages ?? 0) + 1, at: this.#clock() })
  }

  async #write(): Promise<void> {
    if (this.#unwritten.size === 0) return
    const sights = [...this.#unwritten.values()]
    this.#unwritten.clear()
    await noteWaitingDevices(this.#db, sights).catch((error: unknown) => this.#log.warn({ error: (error as Error).message }, 'waiting devices could not be noted'))
  }
}

/** The little of an item by which a person recognises the device; the item may still be anything. */
export function sampleOf(subject: 'readings' | 'detections' | 'status', item: unknown): Record<string, unknown> {
  if (!isObject(item)) return {}
  switch (subject) {
    case 'readings':
      return Object.fromEntries(Object.entries(isObject(item.values) ? item.values : {}).filter(([name, value]) => name.length <= LONGEST_TEXT && isStorable(name) && typeof value === 'number').slice(0, MOST_NAMES))
    case 'detections':
      return typeof item.type === 'string' && isStorable(item.type) ? { type: item.type.slice(0, LONGEST_TEXT) } : {}
    case 'status':
      return typeof item.online === 'boolean' ? { online: item.online } : {}
  }
}

/** One name that the database can't hold would take the whole round with it. */
function isStorable(text: string): boolean {
  return !/[\p{Cc}\p{Cs}]/u.test(text)
}
