/**
 * The quantities a device may report, their units and the range outside which a number
 * is no measurement but rubbish (it becomes a dead letter).
 */
export interface Metric {
  /** Unit as shown to people; empty for on/off quantities. */
  readonly unit: string
  readonly zh: string
  readonly min: number
  readonly max: number
  /** The value holds until the next one, and durations advance by the clock (doors, power). */
  readonly onChange: boolean
}

const measured = (zh: string, unit: string, min: number, max: number): Metric => ({ zh, unit, min, max, onChange: false })
const switched = (zh: string): Metric => ({ zh, unit: '', min: 0, max: 1, onChange: true })

export const METRICS = {
  temperature: measured('温度', '°C', -100, 1000),
  humidity: measured('湿度', '%RH', 0, 100),
  door: switched('门'),
  gas_lel: measured('可燃气体', '%LEL', 0, 100),
  nh3: measured('氨', 'ppm', 0, 1_000_000),
  co: measured('一氧化碳', 'ppm', 0, 1_000_000),
  co2: measured('二氧化碳', 'ppm', 0, 1_000_000),
  chlorine: measured('有效氯', 'mg/L', 0, 1_000_000),
  battery: measured('电量', '%', 0, 100),
  power: switched('供电'),
} as const satisfies Record<string, Metric>

export type MetricName = keyof typeof METRICS

export const METRIC_NAMES = Object.keys(METRICS) as readonly MetricName[]

export function isMetricName(name: string): name is MetricName {
  return Object.hasOwn(METRICS, name)
}
