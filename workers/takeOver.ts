import { steppedTransaction, type Client, type Pool } from '../stores/postgres/pool.ts'
import { moveTaken, readTaken, type Consumer } from '../stores/postgres/taken.ts'
import type { RedisClient } from '../stores/redis/connect.ts'
import { HandedEntries } from './handedEntries.ts'
import type { RawEntry } from './partitions/feedLoop.ts'
import type { Rounds } from './rounds.ts'

/** Consecutive entries of one partition's stream. */
export interface Batch {
  readonly partition: number
  readonly entries: readonly RawEntry[]
}

/** What is done with the entries of a stream. */
export interface Taker<Prepared> {
  readonly consumer: Consumer
  readonly entriesARound: number
  stream(partition: number): string
  /** What needs no transaction: look-ups, parsing. */
  prepare(batches: readonly Batch[]): Promise<Prepared>
  /** All that is written, in the transaction that moves the positions. It awaits `moved` first, and commits. */
  write(client: Client, prepared: Prepared, moved: Promise<void>, commit: () => Promise<void>): Promise<void>
  /** The transaction is committed; every entry up to these ids is in PostgreSQL. */
  committed?(prepared: Prepared, positions: ReadonlyMap<number, string>): void
  /** It did not happen: whatever was remembered of it is wrong. */
  failed?(): void
}

/**
 * Takes streams over into PostgreSQL for all partitions of this worker together: one transaction a round writes what came
 * and moves the positions, so that a crash at any moment repeats nothing and loses nothing, and many partitions share the
 * cost of a commit.
 */
export class TakeOver<Prepared> implements Rounds {
  readonly #redis: RedisClient
  readonly #db: Pool
  readonly #taker: Taker<Prepared>
  /** Last entry taken over, by partition; null before it is known. */
  readonly #positions = new Map<number, string | null>()
  readonly #waiting = new Set<number>()
  readonly #handed = new Map<number, HandedEntries>()

  constructor(redis: RedisClient, db: Pool, taker: Taker<Prepared>) {
    this.#redis = redis
    this.#db = db
    this.#taker = taker
  }

  add(partition: number): void {
    this.#positions.set(partition, null)
    this.#waiting.add(partition)
    this.#handed.delete(partition)
  }

  remove(partition: number): void {
    this.#positions.delete(partition)
    this.#waiting.delete(partition)
    this.#handed.delete(partition)
  }

  /** There may be something in this partition's stream. */
  mark(partition: number): void {
    if (this.#positions.has(partition)) this.#waiting.add(partition)
  }

  /** Entries that this process, the only one to write to this stream now, has just written to it: see `HandedEntries`. */
  offer(partition: number, entries: readonly RawEntry[]): void {
    if (!this.#positions.has(partition)) return
    let handed = this.#handed.get(partition)
    if (!handed) this.#handed.set(partition, (handed = new HandedEntries()))
    handed.offer(entries)
    this.#waiting.add(partition)
  }

  /** The place up to which PostgreSQL has everything; null while that is not known. */
  position(partition: number): string | null {
    return this.#positions.get(partition) ?? null
  }

  async round(): Promise<boolean> {
    const partitions = [...this.#waiting].sort((a, b) => a - b)
    if (partitions.length === 0) return false
    this.#waiting.clear()
    try {
      await this.#locate(partitions)
      const batches = await this.#read(partitions)
      if (batches.length > 0) await this.#write(batches)
      return this.#waiting.size > 0
    } catch (error) {
      for (const partition of partitions) {
        if (this.#positions.has(partition)) this.add(partition)
      }
      this.#taker.failed?.()
      throw error
    }
  }

  async #locate(partitions: readonly number[]): Promise<void> {
    const unknown = partitions.filter((partition) => this.#positions.get(partition) === null)
    if (unknown.length === 0) return
    const found = await readTaken(this.#db, this.#taker.consumer, unknown)
    for (const [partition, position] of found) if (this.#positions.has(partition)) this.#positions.set(partition, position)
  }

  async #read(partitions: readonly number[]): Promise<Batch[]> {
    const { entriesARound } = this.#taker
    const batches = await Promise.all(partitions.map(async (partition): Promise<Batch> => {
      const from = this.#positions.get(partition)
      if (!from) return { partition, entries: [] }
      const handed = this.#handed.get(partition)
      const known = handed?.take(from)
      if (known) return { partition, entries: known }
      handed?.reading()
      const entries = (await this.#redis.xrange(this.#taker.stream(partition), `(${from}`, '+', 'COUNT', entriesARound)) as unknown as RawEntry[]
      if (entries.length === entriesARound) this.#waiting.add(partition)
      else handed?.reachedEnd()
      return { partition, entries }
    }))
    return batches.filter(({ entries }) => entries.length > 0)
  }

  async #write(batches: readonly Batch[]): Promise<void> {
    const moves = batches.map(({ partition, entries }) => ({ partition, from: this.#positions.get(partition) ?? '', to: entries.at(-1)?.[0] ?? '' }))
    const prepared = await this.#taker.prepare(batches)
    await steppedTransaction(this.#db, (client, commit) => {
      const moved = moveTaken(client, this.#taker.consumer, moves)
      // It may fail before anybody awaits it: that is for whoever does, not for the process to end by.
      moved.catch(() => undefined)
      return this.#taker.write(client, prepared, moved, commit)
    })
    for (const { partition, to } of moves) if (this.#positions.has(partition)) this.#positions.set(partition, to)
    this.#taker.committed?.(prepared, new Map(moves.map(({ partition, to }) => [partition, to])))
  }
}
