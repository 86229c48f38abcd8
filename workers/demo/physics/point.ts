import type { MetricName } from '../../../domain/metrics.ts'
import type { DeviceFields } from '../../../stores/postgres/devices.ts'
import { between, shareOf } from '../chance.ts'
import { underWay, type IncidentsNear } from '../incidents/incident.ts'
import { compartmentOf } from './compartments.ts'
import { ammonia, carbonMonoxide, combustibleGas, crossingOf } from './gas.ts'
import { Refrigerator } from './refrigerator.ts'
import { dryStoreHumidity, dryStoreTemperature, hotHoldingTemperature, specialRoomTemperature } from './rooms.ts'
import { Traffic } from './traffic.ts'

export type Values = Partial<Record<MetricName, number>>

/** A sensing point: what it measures at any time, and the moments at which it has something to say of itself. */
export interface Measuring {
  /** What it measures at the time, as it truly is. */
  measure(t: number): Values
  /** What is worth saying between two ordinary readings; `changed` gives it. The moment lies after one time and up to another. */
  nextMoment(after: number, upTo: number): number | null
  changed(t: number): Values
}

/** The physics of a device by its profile; null for what measures nothing. */
export function measuringOf(device: DeviceFields, incidents: IncidentsNear): Measuring | null {
  const seed = device.id
  switch (device.profile) {
    case 'hot-holding':
      return quiet((t) => ({ temperature: hotHoldingTemperature(seed, t, incidents) + grain(seed, t, 0.1) }))
    case 'special-room':
      return quiet((t) => ({ temperature: specialRoomTemperature(seed, t, incidents) + grain(seed, t, 0.05), humidity: between(48, 60, seed, 'rh') + grain(seed, t, 0.6) }))
    case 'dry-store':
      return quiet((t) => ({ humidity: dryStoreHumidity(seed, t, incidents) + grain(seed, t, 0.3), temperature: dryStoreTemperature(seed, t) + grain(seed, t, 0.05) }))
    case 'kitchen-gas':
      return detector(device, incidents, (t) => ({ gas_lel: combustibleGas(seed, t, incidents), co: carbonMonoxide(seed, t, incidents) }))
    case 'ammonia':
      return detector(device, incidents, (t) => ({ nh3: ammonia(seed, t, incidents) }))
    case 'door':
      return doorContact(new Traffic({ seed, pace: 0.9, longest: 60 }, incidents))
    default:
      return cooled(device, incidents)
  }
}

/** The sensor's own grain: the same at the same time. */
function grain(seed: string, t: number, size: number): number {
  return size * (2 * shareOf(seed, 'grain', t) - 1)
}

/** Speaks at its interval only. */
function quiet(measure: (t: number) => Values): Measuring {
  return { measure, nextMoment: () => null, changed: measure }
}

function doorContact(traffic: Traffic): Measuring {
  const measure = (t: number): Values => ({ door: traffic.isOpen(t) ? 1 : 0 })
  return { measure, nextMoment: (after, upTo) => traffic.nextChange(after, upTo), changed: measure }
}

/** By then the value is past the limit by more than the detector's resolution. */
const SURELY_PASSED_MS = 1_000

/** Speaks at once where its limit is passed, and again ten seconds later. */
function detector(device: DeviceFields, incidents: IncidentsNear, measure: (t: number) => Values): Measuring {
  const nextMoment = (after: number, upTo: number): number | null => {
    const passed = incidents(after).filter((one) => one.kind === 'leak' || one.kind === 'carbon-monoxide').map((one) => Math.ceil(one.from + crossingOf(one, device.profile)) + SURELY_PASSED_MS)
    const first = Math.min(...passed.flatMap((moment) => [moment, moment + 10_000]).filter((moment) => moment > after))
    return first <= upTo ? first : null
  }
  return { measure, nextMoment, changed: measure }
}

function cooled(device: DeviceFields, incidents: IncidentsNear): Measuring | null {
  const seed = device.id
  const space = compartmentOf(device.profile, seed)
  if (!space) return null
  const traffic = new Traffic({ seed, ...space.traffic }, incidents)
  const refrigerator = new Refrigerator(space, traffic, incidents)
  const humid = device.profile.startsWith('c') && shareOf(seed, 'hygrometer') < 0.55
  const measure = (t: number): Values => {
    const { temperature, running } = refrigerator.stateAt(t)
    const values: Values = { temperature: temperature + grain(seed, t, 0.06) }
    // A running evaporator dries the air; what warms it makes it moister.
    if (humid) values.humidity = Math.min(96.5, Math.max(55, space.humidity + 0.9 * Math.min(6, temperature - space.setpoint) - (running ? 1.5 : 0) + grain(seed, t, 0.5)))
    return values
  }
  const powered = (t: number): 0 | 1 => (underWay(incidents(t), 'power', t) ? 0 : 1)
  const nextMoment = (after: number, upTo: number): number | null => {
    const switching = incidents(after).flatMap((one) => (one.kind === 'power' ? [one.from, one.until] : [])).filter((moment) => moment > after && moment <= upTo)
    const first = Math.min(...switching, traffic.nextChange(after, upTo) ?? Infinity)
    return first <= upTo ? first : null
  }
  return { measure, nextMoment, changed: (t) => ({ door: traffic.isOpen(t) ? 1 : 0, power: powered(t) }) }
}
