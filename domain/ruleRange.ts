import { METRICS } from './metrics.ts'
import type { MetricRuleText } from './rule.ts'
import { limitNames } from './ruleLimit.ts'
import type { Process } from './ruleProcess.ts'

/** A rule about a metric, or what of it is right in itself. */
export type MeasuringPart = Partial<MetricRuleText> & Pick<MetricRuleText, 'metric'>

interface Figure {
  readonly path: readonly (string | number)[]
  readonly value: number
}

/**
 * Figures of a rule that nothing its metric measures can ever be: a slip of the pen, and a rule that judges nothing, or
 * everything. Kept apart from the schema, so that what judges already is not switched off by it.
 */
export function figuresOutOfRange(rule: MeasuringPart): { path: string; message: string }[] {
  const { unit, min, max } = METRICS[rule.metric]
  const outside = [...limitsOf(rule), ...ends(rule), ...(rule.process ? processFigures(rule.process) : [])].filter(({ value }) => value < min || value > max)
  const problems = outside.map(({ path, value }) => ({ path: path.join('.'), message: `${value} lies outside what ${rule.metric} can be: ${min} to ${max} ${unit}`.trim() }))
  const amount = rule.changesBy?.amount ?? 0
  return amount <= max - min ? problems : [...problems, { path: 'changesBy.amount', message: `${rule.metric} can change by no more than ${max - min} ${unit}`.trim() }]
}

function limitsOf(rule: MeasuringPart): Figure[] {
  const written = [{ at: [] as (string | number)[], limits: rule as MeasuringPart | NonNullable<MetricRuleText['levels']>[number] }, ...(rule.levels ?? []).map((limits, k) => ({ at: ['levels', k], limits }))]
  return written.flatMap(({ at, limits }) => limitNames(limits).map((name) => ({ path: [...at, name], value: limits[name] ?? 0 })))
}

function ends(rule: MeasuringPart): Figure[] {
  return (['upTo', 'downTo'] as const).flatMap((name) => (rule[name] === undefined ? [] : [{ path: [name], value: rule[name] }]))
}

function processFigures(process: Process): Figure[] {
  switch (process.kind) {
    case 'cooling':
      return [{ path: ['process', 'from'], value: process.from }, ...process.stages.map(({ to }, i) => ({ path: ['process', 'stages', i, 'to'], value: to }))]
    case 'batch':
      return (['start', 'reach'] as const).map((name) => ({ path: ['process', name], value: process[name] }))
    case 'degree-minutes':
    case 'mean-kinetic':
    case 'defrost':
      return []
  }
}
