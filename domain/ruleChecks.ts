import { METRICS } from './metrics.ts'
import type { MetricRuleText } from './rule.ts'
import { LIMIT_NAMES, limitNames, LIMITS, ONE_LIMIT } from './ruleLimit.ts'
import { isNeverSilenced } from './silencePeriod.ts'
import { LIMITED_PROCESSES } from './ruleProcess.ts'

/** One thing that is wrong with a rule, and the field it is about. */
interface RuleProblem {
  readonly path: (string | number)[]
  readonly message: string
}

/** The change of a value is looked for among readings kept in the device's state: no more than this, in milliseconds. */
const LONGEST_CHANGE_MS = 60 * 60_000

type Field = keyof MetricRuleText
const LIMITED = ['levels', ...LIMIT_NAMES] as const satisfies readonly Field[]

/** Each with the fields that it looks at. */
const CHECKS: readonly { readonly of: readonly Field[]; readonly check: (rule: MetricRuleText) => RuleProblem[] }[] = [
  { of: [...LIMITED, 'severity', 'for', 'changesBy'], check: checkLevels },
  { of: ['levels', 'severity'], check: checkSeverity },
  { of: [...LIMITED, 'changesBy', 'process'], check: checkLimit },
  { of: [...LIMITED, 'metric', 'changesBy', 'process', 'suppressWhen', 'upTo', 'downTo'], check: checkBand },
  { of: ['mode', 'window', 'levels', 'for'], check: checkWindow },
  { of: ['metric', 'mode', 'changesBy'], check: checkChange },
  { of: [...LIMITED, 'clear'], check: checkClear },
  { of: [...LIMITED, 'metric', 'mode', 'changesBy', 'suppressWhen'], check: checkSuppression },
  { of: [...LIMITED, 'metric', 'mode', 'changesBy', 'suppressWhen', 'process', 'for'], check: checkProcess },
]

/**
 * What the schema of each field alone can't tell.
 * @param faulty fields that are wrong in themselves: nothing is said of what they would mean for others
 */
export function checkRule(rule: MetricRuleText, faulty: ReadonlySet<unknown> = new Set()): RuleProblem[] {
  return CHECKS.flatMap(({ of, check }) => (of.some((field) => faulty.has(field)) ? [] : check(rule)))
}

function checkLevels(rule: MetricRuleText): RuleProblem[] {
  const { levels } = rule
  if (!levels) return []
  const problems: RuleProblem[] = []
  if (rule.severity || limitNames(rule).length > 0 || rule.for !== undefined)
    problems.push({ path: ['levels'], message: 'a rule with levels takes its severity, limit and for from them' })
  const directions = new Set(levels.flatMap(limitNames).map((name) => LIMITS[name].direction))
  if (directions.size > 1) problems.push({ path: ['levels'], message: 'all levels of a rule look in one direction: write a second rule for the other' })
  if (new Set(levels.map((level) => level.equals)).size > 1) problems.push({ path: ['levels'], message: 'all levels of a rule that equals name one value' })
  if (rule.changesBy) problems.push({ path: ['changesBy'], message: 'has one severity and no levels: write a rule for each amount' })
  return problems
}

function checkSeverity(rule: MetricRuleText): RuleProblem[] {
  return rule.levels || rule.severity ? [] : [{ path: ['severity'], message: 'give a severity, or levels' }]
}

function checkLimit(rule: MetricRuleText): RuleProblem[] {
  if (rule.levels) return []
  const problems: RuleProblem[] = []
  const limits = limitNames(rule).length
  if (rule.changesBy && limits > 0) problems.push({ path: ['changesBy'], message: 'stands alone: write a second rule for the limit' })
  const own = rule.changesBy || (rule.process && !LIMITED_PROCESSES.includes(rule.process.kind))
  if (!own && limits !== 1) problems.push({ path: ['above'], message: `${ONE_LIMIT}, or changesBy` })
  return problems
}

/** A band has its far end beyond all of its limits, and is judged by what each reading says of itself. */
function checkBand(rule: MetricRuleText): RuleProblem[] {
  const problems: RuleProblem[] = []
  for (const [field, direction] of [['upTo', 'above'], ['downTo', 'below']] as const) {
    const end = rule[field]
    if (end === undefined) continue
    const limits = [rule, ...(rule.levels ?? [])].flatMap((level) => limitNames(level).map((name) => ({ direction: LIMITS[name].direction, limit: level[name] ?? 0 })))
    if (limits.some((limit) => limit.direction !== direction)) problems.push({ path: [field], message: `is the far end of a band ${direction} a limit` })
    else if (limits.some(({ limit }) => (direction === 'above' ? limit >= end : limit <= end))) problems.push({ path: [field], message: `must lie ${direction} every limit of the rule` })
    if (rule.changesBy || rule.process || rule.suppressWhen || METRICS[rule.metric].onChange) problems.push({ path: [field], message: 'goes with a plain or a cumulative limit on what is measured only' })
  }
  return problems
}

