interface Kept {
  readonly value: Promise<unknown>
  /** Until then it is fresh; Infinity while it is being worked out. */
  until: number
}

const MOST_KEPT = 2_000

/**
 * Keeps results of costly questions for a while. What takes long to work out stays longer, so that working it out
 * never takes more than the given share of the time; those who ask meanwhile wait for the same answer.
 */
export class FreshFor {
  readonly #clock: () => number
  readonly #share: number
  readonly #kept = new Map<string, Kept>()

  constructor(clock: () => number, share: number) {
    this.#clock = clock
    this.#share = share
  }

  /** The kept value of `key`, or what `ask` gives, then kept for `ms` at least. A failure is not kept. */
  get<T>(key: string, ms: number, ask: () => Promise<T>): Promise<T> {
    const before = this.#clock()
    const known = this.#kept.get(key)
    if (known && known.until > before) return known.value as Promise<T>
    this.#makeRoom(before)
    const value = ask()
    const kept: Kept = { value, until: Infinity }
    this.#kept.set(key, kept)
    value.then(
      () => {
        const after = this.#clock()
        kept.until = Math.max(before + ms, after + (after - before) * (1 / this.#share - 1))
      },
      () => {
        if (this.#kept.get(key) === kept) this.#kept.delete(key)
      },
    )
    return value
  }

  #makeRoom(now: number): void {
    if (this.#kept.size < MOST_KEPT) return
    for (const [key, { until }] of this.#kept) if (until <= now) this.#kept.delete(key)
  }
}
