import { between } from '../chance.ts'

/** A cooled space as physics sees it. Temperatures in °C, times in minutes, rates in kelvin a minute. */
export interface Compartment {
  readonly seed: string
  readonly setpoint: number
  /** The compressor starts half of it above the setpoint and stops half of it below. */
  readonly band: number
  /** Temperature of the room about it. */
  readonly ambient: number
  /** How slowly the walls let the warmth in. */
  readonly wall: number
  /** How slowly an open door does. */
  readonly door: number
  /** How fast the compressor cools at the setpoint, the walls not counted. */
  readonly pull: number
  readonly evaporator: number
  readonly defrost: { readonly everyMs: number; readonly phaseMs: number; readonly lastsMs: number; readonly peak: number }
  readonly humidity: number
  /** How busy its door is, and how long it is open at most, seconds. */
  readonly traffic: { readonly pace: number; readonly longest: number }
}

interface Make {
  readonly setpoint: number
  readonly band: number
  readonly ambient: number
  readonly wall: number
  readonly door: number
  readonly pull: number
  readonly defrosts: readonly [number, number]
  readonly defrostMinutes: readonly [number, number]
  /** How far above the setpoint the air gets by the end of a defrost. */
  readonly defrostRise: number
  readonly humidity: number
  readonly pace: number
  readonly longest: number
}

const REACH_IN = { band: 2, ambient: 25, wall: 200, door: 30, pull: 0.32, defrosts: [4, 6], defrostMinutes: [18, 26], defrostRise: 2.8, humidity: 78, longest: 35 } as const

const MAKES: Readonly<Record<string, Make>> = {
  'catering-chiller': { ...REACH_IN, setpoint: 4, pace: 1 },
  'sample-fridge': { ...REACH_IN, setpoint: 4.2, pace: 0.15 },
  'catering-freezer': { setpoint: -18.5, band: 2, ambient: 25, wall: 480, door: 34, pull: 0.3, defrosts: [2, 3], defrostMinutes: [18, 24], defrostRise: 5.2, humidity: 70, pace: 0.5, longest: 30 },
  'cold-store-frozen': { setpoint: -21, band: 1.2, ambient: 22, wall: 900, door: 75, pull: 0.2, defrosts: [3, 4], defrostMinutes: [20, 28], defrostRise: 6.4, humidity: 88, pace: 0.8, longest: 55 },
  'cold-store-chilled': { setpoint: 3.4, band: 1, ambient: 24, wall: 500, door: 70, pull: 0.14, defrosts: [4, 5], defrostMinutes: [18, 26], defrostRise: 2.6, humidity: 87, pace: 0.8, longest: 55 },
  'chilled-meat': { setpoint: 1.6, band: 0.8, ambient: 22, wall: 520, door: 90, pull: 0.14, defrosts: [4, 5], defrostMinutes: [18, 24], defrostRise: 1.7, humidity: 87, pace: 0.6, longest: 45 },
}

const DAY_MS = 86_400_000
/** Defrosts begin and end on steps of the simulation. */
const STEP_MS = 10_000

/** The compartment of a device, a little unlike every other of its make; null where the profile cools nothing. */
export function compartmentOf(profile: string, seed: string): Compartment | null {
  const make = MAKES[profile]
  if (!make) return null
  const own = (from: number, to: number, what: string): number => between(from, to, seed, what)
  const setpoint = make.setpoint + own(-0.6, 0.4, 'setpoint') * Math.min(1, make.band)
  const everyMs = onStep(DAY_MS / Math.round(own(make.defrosts[0] - 0.49, make.defrosts[1] + 0.49, 'defrosts')))
  return {
    seed,
    setpoint,
    band: make.band * own(0.8, 1.1, 'band'),
    ambient: make.ambient + own(-2, 2, 'ambient'),
    wall: make.wall * own(0.85, 1.2, 'wall'),
    door: make.door * own(0.9, 1.3, 'door'),
    pull: make.pull * own(0.9, 1.25, 'pull'),
    evaporator: setpoint - 12,
    defrost: {
      everyMs,
      phaseMs: onStep(own(0, everyMs, 'defrost phase')),
      lastsMs: onStep(60_000 * own(make.defrostMinutes[0], make.defrostMinutes[1], 'defrost lasts')),
      peak: setpoint + make.defrostRise * own(0.8, 1, 'defrost peak'),
    },
    humidity: make.humidity + own(-3, 3, 'humidity'),
    traffic: { pace: make.pace * own(0.6, 1.3, 'pace'), longest: make.longest },
  }
}

function onStep(ms: number): number {
  return Math.round(ms / STEP_MS) * STEP_MS
}
