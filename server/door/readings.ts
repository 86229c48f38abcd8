import type { DeadLetterType, Reading } from '../../domain/feed.ts'
import { isMetricName, METRICS, type MetricName } from '../../domain/metrics.ts'
import { isFaultValue, type Profile } from '../../domain/profile.ts'
import { eventTimeOf } from './time.ts'

/** Why something could not be used. */
export interface Rejection {
  readonly type: DeadLetterType
  readonly detail: string
}

export interface ReadItem {
  /** Null where nothing of the item could be used. */
  readonly reading: Reading | null
  /** The first thing wrong with it; a reading beside it holds the good values. */
  readonly rejection: Rejection | null
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * Checks one native reading by hand, since this runs for every message that comes in. Good values of an item are kept
 * beside bad ones. A value its sensor uses to say "I am broken" goes on to the judgement even where it lies outside
 * the metric's range: that is how the fault becomes known.
 */
export function readReading(device: string, item: unknown, receivedAt: number, faults: Pick<Profile, 'faultValues'>): ReadItem {
  if (!isObject(item)) return { reading: null, rejection: { type: 'invalid', detail: 'not an object' } }
  if (!isObject(item.values)) return { reading: null, rejection: { type: 'invalid', detail: 'values is not an object' } }
  const time = eventTimeOf(item, receivedAt)
  if ('type' in time) return { reading: null, rejection: time }
  const values: Partial<Record<MetricName, number>> = {}
  let rejection: Rejection | null = null
  let known = false
  let usable = false
  for (const [name, value] of Object.entries(item.values)) {
    if (!isMetricName(name)) continue
    known = true
    const problem = valueProblem(name, value)
    if (problem) rejection ??= problem
    if (typeof value === 'number' && (!problem || isFaultValue(faults, name, value))) {
      values[name] = value
      usable = true
    }
  }
  if (!known) return { reading: null, rejection: { type: 'no-known-metric', detail: `none of the metrics is known: ${Object.keys(item.values).slice(0, 8).join(', ') || 'values is empty'}` } }
  if (!usable) return { reading: null, rejection }
  const reading: Reading = { kind: 'reading', device, ts: time.ts, receivedAt, values }
  return { reading: time.clockFault ? { ...reading, clockFault: true } : reading, rejection }
}

function valueProblem(name: MetricName, value: unknown): Rejection | null {
  if (typeof value !== 'number' || !Number.isFinite(value)) return { type: 'not-a-number', detail: `${name} is not a number` }
  const { min, max, unit } = METRICS[name]
  if (value < min || value > max) return { type: 'out-of-range', detail: `${name} ${value} lies outside ${min} to ${max} ${unit}`.trimEnd() }
  return null
}
