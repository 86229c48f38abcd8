/** A recorder shows itself every few seconds; its channels need that once in a third of the shortest sensible interval. */
const EVERY_MS = 15_000

interface Recorder {
  readonly lost: Set<string>
  vouchedAt: number
}

/** Which channels of the recorders are lost, so that a recorder's sign of life can stand for the others. */
export class Channels {
  readonly #recorders = new Map<string, Recorder>()

  /** Something came from a channel, or the recorder said that nothing does. */
  heard(recorder: string, channel: string, alive: boolean): void {
    if (alive) this.#recorders.get(recorder)?.lost.delete(channel)
    else if (channel !== recorder) this.#of(recorder).lost.add(channel)
  }

  /** The channels that live as the recorder does; none where that was said a moment ago. `now` in milliseconds. */
  vouchedFor(recorder: string, channels: Iterable<string>, now: number): string[] {
    const { lost, vouchedAt } = this.#of(recorder)
    if (now - vouchedAt < EVERY_MS) return []
    this.#of(recorder).vouchedAt = now
    return [...channels].filter((channel) => !lost.has(channel))
  }

  #of(recorder: string): Recorder {
    let known = this.#recorders.get(recorder)
    if (!known) this.#recorders.set(recorder, (known = { lost: new Set(), vouchedAt: -Infinity }))
    return known
  }
}
