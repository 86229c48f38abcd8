import type { Calibration } from '../calibration.ts'
import { faultsAround, isAmongFaults } from '../profile.ts'
import { METRIC_NAMES, type MetricName } from '../metrics.ts'
import type { Rule, RuleLevel } from '../rule.ts'
import type { SensorHealth } from '../sensorHealth.ts'
import { KINDS } from './kinds.ts'
import { inBreach, loosestLevel } from './ladder.ts'

/** What the judgement needs to know of a device. Make a new object when anything changes: plans are remembered by identity. */
export interface JudgedDevice {
  readonly id: string
  /** Null where the device speaks only on change: then there is no silence and no gap limit. */
  readonly intervalMs: number | null
  /** Its silence is that of all its devices and is judged apart. */
  readonly isGateway?: boolean
  /** A control point: its silence becomes critical after 30 min. */
  readonly ccp: boolean
  /** Values that say the sensor is broken, by metric. */
  readonly faultValues: Partial<Record<MetricName, readonly number[]>>
  /** Absent where the sensor's health is not watched. */
  readonly health?: SensorHealth
  /** Absent or null where nobody said when it was calibrated. */
  readonly calibration?: Calibration | null
  /** Compiled, and only those whose scope matches. */
  readonly rules: readonly Rule[]
}

/** A rule beside the level that wakes it. */
export interface Watch {
  readonly rule: Rule
  readonly level: RuleLevel
}

/** What the values of one metric are held against. */
export interface MetricPlan {
  /** From `floor` to `ceiling`, both inclusive, a value is in breach of no rule. */
  readonly floor: number
  readonly ceiling: number
  readonly watches: readonly Watch[]
  /** Rules that look at every reading, in breach or not. */
  readonly always: readonly Rule[]
  readonly faults: readonly number[]
  /** Between these two, neither included, no value is a fault value. */
  readonly soundFrom: number
  readonly soundTo: number
}

/** What is the same for all devices under the same rules, and is shared by them: readings of many devices then touch little. */
interface Arrangement {
  readonly source: Pick<JudgedDevice, 'rules' | 'faultValues' | 'health'>
  readonly rules: readonly Rule[]
  readonly signature: string
  readonly metrics: Partial<Record<MetricName, MetricPlan>>
  readonly contexts: readonly MetricName[]
}

/** A device with its rules arranged for the way of a reading. */
export interface Plan {
  readonly device: JudgedDevice
  /** The device's rules, and the one its battery is held against. */
  readonly rules: readonly Rule[]
  /** Ids and versions, in an order that does not depend on how the rules were listed. */
  readonly signature: string
  readonly metrics: Partial<Record<MetricName, MetricPlan>>
  /** Metrics that other metrics' rules look at. */
  readonly contexts: readonly MetricName[]
}

/** Memory only: a plan is a pure function of its device. */
const plans = new WeakMap<JudgedDevice, Plan>()

export function planOf(device: JudgedDevice): Plan {
  const ready = plans.get(device)
  if (ready !== undefined) return ready
  const { rules, signature, metrics, contexts } = arrangementOf(device)
  const plan = { device, rules, signature, metrics, contexts }
  plans.set(device, plan)
  return plan
}

/** Memory only, by the first rule. */
const arrangements = new WeakMap<Rule, Arrangement[]>()

/** More ways than this to go on from one first rule are not all remembered. */
const ARRANGEMENTS_KEPT = 64

function arrangementOf(device: JudgedDevice): Arrangement {
  const [first] = device.rules
  if (first === undefined) return arrange(device)
  const known = arrangements.get(first) ?? []
  const alike = known.find(({ source }) => isAlike(source, device))
  if (alike !== undefined) return alike
  const fresh = arrange(device)
  known.push(fresh)
  if (known.length > ARRANGEMENTS_KEPT) known.shift()
  arrangements.set(first, known)
  return fresh
}

function isAlike(a: Arrangement['source'], b: Arrangement['source']): boolean {
  return a.rules.length === b.rules.length && a.rules.every((rule, i) => rule === b.rules[i])
    && JSON.stringify([a.faultValues, a.health?.battery]) === JSON.stringify([b.faultValues, b.health?.battery])
}

function arrange(device: JudgedDevice): Arrangement {
  const { faultValues, health } = device
  const rules = [...device.rules, ...batteryRules(device)]
  const metrics: Partial<Record<MetricName, MetricPlan>> = {}
  for (const metric of METRIC_NAMES) {
    const here = rules.filter((rule) => rule.metric === metric)
    const watches = here.filter((rule) => KINDS[rule.kind].wakes === undefined).flatMap(watchOf)
    const always = here.filter((rule) => KINDS[rule.kind].wakes === 'always')
    const faults = faultValues[metric] ?? []
    if (here.length === 0 && faults.length === 0) continue
    const ceiling = Math.min(...watches.map(({ rule, level }) => (rule.direction === 'above' ? justInside(level, -1) : Infinity)))
    const floor = Math.max(...watches.map(({ rule, level }) => (rule.direction === 'below' ? justInside(level, 1) : rule.direction === 'equals' ? Infinity : -Infinity)))
    const [soundFrom, soundTo] = faultsAround(faults, metric)
    metrics[metric] = { floor, ceiling, watches, always, faults, soundFrom, soundTo }
  }
  const signature = rules.map((r) => `${r.id}@${versionOf(r)}`).sort().join(',')
  const contexts: MetricName[] = rules.some((rule) => KINDS[rule.kind].inContext) ? ['door', 'power'] : []
  return { source: { rules: device.rules, faultValues, health }, rules, signature, metrics, contexts }
}

export const BATTERY_RULE = 'device-battery'

/** A low battery is judged like any limit; only what is told of it is told of the device. */
function batteryRules({ health }: JudgedDevice): Rule[] {
  if (!health?.battery) return []
  const { below, clearAt } = health.battery
  return [{
    id: BATTERY_RULE, version: 1, kind: 'threshold', metric: 'battery', direction: 'below', levels: [{ severity: 'minor', limit: below, for: 0 }],
    window: 0, clear: { margin: clearAt - below, for: 0 }, order: 'none',
  }]
}

function watchOf(rule: Rule): Watch[] {
  const level = rule.levels[loosestLevel(rule)]
  return level === undefined ? [] : [{ rule, level }]
}

/** The limit, or a hair inside it where being at it is a breach. */
function justInside(level: RuleLevel, sign: 1 | -1): number {
  return level.inclusive === true ? level.limit + sign * 1e-9 * Math.max(1, Math.abs(level.limit)) : level.limit
}

/** Whether a value would begin a breach under the rule watched. */
export function wakes(watch: Watch, value: number): boolean {
  return inBreach(watch.rule, watch.level, value)
}

/** Whether a value says that the sensor is broken. */
export function isFaultValue(plan: Plan, metric: MetricName, value: number): boolean {
  const rules = plan.metrics[metric]
  return rules !== undefined && !(value > rules.soundFrom && value < rules.soundTo) && isAmongFaults(rules.faults, metric, value)
}

/** Its version, and which of the rules that units of different hours make of it. */
export function versionOf({ version, variant }: Rule): string {
  return variant === undefined ? String(version) : `${version}.${variant}`
}

/** Ids and versions of a signature. */
export function readSignature(signature: string): Map<string, string> {
  const versions = new Map<string, string>()
  for (const part of signature.split(',')) {
    const at = part.lastIndexOf('@')
    if (at > 0) versions.set(part.slice(0, at), part.slice(at + 1))
  }
  return versions
}
