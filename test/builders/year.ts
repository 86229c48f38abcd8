import { between, randomFrom } from '../ledger/random.ts'
import type { Sample } from '../reference/judge.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

export interface YearParts {
  readonly seed: number
  readonly from: number
  /** Mean time between two readings, in milliseconds. */
  readonly paceMs: number
  readonly days?: number
}

/** Spells of a cold room: how likely each is, how many readings it lasts at most, and between which temperatures. */
const SPELLS = [
  { share: 0.55, readings: 200, low: 2, high: 7.9 },
  { share: 0.15, readings: 6, low: 7, high: 9 },
  { share: 0.15, readings: 14, low: 8, high: 14 },
  { share: 0.08, readings: 12, low: -4, high: 0.4 },
  { share: 0.07, readings: 30, low: 7.3, high: 8.2 },
] as const

/** A recorded year: readings come early, late or not for hours; values lie at the limits, beyond them, and back within the margin. */
export function recordedYear({ seed, from, paceMs, days = 365 }: YearParts): Sample[] {
  const random = randomFrom(seed)
  const samples: Sample[] = []
  const end = from + days * DAY
  for (let ts = from; ts < end;) {
    const { readings, low, high } = drawSpell(random())
    for (let n = between(random, 1, readings); n > 0 && ts < end; n -= 1) {
      samples.push({ ts, value: Math.round((low + random() * (high - low)) * 10) / 10 })
      ts += drawStep(random, paceMs)
    }
  }
  return samples
}

/**
 * The samples in an order of arrival in which none lies more than `reach` behind a newer one before it: each is up to
 * `reach` later than its turn, and a share of them comes a second time.
 */
export function arrivals<T extends Sample>(samples: readonly T[], random: () => number, reach: number, twice = 0): T[] {
  const turns = samples.flatMap((sample) => {
    const once = { sample, turn: sample.ts + random() * reach }
    return random() < twice ? [once, { sample, turn: sample.ts + random() * reach }] : [once]
  })
  return turns.sort((a, b) => a.turn - b.turn).map(({ sample }) => sample)
}

function drawSpell(chance: number): (typeof SPELLS)[number] {
  let sum = 0
  for (const spell of SPELLS) if (chance < (sum += spell.share)) return spell
  return SPELLS[0]
}

/** Several close together, then one that is longer away; now and then just at the longest gap or past it, seldom hours. */
function drawStep(random: () => number, paceMs: number): number {
  const chance = random()
  if (chance < 0.004) return between(random, HOUR, 8 * HOUR)
  if (chance < 0.006) return 3 * paceMs
  if (chance < 0.008) return 3 * paceMs + 1
  if (chance < 0.1) return paceMs
  return Math.round(paceMs * (chance < 0.6 ? 0.05 + 0.35 * random() : 0.9 + 1.9 * random()))
}
