import type { MetricName } from '../../../domain/metrics.ts'
import type { DeviceFields } from '../../../stores/postgres/devices.ts'
import { hashOf, shareOf } from '../chance.ts'
import { underWay, type Incident, type IncidentsNear } from '../incidents/incident.ts'
import type { Measuring, Values } from '../physics/point.ts'
import { nextOnGrid, type Message, type Source } from './source.ts'

const HOUR = 3_600_000
/** A device that speaks only on change says a word this often all the same. */
const WORD_MS = 6 * HOUR
/** Batteries last about this long; then somebody changes them. */
const BATTERY_LIFE_MS = 420 * 24 * HOUR

/** Decimal places of each quantity's sensor. */
const PLACES: Partial<Record<MetricName, number>> = { temperature: 1, humidity: 1, gas_lel: 1, co: 0, nh3: 0, battery: 0, door: 0, power: 0 }

/** A sensor: what it measures, with what its own electronics make of it. */
export class SensorSource implements Source {
  readonly #device: DeviceFields
  readonly #measuring: Measuring
  readonly #incidents: IncidentsNear
  readonly #intervalMs: number
  readonly #phase: number

  constructor(device: DeviceFields, measuring: Measuring, incidents: IncidentsNear) {
    this.#device = device
    this.#measuring = measuring
    this.#incidents = incidents
    this.#intervalMs = (device.interval ?? WORD_MS / 1000) * 1000
    this.#phase = hashOf(device.id, 'phase') % this.#intervalMs
  }

  next(after: number, stride = 1): number {
    const ordinary = nextOnGrid(after, this.#intervalMs * stride, this.#phase)
    const next = this.#measuring.nextMoment(after, ordinary) ?? ordinary
    const silence = underWay(this.#incidents(next), 'silence', next)
    return silence ? this.next(silence.until, stride) : next
  }

  say(at: number): Message {
    const ordinary = (at - this.#phase) % this.#intervalMs === 0
    const changed = !ordinary || this.#measuring.nextMoment(at - 1, at) === at
    const values = { ...(ordinary ? this.#ordinary(at) : {}), ...(changed ? this.#measuring.changed(at) : {}) }
    return { at, subject: 'readings', body: { ts: at, values: rounded(values) } }
  }

  #ordinary(at: number): Values {
    const incidents = this.#incidents(at)
    const stuck = underWay(incidents, 'stuck', at)
    const values = this.#measuring.measure(at)
    if (stuck) values.temperature = stuckValue(stuck)
    const fault = underWay(incidents, 'fault-value', at)
    if (fault && values.temperature !== undefined) values.temperature = faultValue(this.#device.profile, fault)
    const hourly = (at - this.#phase) % HOUR < this.#intervalMs
    return hourly ? { ...values, ...this.#measuring.changed(at), battery: this.#battery(at, incidents) } : values
  }

  #battery(at: number, incidents: readonly Incident[]): number {
    const flat = underWay(incidents, 'flat-battery', at)
    if (flat) return 9 - 6 * ((at - flat.from) / (flat.until - flat.from))
    const used = (at / BATTERY_LIFE_MS + shareOf(this.#device.id, 'battery')) % 1
    return 100 - 68 * used
  }
}

/** A stuck probe shows a value from within the range, so that it looks right. */
function stuckValue(stuck: Incident): number {
  const values: Readonly<Record<string, number>> = { freezer: -18.3, frozen: -20.7, meat: 1.9 }
  const found = Object.entries(values).find(([part]) => stuck.device.includes(part))
  return found?.[1] ?? 4.1
}

/** What a DS18B20 says after power-on, or when it is lost; where food is kept hot 85 °C could be real, and a PT100 is open. */
function faultValue(profile: string, fault: Incident): number {
  if (profile === 'hot-holding') return 850
  return fault.strength < 0.12 ? -127 : 85
}

function rounded(values: Values): Values {
  const result: Values = {}
  for (const [metric, value] of Object.entries(values) as [MetricName, number][]) {
    const scale = 10 ** (PLACES[metric] ?? 1)
    result[metric] = Math.round(value * scale) / scale
  }
  return result
}
