import { isDeviceFault, type Alert } from '../../domain/alert.ts'
import { isMetricName, METRICS } from '../../domain/metrics.ts'
import { measured } from '../format/number.ts'
import { beijingMinute, lastingOf } from '../format/time.ts'
import { quantity, type Wordbook } from './alertText.ts'

/** Of a door or a power supply how long it lasts matters; a number says nothing. */
export const isSwitch = (metric: string | null): boolean => metric !== null && isMetricName(metric) && METRICS[metric].onChange

export interface Finding {
  value: string
  /** The side of the limit and the limit with its unit; null where there is none to hold it against. */
  limit: string | null
}

type Found = Pick<Alert, 'metric' | 'type' | 'value' | 'limit' | 'unitOfMeasure' | 'breachedAt' | 'resolvedAt'>

/** How much, or for how long, or how surely: the one thing to know of an alert beside its subject. */
export function findingOf(alert: Found, now: number, words: Wordbook): Finding | null {
  if (alert.metric === null) {
    const value = alert.type !== null && isDeviceFault(alert.type) ? faultOf(alert, alert.type, now, words) : confidenceOf(alert, words)
    return value === null ? null : { value, limit: null }
  }
  if (isSwitch(alert.metric)) return { value: words.t(`finding.${alert.value === 0 ? 'off' : 'on'}.${alert.metric}`, { lasting: lastingText(lasts(alert, now), words) }), limit: null }
  const value = quantity(alert.value, alert.unitOfMeasure)
  if (value === null || alert.value === null) return null
  const limit = quantity(alert.limit, alert.unitOfMeasure)
  if (limit === null || alert.limit === null) return { value, limit: null }
  return { value, limit: words.t(`finding.${alert.value >= alert.limit ? 'above' : 'below'}`, { limit }) }
}

/** When it began, in the word that fits: a limit is broken, a camera sees, a silent device was heard. */
export function sinceText(alert: Pick<Alert, 'metric' | 'type' | 'breachedAt'>, words: Wordbook): string {
  const time = beijingMinute(Date.parse(alert.breachedAt))
  if (alert.metric !== null) return words.t(isSwitch(alert.metric) ? 'since.on' : 'since.breach', { time })
  if (alert.type === 'silence') return words.t('since.heard', { time })
  return words.t(alert.type !== null && isDeviceFault(alert.type) ? 'since.found' : 'since.seen', { time })
}

export function lastingText(ms: number, words: Wordbook): string {
  const { unit, count, rest } = lastingOf(ms)
  return words.t(`lasting.${unit}`, { n: count, rest })
}

export function spanText(ms: number, words: Wordbook): string {
  const { unit, count } = lastingOf(ms)
  return words.t(`span.${unit}`, { n: count })
}

const lasts = (alert: Pick<Alert, 'breachedAt' | 'resolvedAt'>, now: number): number =>
  (alert.resolvedAt === null ? now : Date.parse(alert.resolvedAt)) - Date.parse(alert.breachedAt)

function confidenceOf(alert: Pick<Alert, 'value'>, words: Wordbook): string | null {
  return alert.value === null ? null : words.t('finding.confidence', { share: `${Math.round(alert.value * 100)}%` })
}

function faultOf(alert: Found, type: string, now: number, words: Wordbook): string | null {
  if (type === 'silence' || type === 'stuck') return words.t(`finding.${type}`, { span: spanText(lasts(alert, now), words) })
  if (alert.value === null) return null
  // A clock is off by seconds.
  if (type === 'clock') return words.t('finding.clock', { span: spanText(Math.abs(alert.value) * 1000, words) })
  return words.t(`finding.${type}`, { value: measured(alert.value) })
}
