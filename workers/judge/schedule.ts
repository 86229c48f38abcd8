/**
 * Which devices the clock must look at, and when. A device whose time moves later is left where it is and looked at
 * early: that costs one look, where moving it would cost one at every reading.
 */
export class Schedule {
  readonly #buckets = new Map<number, Set<string>>()
  readonly #at = new Map<string, number>()

  /** Looks at the device no later than `due` (epoch ms). */
  set(device: string, due: number | null): void {
    if (due === null) return
    const second = Math.ceil(due / 1000)
    const planned = this.#at.get(device)
    if (planned !== undefined && planned <= second) return
    if (planned !== undefined) this.#buckets.get(planned)?.delete(device)
    this.#at.set(device, second)
    const bucket = this.#buckets.get(second)
    if (bucket) bucket.add(device)
    else this.#buckets.set(second, new Set([device]))
  }

  /** The devices due by `now`; they are forgotten until set again. */
  due(now: number): string[] {
    const found: string[] = []
    for (const [second, devices] of this.#buckets) {
      if (second * 1000 > now) continue
      for (const device of devices) {
        found.push(device)
        this.#at.delete(device)
      }
      this.#buckets.delete(second)
    }
    return found
  }
}
