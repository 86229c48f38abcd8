/** One event of a camera that tells only that something begins, still is, and ends. */
export interface Episode {
  /** Shared by all messages of the event, and never by two events. */
  readonly id: string
  /** As its start said: all phases of an event must agree on these, whatever later messages leave out. */
  readonly type: string
  readonly track?: string
}

interface Running {
  readonly episode: Episode
  lastAt: number
}

const MOST = 1_000

/**
 * Gives the events of cameras that name none an id each: a start and all that follows it until the end, or until
 * nothing was heard of it for `quietMs`. Keeps at most a thousand running events, the longest unheard going first.
 */
export class Episodes {
  readonly #running = new Map<string, Running>()
  readonly #quietMs: number

  /** @param quietMs after which an event whose end never came counts as over; by our clock */
  constructor(quietMs: number) {
    this.#quietMs = quietMs
  }

  /** The event going on under this key, heard of again now, or a new one with the id and traits given. */
  begin(key: string, now: number, fresh: () => Episode): { readonly episode: Episode; readonly phase: 'start' | 'update' } {
    const known = this.#running.get(key)
    const running = known ?? { episode: fresh(), lastAt: now }
    running.lastAt = now
    this.#running.delete(key)
    this.#running.set(key, running)
    for (const eldest of this.#running.keys()) {
      if (this.#running.size <= MOST) break
      this.#running.delete(eldest)
    }
    return { episode: running.episode, phase: known ? 'update' : 'start' }
  }

  /** Ends the event; null where none is known to go on, as after a restart of ours or where an end is repeated. */
  end(key: string): Episode | null {
    const known = this.#running.get(key)
    this.#running.delete(key)
    return known?.episode ?? null
  }

  /** Events whose end never came, let go of, with the time they were last heard of. */
  overdue(now: number): { readonly key: string; readonly episode: Episode; readonly lastAt: number }[] {
    const out: { key: string; episode: Episode; lastAt: number }[] = []
    for (const [key, { episode, lastAt }] of this.#running) {
      // The map is in the order in which events were last heard of.
      if (now - lastAt < this.#quietMs) break
      out.push({ key, episode, lastAt })
    }
    for (const { key } of out) this.#running.delete(key)
    return out
  }
}
