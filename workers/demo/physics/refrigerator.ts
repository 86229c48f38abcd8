import { underWay, type Incident, type IncidentsNear } from '../incidents/incident.ts'
import { warmthOfDay } from './beijing.ts'
import type { Compartment } from './compartments.ts'
import type { Traffic } from './traffic.ts'

const STEP_MS = 10_000
const STEP_MINUTES = STEP_MS / 60_000
/** A defrost this close to trouble does not take place. */
const CLEAR_OF_TROUBLE_MS = 30 * 60_000
const DEFROSTS_BACK = 8
/** Warm goods give their warmth off over about this time, minutes. */
const LOAD_MINUTES = 12

interface Moment {
  /** End of the step, epoch milliseconds, a multiple of the step. */
  readonly t: number
  readonly temperature: number
  readonly running: boolean
  /** Temperature at which the defrost under way began, if one is. */
  readonly thawedFrom: number | null
}

/**
 * Air of a cooled space: a first-order thermal model with a thermostat's hysteresis, in steps of ten seconds. Every
 * defrost ends at its peak with the compressor starting, whatever was before; so the temperature at any time follows
 * from the last defrost on, and the same time always gives the same temperature. Asking forwards is cheap.
 */
export class Refrigerator {
  readonly #space: Compartment
  readonly #traffic: Traffic
  readonly #incidents: IncidentsNear
  #at: Moment | null = null

  constructor(space: Compartment, traffic: Traffic, incidents: IncidentsNear) {
    this.#space = space
    this.#traffic = traffic
    this.#incidents = incidents
  }

  /** °C at the step before the time, and whether the compressor runs. */
  stateAt(t: number): { readonly temperature: number; readonly running: boolean } {
    const target = Math.floor(t / STEP_MS) * STEP_MS
    let at = this.#at
    if (at === null || at.t > target || target - at.t > this.#space.defrost.everyMs * 2) at = this.#start(target)
    while (at.t < target) at = this.#step(at)
    this.#at = at
    return at
  }

  /** The end of the last defrost that took place. */
  #start(target: number): Moment {
    const { everyMs, phaseMs, lastsMs, peak } = this.#space.defrost
    const newest = Math.floor((target - phaseMs - lastsMs) / everyMs)
    for (let n = newest; n > newest - DEFROSTS_BACK; n--) {
      const t = phaseMs + n * everyMs + lastsMs
      if (this.#takesPlace(t - lastsMs)) return { t, temperature: peak, running: true, thawedFrom: null }
    }
    const t = phaseMs + (newest - DEFROSTS_BACK) * everyMs + lastsMs
    return { t, temperature: this.#space.setpoint, running: true, thawedFrom: null }
  }

  #step(at: Moment): Moment {
    const t = at.t + STEP_MS
    const defrostFrom = this.#defrostAt(at.t)
    if (defrostFrom !== null) return this.#thaw(at, t, defrostFrom)
    const { setpoint, band, wall, door, pull, evaporator, ambient } = this.#space
    const incidents = this.#incidents(at.t)
    const { temperature } = at
    const outside = ambient + 2 * warmthOfDay(at.t)
    const open = this.#traffic.isOpen(at.t + STEP_MS / 2)
    const cooling = at.running ? (pull * capacityAt(incidents, at.t) * Math.max(0, temperature - evaporator)) / (setpoint - evaporator) : 0
    const rate = (outside - temperature) / wall + (open ? (outside - temperature) / door : 0) + loadAt(incidents, at.t) - cooling
    const next = temperature + rate * STEP_MINUTES
    const sticking = underWay(incidents, 'overcooling', at.t) !== undefined
    const running = sticking || (at.running ? next > setpoint - band / 2 : next > setpoint + band / 2)
    return { t, temperature: next, running, thawedFrom: null }
  }

  #thaw(at: Moment, t: number, from: number): Moment {
    const { lastsMs, peak } = this.#space.defrost
    const thawedFrom = at.thawedFrom ?? at.temperature
    const share = Math.min(1, (t - from) / lastsMs)
    if (share === 1) return { t, temperature: peak, running: true, thawedFrom: null }
    // The ice holds the warmth back at first.
    return { t, temperature: thawedFrom + (peak - thawedFrom) * share ** 1.6, running: false, thawedFrom }
  }

  /** The beginning of the defrost under way, if one is. */
  #defrostAt(t: number): number | null {
    const { everyMs, phaseMs, lastsMs } = this.#space.defrost
    const from = phaseMs + Math.floor((t - phaseMs) / everyMs) * everyMs
    return t < from + lastsMs && this.#takesPlace(from) ? from : null
  }

  #takesPlace(from: number): boolean {
    const until = from + this.#space.defrost.lastsMs
    const troubles = [...this.#incidents(from), ...this.#incidents(until)]
    return !troubles.some((one) => DISTURBING.has(one.kind) && one.from - CLEAR_OF_TROUBLE_MS < until && from < one.until + CLEAR_OF_TROUBLE_MS)
  }
}

const DISTURBING = new Set(['compressor', 'power', 'door', 'warm-load', 'overcooling'])

/** Share of its capacity that the compressor has. */
function capacityAt(incidents: readonly Incident[], t: number): number {
  if (underWay(incidents, 'power', t)) return 0
  const failing = underWay(incidents, 'compressor', t)
  if (!failing) return underWay(incidents, 'overcooling', t) ? 1.3 : 1
  // It fails slowly: over the first fifth of the time.
  const begun = Math.min(1, (t - failing.from) / ((failing.until - failing.from) * 0.2))
  return 1 - failing.strength * begun
}

/** Kelvin a minute that freshly loaded goods give off. */
function loadAt(incidents: readonly Incident[], t: number): number {
  const load = underWay(incidents, 'warm-load', t)
  return load ? 1.1 * load.strength * Math.exp(-(t - load.from) / 60_000 / LOAD_MINUTES) : 0
}
