import { isDeviceFault, type Alert } from '../../domain/alert.ts'
import type { Vocabulary, Wording } from '../api/shapes.ts'
import { measured } from '../format/number.ts'
import type { Age } from '../format/time.ts'
import type { Locale } from '../i18n/index.ts'

export interface Wordbook {
  locale: Locale
  vocabulary: Vocabulary | null
  t: (key: string, values?: Record<string, unknown>) => string
}

const said = (wording: Wording | undefined, locale: Locale): string | undefined => wording?.[locale]

/** What is wrong, without where and how much: "温度", "未戴口罩", "设备失联". An unknown key is shown as it is. */
export function subjectOf(alert: Pick<Alert, 'metric' | 'type' | 'ruleName'>, words: Wordbook): string {
  if (alert.metric !== null) return words.t(`metric.${alert.metric}`)
  if (alert.type === null) return alert.ruleName
  if (isDeviceFault(alert.type)) return words.t(`fault.${alert.type}`)
  return said(words.vocabulary?.violations[alert.type], words.locale) ?? alert.type
}

/** "−7.2 °C", or nothing where there is no number to show. */
export function quantity(value: number | null, unit: string | null): string | null {
  if (value === null) return null
  return unit ? `${measured(value)} ${unit}` : measured(value)
}

/** The name on the limit's line: what kind of limit it is, how much, and by which document. */
export function limitName(alert: Pick<Alert, 'limit' | 'unitOfMeasure' | 'basis'>, words: Wordbook): string | null {
  const limit = quantity(alert.limit, alert.unitOfMeasure)
  if (limit === null) return null
  const kind = words.t(`basis.${alert.basis?.kind ?? 'platform'}`)
  return [`${kind} ${limit}`, alert.basis?.document && shortDocument(alert.basis.document)].filter(Boolean).join(' · ')
}

const LONGEST_TITLE = 14

/** A numbered standard goes by its number; another document by as much of its title as a line can hold. */
function shortDocument(document: string): string {
  const number = /^[A-Z]{2,}(?:\/[A-Z])? ?[\d.-]+\d/.exec(document)?.[0]
  if (number) return number
  return document.length > LONGEST_TITLE ? `${document.slice(0, LONGEST_TITLE - 1)}…` : document
}

export const ageText = (age: Age, words: Wordbook): string => words.t(`age.${age.unit}`, { n: age.count })
