import { parseDuration } from '../../../domain/duration.ts'
import type { Policy } from '../../../domain/escalation/policy.ts'
import { comma } from '../../format/comma.ts'
import type { Told } from '../duty/listChanges.ts'
import type { DutyNames } from '../duty/useDutyNames.ts'

export type Step = Policy['steps'][number]
/** What the page calls things. */
export interface PolicyWords extends Pick<DutyNames, 'who' | 'channel' | 'span'> {
  t(key: string, values?: Record<string, unknown>): string
  district(code: string): string
}

const e = (words: PolicyWords, name: string, values: Record<string, unknown> = {}): string => words.t(`admin.escalation.${name}`, values)
const listed = (all: readonly string[]): string => all.join(comma())

/** When a step is done, counted from the alert if nobody takes it over. */
export function sinceAlert(steps: readonly Pick<Step, 'after'>[], index: number): number {
  return steps.slice(0, index + 1).reduce((sum, { after }) => sum + (parseDuration(after) ?? 0), 0)
}

const told = ({ who, channels }: Pick<Step, 'who' | 'channels'>, words: PolicyWords): string =>
  `${listed(who.map((target) => words.who(target)))} · ${channels.map((id) => words.channel(id)).join(' › ')}`

/** "5 分钟后 当班人员 · 短信 › 邮件" */
export function stepText(step: Step, words: PolicyWords): string {
  const when = parseDuration(step.after) === 0 ? e(words, 'atOnce') : e(words, 'afterwards', { span: words.span(step.after) })
  const needed = step.acknowledgements > 1 ? ` · ${e(words, 'needed', { n: step.acknowledgements })}` : ''
  return `${when} ${told(step, words)}${needed}`
}

export function remindText(remind: NonNullable<Policy['remind']>, words: PolicyWords): string {
  return `${e(words, 'every', { span: words.span(remind.every) })} ${told(remind, words)} · ${e(words, 'most', { n: remind.most })}`
}

function groupText({ by, within }: NonNullable<Policy['group']>, words: PolicyWords): string {
  return e(words, 'grouped', { by: listed(by.map((part) => e(words, `part.${part}`))), span: words.span(within) })
}

/** A policy in parts that can be compared with those of another version. */
export function toldPolicy(policy: Policy, words: PolicyWords): Told {
  return {
    id: policy.id, name: policy.name,
    parts: {
      [e(words, 'field.name')]: policy.name,
      [e(words, 'field.severities')]: listed(policy.severities.map((each) => words.t(`severity.${each}`))),
      [e(words, 'field.districts')]: listed(policy.districts.map((code) => words.district(code))) || e(words, 'everywhere'),
      ...Object.fromEntries(policy.steps.map((step, i) => [e(words, 'step', { n: i + 1 }), stepText(step, words)])),
      ...(policy.remind ? { [e(words, 'field.remind')]: remindText(policy.remind, words) } : {}),
      ...(policy.group ? { [e(words, 'field.group')]: groupText(policy.group, words) } : {}),
    },
  }
}
