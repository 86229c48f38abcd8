import { parseDuration } from '../../domain/duration.ts'
import { METRICS } from '../../domain/metrics.ts'
import type { MetricRuleInput } from '../../domain/rule.ts'
import { DEFROST, type ProcessInput } from '../../domain/ruleProcess.ts'
import type { Severity } from '../../domain/severity.ts'
import type { RuleInput } from '../../domain/writtenRule.ts'
import { quantity, type Wordbook } from '../screen/alertText.ts'
import { lastingOf } from '../format/time.ts'
import { isSwitch, lastingText, spanText } from '../screen/finding.ts'
import { detectionSentences } from './detectionRuleText.ts'

/** A rule as the API gives it: as it is written, with its version. */
export type RuleView = RuleInput & { version: number }
type MetricRuleView = MetricRuleInput & { version: number }

const SIDES = ['above', 'atLeast', 'below', 'atMost', 'equals'] as const
type Limits = Partial<Record<(typeof SIDES)[number], number | undefined>>

type Level = Limits & { severity: Severity; for?: string | number | undefined }

/** What the rule says, a sentence for each level from the mildest, then how it clears and when it acts; or what it asks of a camera. */
export function ruleSentences(rule: RuleView, words: Wordbook): string[] {
  return 'type' in rule ? detectionSentences(rule, words) : metricSentences(rule, words)
}

function metricSentences(rule: MetricRuleView, words: Wordbook): string[] {
  const written: Level[] = rule.levels ?? [{ ...limitsOf(rule), severity: rule.severity ?? 'minor', for: rule.for ?? 0 }]
  const { process } = rule
  const levels = written.map((level) => (process ? processSentence(rule, process, level, words) : levelSentence(rule, level, words)))
  return [...levels, ...(process && ENDS_ITSELF.has(process.kind) ? [] : [clearSentence(rule, words)]), ...(rule.schedule === undefined ? [] : [words.t(`duty.ruleSays.${typeof rule.schedule === 'string' ? rule.schedule : 'schedule'}`)])]
}

function limitsOf(rule: MetricRuleView): Limits {
  return Object.fromEntries(SIDES.flatMap((side) => (rule[side] === undefined ? [] : [[side, rule[side]]])))
}

/** Processes that are over, well or badly, rather than back inside a limit. */
const ENDS_ITSELF: ReadonlySet<ProcessInput['kind']> = new Set(['cooling', 'batch', 'defrost'])

function processSentence(rule: MetricRuleView, process: ProcessInput, level: Level, words: Wordbook): string {
  const amount = (value: number): string => quantity(value, METRICS[rule.metric].unit) ?? ''
  const said = { subject: words.t(`metric.${rule.metric}`), severity: words.t(`severity.${level.severity}`) }
  const say = (values: Record<string, string | number>): string => words.t(`duty.ruleSays.${process.kind}`, { ...said, ...values })
  switch (process.kind) {
    case 'cooling':
      return say({ from: amount(process.from), stages: process.stages.map(({ to, within }) => words.t('duty.ruleSays.stage', { to: amount(to), span: span(within, words) })).join(words.locale === 'en' ? ', then ' : '，再 ') })
    case 'batch': {
      const hold = msOf(process.hold ?? 0) === 0 ? '' : words.t('duty.ruleSays.hold', { span: span(process.hold ?? 0, words) })
      return say({ start: amount(process.start), reach: amount(process.reach), hold })
    }
    case 'defrost':
      return say({ span: span(process.within ?? DEFROST.within / 1000, words), perDay: process.perDay ?? DEFROST.perDay, side: sideText(rule, level, words) })
    case 'degree-minutes':
      return say({ side: sideText(rule, level, words), window: span(process.window, words), budget: process.budget })
    case 'mean-kinetic':
      return say({ side: sideText(rule, level, words), window: span(process.window, words) })
  }
}

function levelSentence(rule: MetricRuleView, level: Level, words: Wordbook): string {
  return words.t('duty.ruleSays.level', {
    subject: words.t(`metric.${rule.metric}`), side: sideText(rule, level, words), for: forText(rule, level.for ?? 0, words), severity: words.t(`severity.${level.severity}`),
  })
}

function sideText(rule: MetricRuleView, level: Limits, words: Wordbook): string {
  const { unit } = METRICS[rule.metric]
  if (rule.changesBy) return words.t('duty.ruleSays.change', { span: span(rule.changesBy.within, words), limit: quantity(rule.changesBy.amount, unit) })
  const side = SIDES.find((each) => level[each] !== undefined)
  if (!side) return ''
  const limit = level[side] ?? 0
  if (isSwitch(rule.metric)) {
    const on = side === 'above' || side === 'atLeast' || (side === 'equals' && limit === 1)
    return words.t(`duty.ruleSays.${rule.metric === 'door' ? (on ? 'open' : 'shut') : on ? 'on' : 'off'}`)
  }
  const near = words.t(`duty.ruleSays.${side}`, { limit: quantity(limit, unit) })
  const farEnd = rule.upTo ?? rule.downTo
  return farEnd === undefined ? near : [near, words.t(`duty.ruleSays.${rule.upTo === undefined ? 'above' : 'below'}`, { limit: quantity(farEnd, unit) })].join(words.locale === 'en' ? ' and ' : '、')
}

const msOf = (duration: string | number): number => parseDuration(duration) ?? 0
/** Exactly: a duration of 90 minutes is not one of an hour. */
const span = (duration: string | number, words: Wordbook): string => (lastingOf(msOf(duration)).rest > 0 ? lastingText : spanText)(msOf(duration), words)

function forText(rule: MetricRuleView, duration: string | number, words: Wordbook): string {
  if (rule.mode === 'cumulative' && rule.window !== undefined) return words.t('duty.ruleSays.cumulative', { window: span(rule.window, words), span: span(duration, words) })
  return msOf(duration) === 0 ? words.t('duty.ruleSays.atOnce') : words.t('duty.ruleSays.lasting', { span: span(duration, words) })
}

function clearSentence(rule: MetricRuleView, words: Wordbook): string {
  const { margin = 0, for: lasting = 0 } = rule.clear ?? (rule.metric === 'temperature' && !rule.changesBy ? { margin: 0.5, for: '5m' } : {})
  if (margin > 0) return words.t('duty.ruleSays.clear', { margin: quantity(margin, METRICS[rule.metric].unit), span: span(lasting, words) })
  return msOf(lasting) === 0 ? words.t('duty.ruleSays.clearNow') : words.t('duty.ruleSays.clearPlain', { span: span(lasting, words) })
}
