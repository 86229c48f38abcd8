import { METRICS } from './metrics.ts'
import type { MetricRuleText } from './rule.ts'
import { limitNames, LIMITS, type LimitText } from './ruleLimit.ts'
import { compileSchedule, longestSpan, mostWithin } from './schedule.ts'
import type { MeasuringPart } from './ruleRange.ts'
import { severityRank, type Severity } from './severity.ts'

interface Level extends LimitText {
  readonly severity: Severity
  readonly for: number
}

interface Nonsense {
  readonly path: string
  readonly message: string
}

/**
 * What of a rule could never come true, or has no effect, though each of its fields is right. Kept apart from the schema, as
 * `figuresOutOfRange` is, so that what judges already is not switched off by it.
 */
export function whatNeverHolds(rule: MeasuringPart): Nonsense[] {
  return [...contradictingLevels(rule.levels ?? []), ...limitsAtTheEdge(rule), ...unreachableClear(rule), ...tooLongForSchedule(rule)]
}

/** What a rule may say, and yet hardly means: kept, and told with the answer. */
export function whatIsDoubtful(rule: MetricRuleText): Nonsense[] {
  return [...levelsWithoutEffect(rule.levels ?? []), ...foreverLasting(rule)]
}

const HARDLY_LONGER_MS = 31 * 86_400_000

function foreverLasting(rule: MetricRuleText): Nonsense[] {
  return durationsOf(rule).filter(({ lasting }) => lasting > HARDLY_LONGER_MS).map(({ path }) => ({ path, message: 'is longer than 31 days: hardly any breach lasts so long' }))
}

function levelsWithoutEffect(levels: readonly Level[]): Nonsense[] {
  return levels.flatMap((level, i) => {
    const hiding = levels.findIndex((other, k) => k !== i && other.severity === level.severity && other.for <= level.for && isAsLoose(other, level))
    return hiding < 0 ? [] : [{ path: `levels.${i}`, message: `changes nothing: levels.${hiding} is as severe and is reached no later` }]
  })
}

/** A severer level that is fulfilled no later than a milder one hides it. */
function contradictingLevels(levels: readonly Level[]): Nonsense[] {
  return levels.flatMap((level, i) => {
    const twin = levels.findIndex((other) => other.severity === level.severity && other.for === level.for && sameLimit(other, level))
    if (twin < i) return [{ path: `levels.${i}`, message: `says the same as levels.${twin}` }]
    const hiding = levels.findIndex((other) => severityRank(other.severity) > severityRank(level.severity) && other.for <= level.for && isAsLoose(other, level))
    return hiding < 0 ? [] : [{ path: `levels.${i}`, message: `is never told: levels.${hiding} is severer and is reached no later` }]
  })
}

function sameLimit(one: LimitText, other: LimitText): boolean {
  const [name] = limitNames(one)
  return name !== undefined && one[name] === other[name]
}

/** Whether whatever breaches `other` breaches `one`, too. */
function isAsLoose(one: LimitText, other: LimitText): boolean {
  const [name] = limitNames(one)
  const [otherName] = limitNames(other)
  if (name === undefined || otherName === undefined || LIMITS[name].direction !== LIMITS[otherName].direction) return false
  const apart = ((other[otherName] ?? 0) - (one[name] ?? 0)) * (LIMITS[name].direction === 'below' ? -1 : 1)
  if (LIMITS[name].direction === 'equals') return apart === 0
  return apart > 0 || (apart === 0 && (LIMITS[name].inclusive || !LIMITS[otherName].inclusive))
}

/** Nothing measured is above the highest value there is, nor below the lowest. */
function limitsAtTheEdge(rule: MeasuringPart): Nonsense[] {
  const { unit, min, max } = METRICS[rule.metric]
  const told = [{ at: '', limits: rule as LimitText }, ...(rule.levels ?? []).map((limits, i) => ({ at: `levels.${i}.`, limits: limits as LimitText }))]
  return told.flatMap(({ at, limits }) => [
    ...(limits.above === max ? [{ path: `${at}above`, message: `no ${rule.metric} is above ${max} ${unit}: write atLeast`.replace(' :', ':') }] : []),
    ...(limits.below === min ? [{ path: `${at}below`, message: `no ${rule.metric} is below ${min} ${unit}: write atMost`.replace(' :', ':') }] : []),
  ])
}

/** An alert ends inside the limit by the margin: where no value is there, it never would. */
function unreachableClear(rule: MeasuringPart): Nonsense[] {
  const margin = rule.clear?.margin ?? 0
  // Beyond the far end of a band a value is in range as well.
  if (margin === 0 || rule.changesBy || rule.process || rule.upTo !== undefined || rule.downTo !== undefined) return []
  const { unit, min, max } = METRICS[rule.metric]
  const stuck = [rule as LimitText, ...(rule.levels ?? [])].some((limits) => limitNames(limits).some((name) => {
    const limit = limits[name] ?? 0
    return LIMITS[name].direction === 'above' ? limit - margin < min : LIMITS[name].direction === 'below' && limit + margin > max
  }))
  return stuck ? [{ path: 'clear.margin', message: `no ${rule.metric} is ${margin} ${unit} inside the limit: the alert would never end` }] : []
}

const durationsOf = (rule: MeasuringPart): { path: string; lasting: number }[] =>
  rule.levels ? rule.levels.map((level, i) => ({ path: `levels.${i}.for`, lasting: level.for })) : [{ path: 'for', lasting: rule.for ?? 0 }]

/** What is pending at the end of a span is forgotten; a cumulative rule sums what of its window is scheduled. */
function tooLongForSchedule(rule: MeasuringPart): Nonsense[] {
  if (rule.process || rule.changesBy || rule.schedule === undefined || typeof rule.schedule === 'string') return []
  const schedule = compileSchedule(rule.schedule)
  if (schedule === null) return []
  const longest = rule.mode === 'continuous' ? longestSpan(schedule) : rule.window === undefined ? Infinity : mostWithin(schedule, rule.window)
  return durationsOf(rule).filter(({ lasting }) => lasting > longest).map(({ path }) => ({ path, message: 'is longer than the schedule ever lasts, so it could never be fulfilled' }))
}
