import type { Alert } from '../alert.ts'
import type { Policy } from '../escalation/policy.ts'
import { msOf } from '../escalation/policy.ts'
import { isNeverSilenced } from '../silencePeriod.ts'
import type { Subject } from './notification.ts'

/** Notices that may go out together: of the same key, step and person, one message within the time. */
export interface NoticeGroup {
  readonly key: string
  readonly withinMs: number
}

/** A notice that goes out in the message of another. */
export interface Gathered {
  /** Its own idempotency key, which nothing is ever sent under. */
  readonly id: string
  readonly subject: Subject
  /** The text it would have gone out with; the first line says where and what. */
  readonly text: string
}

/** So many of the others are named in a message; the rest are counted. */
const NAMED = 5

type Grouped = Pick<Alert, 'unitId' | 'district' | 'deviceId' | 'ruleId' | 'metric' | 'type'>

/** The group a notice of this alert belongs to; null where it goes out alone, as those of gas and fire always do. */
export function groupOf(alert: Grouped, policy: Pick<Policy, 'id' | 'group'> | null): NoticeGroup | null {
  if (!policy?.group || isNeverSilenced(alert.metric ?? alert.type ?? '')) return null
  const parts = { unit: alert.unitId ?? `device ${alert.deviceId}`, rule: alert.ruleId, district: alert.district }
  return { key: JSON.stringify([policy.id, ...policy.group.by.map((part) => parts[part])]), withinMs: msOf(policy.group.within) }
}

/** The words of a message for the first of a group and the others that it speaks for. */
export function gatheredWording(title: string, text: string, others: readonly Gathered[]): { title: string; text: string } {
  if (others.length === 0) return { title, text }
  const named = others.slice(0, NAMED).map((other) => `· ${other.text.split('\n', 1)[0] ?? ''}`)
  const rest = others.length > NAMED ? [`· 还有 ${others.length - NAMED} 起，见值班台`] : []
  return { title: `${title}（共 ${others.length + 1} 起）`, text: [text, `另有同类预警 ${others.length} 起：`, ...named, ...rest].join('\n') }
}
