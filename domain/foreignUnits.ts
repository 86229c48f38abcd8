import type { MetricName } from './metrics.ts'

type Conversion = (value: number) => number

const same: Conversion = (value) => value
const ppmOf = (gramsPerMole: number): Conversion => (value) => (value * LITRES_PER_MOLE) / gramsPerMole
/** Of an ideal gas at 20 °C and 101.325 kPa. */
const LITRES_PER_MOLE = 24.055

const gas = (gramsPerMole: number): Record<string, Conversion> => ({ ppm: same, ppb: (value) => value / 1000, 'mg/m³': ppmOf(gramsPerMole) })

/** The units in which others report a quantity of ours; the first of each is our own. */
const CONVERSIONS: Record<MetricName, Readonly<Record<string, Conversion>>> = {
  temperature: { '°C': same, '°F': (value) => ((value - 32) * 5) / 9, K: (value) => value - 273.15 },
  humidity: { '%': same, share: (value) => value * 100 },
  door: { open: same, closed: (value) => 1 - value },
  gas_lel: { '%': same, share: (value) => value * 100 },
  nh3: gas(17.031),
  co: gas(28.01),
  co2: gas(44.01),
  chlorine: { 'mg/L': same, ppm: same },
  battery: { '%': same, share: (value) => value * 100 },
  power: { on: same, off: (value) => 1 - value },
}

/** How units are written in values such as `30.11 °C`, in lower case. */
const WRITTEN: Readonly<Record<string, string>> = {
  '°c': '°C', '℃': '°C', c: '°C', degc: '°C', celsius: '°C', '°f': '°F', '℉': '°F', f: '°F', degf: '°F', fahrenheit: '°F', k: 'K', kelvin: 'K',
  '%': '%', '%rh': '%', '% rh': '%', rh: '%', percent: '%', '%lel': '%', '% lel': '%', lel: '%',
  ppm: 'ppm', ppb: 'ppb', 'mg/m³': 'mg/m³', 'mg/m3': 'mg/m³', 'mg/l': 'mg/L',
}

/** Every unit an operator may name for a metric. */
export function unitsOf(metric: MetricName): readonly string[] {
  return Object.keys(CONVERSIONS[metric])
}

/** The value in our own unit, or null where the unit is none of this metric's. */
export function toOurUnit(metric: MetricName, unit: string, value: number): number | null {
  const convert = Object.hasOwn(CONVERSIONS[metric], unit) ? CONVERSIONS[metric][unit] : undefined
  if (!convert) return null
  return convert === same ? value : withoutNoise(convert(value))
}

/** The name of a unit as written beside a value (`℃`, `% RH`), or null where it is none we know. */
export function unitWritten(text: string): string | null {
  const key = text.trim().toLowerCase()
  return Object.hasOwn(WRITTEN, key) ? (WRITTEN[key] ?? null) : null
}

/** No sensor is exact to a millionth; what is beyond comes from the arithmetic. */
function withoutNoise(value: number): number {
  return Math.abs(value) < 1e9 ? Math.round(value * 1e6) / 1e6 : value
}
