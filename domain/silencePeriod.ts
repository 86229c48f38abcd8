import type { MetricName } from './metrics.ts'
import { within, type Jurisdiction, type Role } from './user.ts'

/** Who may ask not to be told. */
export const SILENCERS: readonly Role[] = ['admin', 'centre', 'duty']

/** What a silence speaks of; every part that is given must name the alert. */
export interface SilenceScope {
  readonly devices?: readonly string[] | undefined
  readonly units?: readonly string[] | undefined
  /** Violations or device faults. */
  readonly types?: readonly string[] | undefined
  readonly rules?: readonly string[] | undefined
}

/** A time in which people asked not to be told of something: a repair, a cleaning day. The alerts exist all the same. */
export interface SilencePeriod {
  readonly id: string
  readonly scope: SilenceScope
  /** It reaches no further than its author does. */
  readonly jurisdiction: Jurisdiction
  readonly from: string
  readonly until: string
  readonly reason: string
  readonly author: string
  readonly createdAt: string
  /** Where it was ended before its time. */
  readonly endedAt: string | null
  readonly endedBy: string | null
}

/** Of an alert, what decides whether it is silenced. */
interface Silenceable {
  readonly deviceId: string
  readonly unitId: string | null
  readonly district: string | null
  readonly ruleId: string
  readonly metric: string | null
  readonly type: string | null
}

/** Gas and fire kill: nobody may switch them off. */
const NEVER_SILENCED = new Set<MetricName | 'fire_smoke' | 'unattended_fire'>(['gas_lel', 'co', 'co2', 'nh3', 'fire_smoke', 'unattended_fire'])

/** Whether a metric or a type is one that no silence reaches. */
export function isNeverSilenced(what: string): boolean {
  return NEVER_SILENCED.has(what as MetricName)
}

/** Until when the alert is silenced by those of the periods that are under way; null where it is not. */
export function silencedUntil(alert: Silenceable, underWay: readonly SilencePeriod[]): string | null {
  if (isNeverSilenced(alert.metric ?? alert.type ?? '')) return null
  const ends = underWay.filter((period) => covers(period, alert)).map((period) => period.until).sort()
  return ends.at(-1) ?? null
}

function covers({ scope, jurisdiction }: SilencePeriod, alert: Silenceable): boolean {
  const names = (list: readonly string[] | undefined, value: string | null): boolean => list === undefined || (value !== null && list.includes(value))
  return within(jurisdiction, alert) && names(scope.devices, alert.deviceId) && names(scope.units, alert.unitId)
    && names(scope.types, alert.type) && names(scope.rules, alert.ruleId)
}
