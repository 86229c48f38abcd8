import type { DeadLetterType } from '../../domain/feed.ts'
import { findSpelling, type MetricNames } from '../../domain/metricNames.ts'
import type { MetricName } from '../../domain/metrics.ts'
import type { Decoded, DecodedReading, Source } from './decoder.ts'
import { namesOf, type Field } from './fields.ts'
import { reject } from './json.ts'
import { readQuantity } from './quantity.ts'

/** A value under a name we know, in our unit. */
export interface Measured {
  readonly name: string
  readonly metric: MetricName
  readonly value: number
  /** The lowest of a metric is the device's own; the others are further sensing points. */
  readonly rank: number
}

interface Problem {
  readonly type: DeadLetterType
  readonly detail: string
}

export interface Measurements {
  readonly measured: readonly Measured[]
  /** Values under known names that are none. */
  readonly problems: readonly Problem[]
  /** Names that stand for nothing we know. */
  readonly unknown: readonly string[]
}

type Time = DecodedReading['ts']

const SHOWN_NAMES = 8
const LONGEST_NAME = 60

/**
 * Everything in these fields that is ours, by the names the operator lists.
 * @param units the units the message declares for all its values of a metric
 */
export function measure(names: MetricNames, fields: readonly Field[], units: Partial<Record<MetricName, string>> = {}): Measurements {
  const measured: Measured[] = []
  const problems: Problem[] = []
  const unknown: string[] = []
  for (const field of fields) {
    const name = field.path.join('.').slice(0, LONGEST_NAME)
    const spelling = findSpelling(names, namesOf(field))
    if (spelling === 'ignored') continue
    const quantity = spelling && readQuantity(name, spelling, field.value, field.unit ?? units[spelling.metric] ?? null)
    if (!spelling || !quantity) unknown.push(name)
    else if ('value' in quantity) measured.push({ name, metric: spelling.metric, value: quantity.value, rank: spelling.rank })
    else problems.push(quantity)
  }
  return { measured, problems, unknown }
}

/**
 * What was measured as readings of the device and, where it has several sensors of one kind, of each further sensing
 * point (`<device>:<name>`), which must be registered by that name: two thermometers are never taken for one.
 */
export function readingsOf(source: Source, ts: Time, measured: readonly Measured[]): DecodedReading[] {
  const own = new Map<MetricName, Measured>()
  for (const one of measured) {
    const best = own.get(one.metric)
    if (!best || one.rank < best.rank) own.set(one.metric, one)
  }
  const exact = ({ name }: Measured): Source => source.map((id) => `${id}:${name}`)
  const reading = (from: Source, values: readonly Measured[]): DecodedReading => {
    const of = { kind: 'reading' as const, source: from, values: Object.fromEntries(values.map(({ metric, value }) => [metric, value])) }
    return ts === undefined ? of : { ...of, ts }
  }
  const [only, ...more] = own.values()
  if (!only) return []
  // One value alone may be any sensor's; who registers its device expects the other values there too.
  const first = more.length > 0 ? reading(source, [only, ...more]) : { ...reading([...exact(only), ...source], [only]), waitsAs: source[0] }
  return [first, ...measured.filter((one) => own.get(one.metric) !== one).map((one) => reading(exact(one), [one]))]
}

/** The readings in these fields and what is wrong with the rest; a message that holds nothing of ours is told so. */
export function decodeFields(names: MetricNames, source: Source, ts: Time, fields: readonly Field[]): Decoded[] {
  const { measured, problems, unknown } = measure(names, fields)
  const readings = readingsOf(source, ts, measured)
  const rejections = problems.map(({ type, detail }) => reject(source, type, detail))
  const decoded = [...readings, ...rejections]
  return decoded.length === 0 && (unknown.length > 0 || fields.length === 0) ? [noKnownMetric(source, unknown)] : decoded
}

export function noKnownMetric(source: Source, seen: readonly string[]): Decoded {
  const shown = seen.slice(0, SHOWN_NAMES).map((name) => name.slice(0, LONGEST_NAME)).join(', ')
  return reject(source, 'no-known-metric', seen.length === 0 ? 'no values' : `no name among these is known as a metric: ${shown}`)
}
