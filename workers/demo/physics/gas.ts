import { between, shareOf } from '../chance.ts'
import type { Incident, IncidentsNear } from '../incidents/incident.ts'
import { isMealTime } from './beijing.ts'
import { crossing, strongest } from './response.ts'

/** Leaks fill a kitchen in about this time, and a fan clears it in about that, milliseconds. */
const FILLS = 40_000
const CLEARS = 45_000

export const GAS_LIMIT = 25
export const CO_LIMIT = 50
export const AMMONIA_LIMIT = 150

/** Combustible gas, percent of the lower explosive limit: traces at the stove, more where it escapes. */
export function combustibleGas(seed: string, t: number, incidents: IncidentsNear): number {
  const normal = (isMealTime(t) ? 1.6 : 0.4) * shareOf(seed, 'puff', Math.floor(t / 20_000))
  const leak = strongest(incidents(t), 'leak', t, FILLS, CLEARS)
  return leak ? Math.max(normal, leakPeak(leak.incident) * leak.share) : normal
}

export function carbonMonoxide(seed: string, t: number, incidents: IncidentsNear): number {
  const normal = (isMealTime(t) ? 5 : 1) + between(0, 3, seed, 'co', Math.floor(t / 60_000))
  const fumes = strongest(incidents(t), 'carbon-monoxide', t, FILLS, CLEARS)
  return fumes ? normal + fumesPeak(fumes.incident) * fumes.share : normal
}

export function ammonia(seed: string, t: number, incidents: IncidentsNear): number {
  const normal = between(2, 9, seed, 'nh3', Math.floor(t / 120_000))
  const leak = strongest(incidents(t), 'leak', t, FILLS, CLEARS)
  return leak ? normal + ammoniaPeak(leak.incident) * leak.share : normal
}

/** Milliseconds from the beginning of a leak until it passes the limit: a detector speaks just then. */
export function crossingOf(incident: Incident, profile: string): number {
  if (incident.kind === 'carbon-monoxide') return crossing(CO_LIMIT / fumesPeak(incident), FILLS)
  return profile === 'ammonia' ? crossing(AMMONIA_LIMIT / ammoniaPeak(incident), FILLS) : crossing(GAS_LIMIT / leakPeak(incident), FILLS)
}

function leakPeak(incident: Incident): number {
  return 32 + 34 * incident.strength
}

function fumesPeak(incident: Incident): number {
  return 110 + 260 * incident.strength
}

function ammoniaPeak(incident: Incident): number {
  return 190 + 260 * incident.strength
}
