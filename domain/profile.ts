import type { MetricName } from './metrics.ts'
import type { SensorHealth } from './sensorHealth.ts'

/** What kind of sensing point a device is: it decides which rules apply and when silence is silence. */
export interface Profile {
  readonly id: string
  readonly zh: string
  readonly en: string
  /** What such a point usually reports, the quantity it is there for first. Other known metrics are welcome too. */
  readonly metrics: readonly MetricName[]
  /** Seconds between two readings unless the device says otherwise; null where it speaks only on change. */
  readonly interval: number | null
  /** A critical control point (关键控制点): its silence becomes critical. */
  readonly ccp: boolean
  /** Numbers that mean a broken sensor, not a measurement: they raise a device fault and no food alert. */
  readonly faultValues: Readonly<Partial<Record<MetricName, readonly number[]>>>
  /** When such a sensor is held to be ailing. */
  readonly health: SensorHealth
}

/**
 * A fault code far outside what food storage reaches is near, not at, its nominal value (an open PT100
 * gives about 850 °C), so a wide tolerance there costs nothing. 85.0 and -127 come exactly.
 */
const ANALOGUE_FROM = 200
const ANALOGUE_TOLERANCE = 1
const ROUNDING = 1e-6

/** Whether the value is one of the profile's fault codes. */
export function isFaultValue(profile: Pick<Profile, 'faultValues'>, metric: MetricName, value: number): boolean {
  return isAmongFaults(profile.faultValues[metric] ?? [], metric, value)
}

/** Whether the value is one of these fault codes of the metric; one question for the door, the judgement and the archive. */
export function isAmongFaults(codes: readonly number[], metric: MetricName, value: number): boolean {
  for (const code of codes) if (Math.abs(value - code) <= toleranceOf(metric, code)) return true
  return false
}

/** The codes that lie around zero, each with its tolerance: a value between the two, neither included, is among none. */
export function faultsAround(codes: readonly number[], metric: MetricName): [number, number] {
  const below = codes.filter((code) => code <= 0).map((code) => code + toleranceOf(metric, code))
  const above = codes.filter((code) => code > 0).map((code) => code - toleranceOf(metric, code))
  return [Math.max(-Infinity, ...below), Math.min(Infinity, ...above)]
}

function toleranceOf(metric: MetricName, code: number): number {
  return metric === 'temperature' && Math.abs(code) >= ANALOGUE_FROM ? ANALOGUE_TOLERANCE : ROUNDING
}
