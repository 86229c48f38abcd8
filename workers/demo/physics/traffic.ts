import { between, shareOf } from '../chance.ts'
import { underWay, type IncidentsNear } from '../incidents/incident.ts'
import { hourOfDay } from './beijing.ts'

const SLOT_MS = 5 * 60_000

/** Door openings an hour at work, by hour of the Beijing day: kitchens fetch before they cook. */
const HOURLY = [0.1, 0.1, 0.1, 0.2, 0.6, 3, 6, 4, 3, 5, 7, 6, 3, 2, 2, 3, 6, 7, 5, 2, 1, 0.6, 0.3, 0.1]

export interface TrafficPlan {
  readonly seed: string
  /** How busy the door is: 1 is a kitchen's refrigerator. */
  readonly pace: number
  /** Longest ordinary opening, seconds. */
  readonly longest: number
}

interface Span {
  readonly from: number
  readonly until: number
}

/** A door's comings and goings: at most one ordinary opening in five minutes, and the times it is left open. */
export class Traffic {
  readonly #plan: TrafficPlan
  readonly #incidents: IncidentsNear

  constructor(plan: TrafficPlan, incidents: IncidentsNear) {
    this.#plan = plan
    this.#incidents = incidents
  }

  isOpen(t: number): boolean {
    const ordinary = this.#opening(Math.floor(t / SLOT_MS))
    if (ordinary && ordinary.from <= t && t < ordinary.until) return true
    return underWay(this.#incidents(t), 'door', t) !== undefined
  }

  /** The next moment after one and up to another at which the door may change; null where there is none. */
  nextChange(after: number, upTo: number): number | null {
    const moments: number[] = []
    for (let slot = Math.floor(after / SLOT_MS); slot * SLOT_MS <= upTo && moments.length === 0; slot++) {
      const opening = this.#opening(slot)
      if (opening) moments.push(...[opening.from, opening.until].filter((moment) => moment > after))
    }
    for (const one of this.#incidents(after)) if (one.kind === 'door') moments.push(...[one.from, one.until].filter((moment) => moment > after))
    const first = Math.min(...moments)
    return first <= upTo ? first : null
  }

  /** The ordinary opening of a slot, wholly within it. */
  #opening(slot: number): Span | null {
    const { seed, pace, longest } = this.#plan
    const begin = slot * SLOT_MS
    const hourly = (HOURLY[Math.floor(hourOfDay(begin))] ?? 0) * pace
    if (shareOf(seed, 'opening', slot) >= (hourly * SLOT_MS) / 3_600_000) return null
    const from = Math.round(begin + between(0, SLOT_MS - longest * 1000 - 1, seed, 'opening at', slot))
    return { from, until: from + Math.round(1000 * between(6, longest, seed, 'opening for', slot)) }
  }
}
