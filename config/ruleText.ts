import { formatDuration } from '../domain/duration.ts'
import { METRICS } from '../domain/metrics.ts'
import type { Rule, RuleLevel } from '../domain/rule.ts'
import type { Process } from '../domain/ruleProcess.ts'

/** What a rule asks, level by level, as the document of the rules says it. */
export function levelTexts(rule: Rule): string[] {
  const { process } = rule
  if (process === undefined) return rule.levels.map((level) => levelText(rule, level))
  const [first] = rule.levels
  if (process.kind === 'mean-kinetic') return rule.levels.map((level) => `mean kinetic temperature of ${formatDuration(process.window)} ${levelText(rule, level)}`)
  return first === undefined ? [] : [`${processText(process, limitText(rule, first))} · ${first.severity}`]
}

function levelText(rule: Rule, level: RuleLevel): string {
  const lasting = level.for === 0 ? 'at once' : formatDuration(level.for)
  const window = rule.kind === 'cumulative' || rule.kind === 'change' ? ` within ${formatDuration(rule.window)}` : ''
  const limit = rule.change ? `${rule.change} ${limitText(rule, level)}${window}` : limitText(rule, level)
  return `${limit} · ${rule.kind === 'cumulative' ? `${lasting}${window}` : lasting} · ${level.severity}`
}

function limitText(rule: Rule, level: RuleLevel): string {
  const signs = { above: level.inclusive ? '≥' : '>', below: level.inclusive ? '≤' : '<', equals: '=' }
  const band = rule.farEnd === undefined ? '' : `, ${rule.direction === 'above' ? 'up' : 'down'} to ${rule.farEnd}`
  return `${signs[rule.direction]} ${level.limit}${band} ${METRICS[rule.metric].unit}`.trim()
}

function processText(process: Exclude<Process, { kind: 'mean-kinetic' }>, limit: string): string {
  switch (process.kind) {
    case 'degree-minutes':
      return `${limit}: ${process.budget} degree-minutes within ${formatDuration(process.window)}`
    case 'cooling':
      return `missed: ${process.from}${process.stages.map((stage) => ` → ${stage.to} in ${formatDuration(stage.within)}`).join(',')}`
    case 'batch': {
      const hold = process.hold === 0 ? '' : ` held for ${formatDuration(process.hold)}`
      return `a batch above ${process.start} without ≥ ${process.reach}${hold}${process.gap === undefined ? '' : `, gaps ≤ ${formatDuration(process.gap)}`}`
    }
    case 'defrost':
      return `${limit}: a defrost longer than ${formatDuration(process.within)}, or more than ${process.perDay} in 24h`
  }
}
