import type { MetricName } from '../metrics.ts'
import type { Rule } from '../rule.ts'
import { loosestLevel } from './ladder.ts'

/** What the judgement needs to know of a device. Make a new object when anything changes: plans are remembered by identity. */
export interface JudgedDevice {
  readonly id: string
  /** Null where the device speaks only on change: then there is no silence and no gap limit. */
  readonly intervalMs: number | null
  /** A control point: its silence becomes critical after 30 min. */
  readonly ccp: boolean
  /** Values that say the sensor is broken, by metric. */
  readonly faultValues: Partial<Record<MetricName, readonly number[]>>
  /** Compiled, and only those whose scope matches. */
  readonly rules: readonly Rule[]
}

/** A rule beside the limit that wakes it. */
export interface Watch {
  readonly rule: Rule
  readonly above: boolean
  readonly limit: number
}

/** The rules of a device arranged for the way of a reading. */
export interface Plan {
  /** Ids and versions, in an order that does not depend on how the rules were listed. */
  readonly signature: string
  readonly watches: Partial<Record<MetricName, readonly Watch[]>>
}

/** Memory only: a plan is a pure function of its device. */
const plans = new WeakMap<JudgedDevice, Plan>()

export function planOf(device: JudgedDevice): Plan {
  const ready = plans.get(device)
  if (ready !== undefined) return ready
  const watches: Partial<Record<MetricName, Watch[]>> = {}
  for (const rule of device.rules) {
    const limit = rule.levels[loosestLevel(rule)]?.limit ?? 0
    const list = (watches[rule.metric] ??= [])
    list.push({ rule, above: rule.direction === 'above', limit })
  }
  const signature = device.rules.map((r) => `${r.id}@${r.version}`).sort().join(',')
  const plan = { signature, watches }
  plans.set(device, plan)
  return plan
}

/** Whether a value would begin a breach under the rule watched. */
export function wakes(watch: Watch, value: number): boolean {
  return watch.above ? value > watch.limit : value < watch.limit
}

/** Ids and versions of a signature. */
export function readSignature(signature: string): Map<string, number> {
  const versions = new Map<string, number>()
  for (const part of signature.split(',')) {
    const at = part.lastIndexOf('@')
    if (at > 0) versions.set(part.slice(0, at), Number(part.slice(at + 1)))
  }
  return versions
}

export function isFaultValue(device: JudgedDevice, metric: MetricName, value: number): boolean {
  const values = device.faultValues[metric]
  return values !== undefined && values.includes(value)
}
