import { before } from '../stores/redis/feed.ts'
import type { RawEntry } from './partitions/feedLoop.ts'

/** More than these are read from the stream. */
const MOST = 500

/**
 * The newest entries of a stream, handed over in memory by its only writer, so that they need not be read back. They
 * are believed only after the stream was once read to its end and nothing written since was missed.
 */
export class HandedEntries {
  #entries: RawEntry[] = []
  #complete = false
  #missed = true

  /** What was just written, in order; none where the writer can't say. */
  offer(entries: readonly RawEntry[]): void {
    if (entries.length > 0 && this.#entries.length + entries.length <= MOST) {
      this.#entries.push(...entries)
      return
    }
    this.#entries = []
    this.#complete = false
    this.#missed = true
  }

  /** Everything after this id, which is not handed out again; null where only the stream knows. */
  take(after: string): RawEntry[] | null {
    if (!this.#complete) return null
    const taken = this.#entries.filter(([id]) => before(after, id))
    this.#entries = []
    return taken
  }

  /** The stream is about to be read. */
  reading(): void {
    this.#missed = false
  }

  /** It was read to its end: what is offered from now on follows on it. */
  reachedEnd(): void {
    this.#complete = !this.#missed
  }
}