function checkWindow(rule: MetricRuleText): RuleProblem[] {
  if (rule.mode !== 'cumulative') return rule.window === undefined ? [] : [{ path: ['window'], message: 'only a cumulative rule looks at a window' }]
  const problems: RuleProblem[] = []
  if (rule.window === undefined) problems.push({ path: ['window'], message: 'a cumulative rule sums over a window: give one, such as 24h' })
  const durations = rule.levels ? rule.levels.map((level) => level.for) : [rule.for ?? 0]
  durations.forEach((lasting, k) => {
    const path = rule.levels ? ['levels', k, 'for'] : ['for']
    if (lasting === 0) problems.push({ path, message: 'a cumulative rule sums time: give a duration above 0' })
    else if (rule.window !== undefined && lasting > rule.window) problems.push({ path, message: 'is longer than the window, so it could never be fulfilled' })
  })
  return problems
}

function checkChange(rule: MetricRuleText): RuleProblem[] {
  const { changesBy } = rule
  if (!changesBy) return []
  const problems: RuleProblem[] = []
  if (rule.mode === 'cumulative') problems.push({ path: ['mode'], message: 'a change is not summed: leave the mode continuous' })
  if (METRICS[rule.metric].onChange) problems.push({ path: ['changesBy'], message: `${rule.metric} is on or off: write equals` })
  if (changesBy.within === 0 || changesBy.within > LONGEST_CHANGE_MS) problems.push({ path: ['changesBy', 'within'], message: 'give more than 0 and at most 1h' })
  return problems
}

function checkClear(rule: MetricRuleText): RuleProblem[] {
  const equals = rule.equals !== undefined || rule.levels?.some((level) => level.equals !== undefined)
  return equals && (rule.clear?.margin ?? 0) > 0 ? [{ path: ['clear', 'margin'], message: 'means nothing where the limit is one value' }] : []
}

function checkSuppression(rule: MetricRuleText): RuleProblem[] {
  const { suppressWhen: suppression } = rule
  if (!suppression) return []
  const problems: RuleProblem[] = []
  const at = (message: string, ...field: string[]) => problems.push({ path: ['suppressWhen', ...field], message })
  if (rule.mode === 'cumulative' || rule.changesBy) at('only a continuous limit tolerates anything')
  if (METRICS[rule.metric].onChange) at(`${rule.metric} is on or off, and tolerates nothing`)
  if (isNeverSilenced(rule.metric)) at('an alert about gas is never suppressed')
  const names = [...limitNames(rule), ...(rule.levels ?? []).flatMap(limitNames)]
  if (suppression.defrost && names.some((name) => LIMITS[name].direction !== 'above')) at('a defrost is a rise: the limit must be above or atLeast', 'defrost')
  if (suppression.defrost && rule.metric !== 'temperature') at('a defrost is seen in the temperature', 'defrost')
  const excuse = suppression.door !== undefined || suppression.power !== undefined
  if (excuse !== (suppression.for !== undefined)) at(excuse ? 'say how long door or power excuse at most' : 'says how long door or power excuse: name one', 'for')
  return problems
}

function checkProcess(rule: MetricRuleText): RuleProblem[] {
  const { process } = rule
  if (!process) return []
  const problems: RuleProblem[] = []
  const at = (message: string, ...path: (string | number)[]) => problems.push({ path, message })
  if (METRICS[rule.metric].onChange) at(`${rule.metric} is on or off and has no course`, 'process')
  if (rule.mode === 'cumulative') at('a process counts in its own way: leave the mode continuous', 'mode')
  for (const field of ['changesBy', 'suppressWhen'] as const) if (rule[field]) at('does not go with a process', field)
  if (rule.levels && process.kind !== 'mean-kinetic') at('a process of this kind has one severity', 'levels')
  if (rule.for !== undefined && process.kind !== 'mean-kinetic') at('a process of this kind has durations of its own', 'for')
  const names = [...limitNames(rule), ...(rule.levels ?? []).flatMap(limitNames)]
  if (!LIMITED_PROCESSES.includes(process.kind) && names.length > 0) at('a process of this kind carries its figures in itself', names[0] ?? 'levels')
  if (names.includes('equals')) at('a process has no single value', 'equals')
  if (process.kind === 'defrost' && names.some((name) => LIMITS[name].direction !== 'above')) at('a defrost is a rise: the limit must be above or atLeast', 'process')
  if (process.kind === 'cooling') {
    process.stages.forEach((stage, i) => {
      if (stage.to >= (process.stages[i - 1]?.to ?? process.from)) at('must be below the stage before', 'process', 'stages', i, 'to')
    })
  }
  if (process.kind === 'batch' && process.reach <= process.start) at('must be above the start', 'process', 'reach')
  return problems
}
