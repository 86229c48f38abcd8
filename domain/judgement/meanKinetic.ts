import { coverage, stepOf } from './buckets.ts'
import { derived } from './derived.ts'

const KELVIN = 273.15
/** Activation energy over the gas constant: 83.144 kJ/mol over 8.3144 J/(mol·K). */
const DELTA_H_OVER_R = 10_000

/** How fast things spoil at a temperature in °C, against 0 °C. */
export function kineticRate(celsius: number): number {
  return Math.exp(DELTA_H_OVER_R * (1 / KELVIN - 1 / (celsius + KELVIN)))
}

/** The one temperature, in °C, at which as much would spoil as at this mean rate. */
export function kineticTemperature(meanRate: number): number {
  return DELTA_H_OVER_R / (DELTA_H_OVER_R / KELVIN - Math.log(meanRate)) - KELVIN
}

/**
 * The mean kinetic temperature of the readings of the window, each weighing the same; judged once they reach over half
 * of it. An indicator: a long window hides a short excursion. `memory` holds steps of [number, readings, sum of rates].
 */
export const meanKinetic = derived((memory, rule, ts, value) => {
  const step = stepOf(memory, rule.window, ts, () => [0, 0])
  step[1] = (step[1] ?? 0) + 1
  step[2] = (step[2] ?? 0) + kineticRate(value)
  if (coverage(memory) < 0.5) return rule.direction === 'below' ? Number.MAX_VALUE : -Number.MAX_VALUE
  let count = 0
  let sum = 0
  for (const [, readings = 0, rates = 0] of memory) [count, sum] = [count + readings, sum + rates]
  return Math.round(kineticTemperature(sum / count) * 1000) / 1000
})
