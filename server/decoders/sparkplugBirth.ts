import { findSpelling, type MetricNames, type Spelling } from '../../domain/metricNames.ts'
import { namesOf } from './fields.ts'
import type { SparkplugMetric } from './sparkplugPayload.ts'

/** A metric that a BIRTH declared and that we know by its name. */
export interface Declared {
  readonly name: string
  /** The folder of the name, `Room1` of `Room1/Temperature`; empty where it has none. */
  readonly folder: string
  readonly spelling: Spelling
  readonly type: number | null
  readonly unit: string | null
  /** Stands for the device itself; a second thermometer is a sensing point of its own. */
  readonly own: boolean
}

/** What one BIRTH declared: by alias and by name, of which DATA uses either. */
export interface Birth {
  readonly declared: ReadonlyMap<string, Declared>
  /** Names that stand for nothing we know. */
  readonly unknown: readonly string[]
}

const MOST_DECLARED = 2_000
const LONGEST_NAME = 200
const CONTROL = /^(?:node control|device control|node info|properties|bdseq)(?:\/|$)/i

export const aliasKey = (alias: string): string => `#${alias}`

/** What a BIRTH declares. Of several metrics of one kind the first by the operator's list, then by order, is the device's own. */
export function readBirth(names: MetricNames, metrics: readonly SparkplugMetric[]): Birth {
  const unknown: string[] = []
  const known: { metric: SparkplugMetric; name: string; spelling: Spelling }[] = []
  for (const metric of metrics) {
    const { name } = metric
    if (name === null || CONTROL.test(name)) continue
    if (name.length > LONGEST_NAME) {
      unknown.push(name)
      continue
    }
    const spelling = findSpelling(names, namesOf({ path: name.split('/'), value: null, unit: null }))
    if (spelling === null) unknown.push(name)
    else if (spelling !== 'ignored' && known.length < MOST_DECLARED) known.push({ metric, name, spelling })
  }
  const best = new Map<string, { readonly name: string; readonly rank: number }>()
  for (const { name, spelling } of known) {
    const other = best.get(spelling.metric)
    if (!other || spelling.rank < other.rank) best.set(spelling.metric, { name, rank: spelling.rank })
  }
  const declared = new Map<string, Declared>()
  for (const { metric, name, spelling } of known) {
    const one: Declared = {
      name, spelling, type: metric.type, unit: metric.unit, own: best.get(spelling.metric)?.name === name,
      folder: name.slice(0, Math.max(0, name.lastIndexOf('/'))),
    }
    declared.set(name, one)
    if (metric.alias !== null) declared.set(aliasKey(metric.alias), one)
  }
  return { declared, unknown }
}
