/**
 * Chance that repeats: everything the demonstration makes up follows from a seed, so that a restart finds the same
 * units, the same devices and the same day.
 */

/** A 32-bit hash of the parts, well mixed: neighbouring parts give unrelated numbers. */
export function hashOf(...parts: readonly (string | number)[]): number {
  let hash = 0x811c9dc5
  for (const part of parts) {
    if (typeof part === 'number') hash = mixNumber(hash, part)
    else for (let i = 0; i < part.length; i++) hash = Math.imul(hash ^ part.charCodeAt(i), 0x01000193)
    hash = mix(hash ^ 0x9e3779b9)
  }
  return mix(hash)
}

/** A share of one, from 0 up to but not 1, that depends on the parts alone. */
export function shareOf(...parts: readonly (string | number)[]): number {
  return hashOf(...parts) / 4_294_967_296
}

/** A number from `from` up to `to` that depends on the parts alone. */
export function between(from: number, to: number, ...parts: readonly (string | number)[]): number {
  return from + (to - from) * shareOf(...parts)
}

/** One of the list, which must not be empty. */
export function pick<T>(list: readonly T[], share: number): T {
  const found = list[Math.min(list.length - 1, Math.floor(share * list.length))]
  if (found === undefined) throw new RangeError('there is nothing to pick from')
  return found
}

/** One of the weighted choices, in proportion to their weights. */
export function pickWeighted<T>(choices: readonly (readonly [T, number])[], share: number): T {
  const total = choices.reduce((sum, [, weight]) => sum + weight, 0)
  let rest = share * total
  for (const [choice, weight] of choices) {
    rest -= weight
    if (rest < 0) return choice
  }
  return pick(choices, 0.999_999)[0]
}

/** A stream of shares from one seed, for making long lists. */
export class Chance {
  #state: number

  constructor(...seed: readonly (string | number)[]) {
    this.#state = hashOf(...seed)
  }

  share(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }

  between(from: number, to: number): number {
    return from + (to - from) * this.share()
  }

  /** Normally distributed about 0 with a standard deviation of 1. */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.share())) * Math.cos(2 * Math.PI * this.share())
  }

  pick<T>(list: readonly T[]): T {
    return pick(list, this.share())
  }

  pickWeighted<T>(choices: readonly (readonly [T, number])[]): T {
    return pickWeighted(choices, this.share())
  }
}

function mixNumber(hash: number, part: number): number {
  const low = mix((hash ^ (part % 4_294_967_296)) | 0)
  return mix(low ^ Math.floor(part / 4_294_967_296))
}

function mix(value: number): number {
  let h = value | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
