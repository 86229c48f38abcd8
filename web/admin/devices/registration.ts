import { METRIC_NAMES, type MetricName } from '../../../domain/metrics.ts'
import type { Vocabulary } from '../../api/shapes.ts'

/** What a gateway speaks of and nobody registered. */
export interface WaitingDevice {
  gateway: string
  source: string
  firstSeenAt: string
  lastSeenAt: string
  messages: number
  sample: Record<string, unknown>
}

/** A refrigerator is below this at its warmest, a freezer below the other. Degrees Celsius. */
const FREEZER_BELOW = -6
const CHILLER_BELOW = 15
const HOT_ABOVE = 50

/** The known metrics of what it last said, in our own names. */
export const metricsOf = (sample: Record<string, unknown>): MetricName[] => METRIC_NAMES.filter((name) => typeof sample[name] === 'number')

/** What kind of point it probably is; a person looks at it before it counts. Null where nothing tells. */
export function guessProfile(sample: Record<string, unknown>, profiles: Vocabulary['profiles']): string | null {
  const metrics = metricsOf(sample)
  const known = (id: string): string | null => (id in profiles ? id : null)
  if (metrics.includes('gas_lel') || metrics.includes('co')) return known('kitchen-gas')
  if (metrics.includes('nh3')) return known('ammonia')
  const temperature = sample['temperature']
  if (typeof temperature === 'number') return known(byTemperature(temperature, metrics))
  if (metrics.includes('door')) return known('door')
  if (metrics.length === 0 && typeof sample['type'] === 'string') return known('camera')
  return known(Object.keys(profiles).find((id) => metrics.some((metric) => profiles[id]?.metrics?.[0] === metric)) ?? '')
}

function byTemperature(temperature: number, metrics: readonly MetricName[]): string {
  if (temperature < FREEZER_BELOW) return 'catering-freezer'
  if (temperature < CHILLER_BELOW) return 'catering-chiller'
  if (temperature > HOT_ABOVE) return 'hot-holding'
  return metrics.includes('humidity') ? 'dry-store' : 'special-room'
}

const MOST = 64

/** An id that the register takes, as near to the gateway's own name for it as may be. */
export function suggestId(gateway: string, source: string): string {
  const plain = (text: string): string => text.replace(/[^A-Za-z0-9_.:-]+/g, '-').replace(/^[^A-Za-z0-9]+|-+$/g, '')
  const own = plain(source.split('/').at(-1) ?? source)
  return (own.length >= 4 ? own : `${plain(gateway)}-${own || '1'}`).slice(0, MOST)
}

/** "温度 −18.2 °C" for every known value of the sample. */
export function sampleParts(sample: Record<string, unknown>): { metric: MetricName; value: number }[] {
  return metricsOf(sample).map((metric) => ({ metric, value: Number(sample[metric]) }))
}

/** Where a device behind a gateway probably stands: where the gateway does, else where most of its others do. */
export function likelyUnit(gateway: { unit: string | null } | null, behind: readonly { unit: string | null }[]): string | null {
  if (gateway?.unit) return gateway.unit
  const counts = new Map<string, number>()
  for (const { unit } of behind) if (unit !== null) counts.set(unit, (counts.get(unit) ?? 0) + 1)
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? null
}
