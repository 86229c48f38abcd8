import type { Alert } from '../../domain/alert.ts'
import { isActive } from '../screen/alertBook.ts'

export type Relation = 'rule' | 'device' | 'unit'

export interface Related {
  /** Active alerts of the same unit, the newest first. */
  readonly others: Alert[]
  /** Ended alerts that are alike: first those of the same device and rule, then of the rule, then of the device. */
  readonly earlier: { alert: Alert; relation: Relation }[]
}

const CLOSENESS: Record<Relation, number> = { rule: 2, device: 1, unit: 0 }

/** Sorts the alerts of a unit, or of a device without one, by what they say about this alert. */
export function relate(alert: Pick<Alert, 'id' | 'ruleId' | 'deviceId'>, alerts: readonly Alert[]): Related {
  const rest = alerts.filter((each) => each.id !== alert.id && each.state !== 'withdrawn')
  const relationTo = (each: Alert): Relation => (each.ruleId === alert.ruleId ? 'rule' : each.deviceId === alert.deviceId ? 'device' : 'unit')
  const closeness = (each: Alert, relation: Relation): number => CLOSENESS[relation] * 2 + (each.deviceId === alert.deviceId ? 1 : 0)
  const earlier = rest.filter((each) => !isActive(each)).map((each) => ({ alert: each, relation: relationTo(each) }))
  earlier.sort((a, b) => closeness(b.alert, b.relation) - closeness(a.alert, a.relation) || (a.alert.openedAt < b.alert.openedAt ? 1 : -1))
  return { others: rest.filter(isActive), earlier }
}
