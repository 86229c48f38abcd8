import { parseDuration } from '../../domain/duration.ts'
import { METRICS } from '../../domain/metrics.ts'
import type { RuleInput } from '../../domain/rule.ts'
import type { Severity } from '../../domain/severity.ts'
import { quantity, type Wordbook } from '../screen/alertText.ts'
import { lastingOf } from '../format/time.ts'
import { isSwitch, lastingText, spanText } from '../screen/finding.ts'

/** A rule as the API gives it: as it is written, with its version. */
export type RuleView = RuleInput & { version: number }

const SIDES = ['above', 'atLeast', 'below', 'atMost', 'equals'] as const
type Limits = Partial<Record<(typeof SIDES)[number], number | undefined>>

/** What the rule says, a sentence for each level from the mildest, then how it clears and when it acts. */
export function ruleSentences(rule: RuleView, words: Wordbook): string[] {
  const written = rule.levels ?? [{ ...limitsOf(rule), severity: rule.severity ?? 'minor', for: rule.for ?? 0 }]
  const levels = written.map((level) => levelSentence(rule, level, words))
  return [...levels, clearSentence(rule, words), ...(rule.schedule === undefined ? [] : [words.t(`duty.ruleSays.${typeof rule.schedule === 'string' ? rule.schedule : 'schedule'}`)])]
}

function limitsOf(rule: RuleView): Limits {
  return Object.fromEntries(SIDES.flatMap((side) => (rule[side] === undefined ? [] : [[side, rule[side]]])))
}

function levelSentence(rule: RuleView, level: Limits & { severity: Severity; for?: string | number | undefined }, words: Wordbook): string {
  return words.t('duty.ruleSays.level', {
    subject: words.t(`metric.${rule.metric}`), side: sideText(rule, level, words), for: forText(rule, level.for ?? 0, words), severity: words.t(`severity.${level.severity}`),
  })
}

function sideText(rule: RuleView, level: Limits, words: Wordbook): string {
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

function forText(rule: RuleView, duration: string | number, words: Wordbook): string {
  if (rule.mode === 'cumulative' && rule.window !== undefined) return words.t('duty.ruleSays.cumulative', { window: span(rule.window, words), span: span(duration, words) })
  return msOf(duration) === 0 ? words.t('duty.ruleSays.atOnce') : words.t('duty.ruleSays.lasting', { span: span(duration, words) })
}

function clearSentence(rule: RuleView, words: Wordbook): string {
  const { margin = 0, for: lasting = 0 } = rule.clear ?? (rule.metric === 'temperature' && !rule.changesBy ? { margin: 0.5, for: '5m' } : {})
  if (margin > 0) return words.t('duty.ruleSays.clear', { margin: quantity(margin, METRICS[rule.metric].unit), span: span(lasting, words) })
  return msOf(lasting) === 0 ? words.t('duty.ruleSays.clearNow') : words.t('duty.ruleSays.clearPlain', { span: span(lasting, words) })
}
