import { between, shareOf } from '../chance.ts'
import type { IncidentsNear } from '../incidents/incident.ts'
import { isMealTime, warmthOfDay } from './beijing.ts'
import { strongest } from './response.ts'

const MINUTE = 60_000

/** Core of the food in a hot-holding unit, °C: it falls a little as trays are changed, and more where something is wrong. */
export function hotHoldingTemperature(seed: string, t: number, incidents: IncidentsNear): number {
  const normal = between(68.5, 73, seed, 'hot setpoint') + 0.9 * Math.sin((2 * Math.PI * t) / (7 * MINUTE) + 6 * shareOf(seed, 'thermostat')) - trayDip(seed, t)
  const failing = strongest(incidents(t), 'heater', t, 3 * MINUTE, 3 * MINUTE)
  if (!failing) return normal
  const coldest = 61.8 - 11 * failing.incident.strength
  return normal + (coldest - normal) * failing.share
}

/** A fresh tray every few minutes at meals costs some three kelvin for a while. */
function trayDip(seed: string, t: number): number {
  const every = 9 * MINUTE
  const from = Math.floor(t / every) * every
  if (!isMealTime(from) || shareOf(seed, 'tray', from) > 0.6) return 0
  return 3.2 * Math.exp(-(t - from) / (2.5 * MINUTE))
}

/** Air of the special room for ready-to-eat food, °C. */
export function specialRoomTemperature(seed: string, t: number, incidents: IncidentsNear): number {
  const normal = between(20.5, 22.5, seed, 'room setpoint') + 0.8 * warmthOfDay(t) + 0.35 * Math.sin((2 * Math.PI * t) / (19 * MINUTE) + 6 * shareOf(seed, 'room'))
  const hot = strongest(incidents(t), 'hot-room', t, 8 * MINUTE, 9 * MINUTE)
  return hot ? normal + (26.4 + 3 * hot.incident.strength - normal) * hot.share : normal
}

/** Relative humidity of a dry-goods store, percent. */
export function dryStoreHumidity(seed: string, t: number, incidents: IncidentsNear): number {
  const normal = between(52, 64, seed, 'dry') - 4 * warmthOfDay(t) + 1.5 * Math.sin((2 * Math.PI * t) / (47 * MINUTE) + 6 * shareOf(seed, 'air'))
  const damp = strongest(incidents(t), 'damp', t, 25 * MINUTE, 15 * MINUTE)
  return damp ? normal + (79 + 8 * damp.incident.strength - normal) * damp.share : normal
}

export function dryStoreTemperature(seed: string, t: number): number {
  return between(16, 20, seed, 'dry room') + 1.4 * warmthOfDay(t)
}
