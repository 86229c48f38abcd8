import { Cluster } from 'ioredis'
import type { FeedItem } from '../../domain/feed.ts'
import type { RedisClient } from './connect.ts'
import { keys, partitionOf } from './keys.ts'

/** One entry of a partition's stream. */
export interface FeedEntry {
  /** Redis stream id, "ms-seq". */
  readonly id: string
  readonly items: FeedItem[]
}

/** A picture that travels beside the items, so that judging need not read it. */
export interface Picture {
  readonly device: string
  readonly sha256: string
  readonly base64: string
}

interface Waiting {
  readonly parts: Map<number, string[]>
  readonly pictures: Picture[]
  readonly weight: number
  readonly resolve: () => void
  readonly reject: (error: Error) => void
}

const APPEND = `
for i = 1, #KEYS do
  redis.call('XADD', KEYS[i], '*', 'b', ARGV[i])
end`

/** Longer would wake the judging workers less often and cost less processor time, but every alert waits for it. */
const GATHER_MS = 8
/** Bytes that need not wait for more. */
const FULL_BATCH = 128 * 1024

export class FeedFull extends Error {
  override name = 'FeedFull'
}

/**
 * Appends items to the feed. Appends that come while one is under way go together in the next: under load the cost of
 * a write and its fsync is shared by hundreds of readings, and with none the first one waits for nobody.
 * A promise resolves only once Redis has the items on disk (`appendfsync always`).
 */
export class FeedWriter {
  readonly #redis: RedisClient
  readonly #partitions: number
  readonly #cachedPartition = new Map<string, number>()
  #waiting: Waiting[] = []
  #weight = 0
  #flushing = false
  #stopped = false

  constructor(redis: RedisClient, partitions: number) {
    this.#redis = redis
    this.#partitions = partitions
  }

  /** Bytes waiting for Redis; the door takes no more past its bound. */
  get backlog(): number {
    return this.#weight
  }

  partition(device: string): number {
    let partition = this.#cachedPartition.get(device)
    if (partition === undefined) {
      partition = partitionOf(device, this.#partitions)
      if (this.#cachedPartition.size > 2_000_000) this.#cachedPartition.clear()
      this.#cachedPartition.set(device, partition)
    }
    return partition
  }

  append(items: readonly FeedItem[], pictures: readonly Picture[] = []): Promise<void> {
    const parts = new Map<number, string[]>()
    let weight = 0
    for (const item of items) {
      const text = JSON.stringify(item)
      weight += text.length
      const partition = this.partition(('device' in item && item.device) || '')
      const list = parts.get(partition)
      if (list) list.push(text)
      else parts.set(partition, [text])
    }
    for (const picture of pictures) weight += picture.base64.length
    return this.#enqueue(parts, [...pictures], weight)
  }

  /** Puts an item into every partition's stream: whatever is sent after this resolves comes behind it. */
  announce(item: FeedItem): Promise<void> {
    const text = JSON.stringify(item)
    const parts = new Map(Array.from({ length: this.#partitions }, (_, partition) => [partition, [text]]))
    return this.#enqueue(parts, [], text.length * this.#partitions)
  }

  #enqueue(parts: Map<number, string[]>, pictures: Picture[], weight: number): Promise<void> {
    if (this.#stopped) return Promise.reject(new Error('the feed is closed'))
    return new Promise((resolve, reject) => {
      this.#waiting.push({ parts, pictures, weight, resolve, reject })
      this.#weight += weight
      // After this turn of the event loop, so that all packets read in it go together.
      if (!this.#flushing) {
        this.#flushing = true
        setImmediate(() => void this.#flushAll())
      }
    })
  }

  async #flushAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting
      this.#waiting = []
      try {
        await this.#flush(batch)
        for (const one of batch) one.resolve()
      } catch (error) {
        for (const one of batch) one.reject(error as Error)
      }
      for (const one of batch) this.#weight -= one.weight
      // Under a steady stream a short wait makes one write of many: for us, for Redis, and for whoever reads the feed.
      if (this.#waiting.length > 0 && this.#weight < FULL_BATCH) await new Promise((resolve) => setTimeout(resolve, GATHER_MS))
    }
    this.#flushing = false
  }

  async #flush(batch: readonly Waiting[]): Promise<void> {
    const merged = new Map<number, string[]>()
    for (const { parts } of batch) {
      for (const [partition, items] of parts) {
        const list = merged.get(partition)
        if (list) list.push(...items)
        else merged.set(partition, [...items])
      }
    }
    const writes: Promise<unknown>[] = []
    // Pictures first: whoever sees the detection finds its picture on the way.
    for (const { pictures } of batch) {
      for (const picture of pictures) {
        writes.push(this.#redis.xadd(keys.feed(this.partition(picture.device)), '*', 's', JSON.stringify(picture)))
      }
    }
    const [streams, entries]: [string[], string[]] = [[], []]
    for (const [partition, items] of merged) {
      streams.push(keys.feed(partition))
      entries.push(`[${items.join(',')}]`)
    }
    // Where all streams lie on one server they are written in one step, and who follows them is woken once.
    if (this.#redis instanceof Cluster) for (const [at, stream] of streams.entries()) writes.push(this.#redis.xadd(stream, '*', 'b', entries[at] ?? ''))
    else if (streams.length > 0) writes.push(this.#redis.eval(APPEND, streams.length, ...streams, ...entries))
    const results = await Promise.allSettled(writes)
    const failed = results.find((result) => result.status === 'rejected')
    if (failed) throw isOutOfMemory(failed.reason) ? new FeedFull('the feed is at its memory bound') : failed.reason
  }

  /** Refuses further appends and waits for those under way. */
  async stop(): Promise<void> {
    this.#stopped = true
    while (this.#flushing) await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

function isOutOfMemory(reason: unknown): boolean {
  return reason instanceof Error && /\bOOM\b/.test(reason.message)
}

/** Reads the `b` field of a raw stream entry; entries with pictures only have no items. */
export function parseEntry(raw: readonly [string, readonly string[]]): FeedEntry {
  const [id, fields] = raw
  const at = fields.indexOf('b')
  const text = at >= 0 ? fields[at + 1] : undefined
  return { id, items: text === undefined ? [] : (JSON.parse(text) as FeedItem[]) }
}

/** Reads the `s` field of a raw stream entry: the picture that came beside a detection. */
export function parsePicture(raw: readonly [string, readonly string[]]): Picture | null {
  const [, fields] = raw
  const at = fields.indexOf('s')
  const text = at >= 0 ? fields[at + 1] : undefined
  return text === undefined ? null : (JSON.parse(text) as Picture)
}

/** Whether stream id `a` stands before `b`. */
export function before(a: string, b: string): boolean {
  const [aMs = '0', aSeq = '0'] = a.split('-')
  const [bMs = '0', bSeq = '0'] = b.split('-')
  return Number(aMs) - Number(bMs) < 0 || (aMs === bMs && Number(aSeq) < Number(bSeq))
}
