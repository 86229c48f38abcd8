import type { Basis } from './rule.ts'
import type { MetricName } from './metrics.ts'
import type { Severity } from './severity.ts'

export const ALERT_STATES = ['open', 'acknowledged', 'resolved', 'dismissed', 'withdrawn'] as const
export type AlertState = (typeof ALERT_STATES)[number]

/** Alerts about a device itself; they name no metric and draft no order. */
export const DEVICE_FAULTS = ['silence', 'fault-value', 'stuck', 'jump', 'battery', 'clock', 'calibration-due'] as const
export type DeviceFault = (typeof DEVICE_FAULTS)[number]
export const isDeviceFault = (type: string): boolean => (DEVICE_FAULTS as readonly string[]).includes(type)

export interface TimelineEntry {
  /** ISO 8601 UTC. */
  at: string
  /** opened, escalated, eased, cleared, reopened, corrected, withdrawn, acknowledged, assigned, resolved, dismissed, confirmed, commented, returned, order-drafted … */
  event: string
  /** `rule:<id>`, `user:<username>` or `system`. */
  by: string
  note?: string
  /** User name of whom it was assigned to. */
  to?: string
}

/** Whose it is to see to an alert. */
export interface Assignee {
  readonly username: string
  readonly name: string
}

export interface Evidence {
  from: string
  to: string
  metric: MetricName | null
  /** Full-resolution readings, [epoch ms, value], oldest first; empty until gathered. Lists carry only the count. */
  readings: [number, number][]
  count: number
  /** SHA-256 or address of the picture, where a camera saw it. */
  snapshot: string | null
}

/** An alert as the API and the live push give it. Times are ISO 8601 UTC. */
export interface Alert {
  id: string
  ruleId: string
  ruleVersion: number
  ruleName: string
  unitId: string | null
  unitName: string | null
  district: string | null
  point: [number, number] | null
  deviceId: string
  place: string | null
  /** Exactly one of `metric` and `type` is set. `type` is a device fault or a violation of the catalogue. */
  metric: MetricName | null
  type: string | null
  /** What a person says the camera saw; null until one does. `type` stays what the camera said. */
  confirmedType: string | null
  severity: Severity
  currentSeverity: Severity
  state: AlertState
  review: 'pending' | 'confirmed' | 'dismissed' | null
  breachedAt: string
  openedAt: string
  lastSeenAt: string
  acknowledgedAt: string | null
  resolvedAt: string | null
  /** The worst value of the breach. */
  value: number | null
  limit: number | null
  unitOfMeasure: string | null
  basis: Basis | null
  evidence: Evidence | null
  orderIds: string[]
  /** The devices behind a silent gateway: this one alert stands for all of them. */
  affected: { count: number; deviceIds: readonly string[] } | null
  /** How many events of the camera stand behind it; null for what no camera saw. */
  occurrences: number | null
  /** Ids of the alerts of other devices that bore out what the camera saw, and so raised it. */
  corroboratedBy: readonly string[]
  /** The officer it was assigned to; null where it is anybody's. */
  assignee: Assignee | null
  /** Until when people asked not to be told of it, as of this answer; null where nobody did. It exists all the same. */
  silencedUntil: string | null
  timeline: TimelineEntry[]
  /** Grows with every change; a later version replaces an earlier one. */
  version: number
}

/** What the judgement says of one alert; the recorder adds names and what people did. */
export interface AlertVerdict {
  readonly id: string
  readonly deviceId: string
  readonly ruleId: string
  readonly ruleVersion: number
  readonly ordinal: number
  /** Grows by one with each verdict about this alert. */
  readonly revision: number
  readonly metric: MetricName | null
  readonly type: string | null
  readonly state: 'open' | 'resolved' | 'withdrawn'
  readonly severity: Severity
  readonly currentSeverity: Severity
  /** Epoch milliseconds, like all times here. */
  readonly breachedAt: number
  readonly openedAt: number
  readonly lastSeenAt: number
  readonly resolvedAt: number | null
  readonly value: number | null
  readonly limit: number | null
  /** True where the rule asks for an order and the alert has become critical. */
  readonly draftOrder: boolean
  readonly review: 'pending' | null
  /** Ids of the devices behind a silent gateway. */
  readonly affected?: readonly string[]
  /** Events of a camera that stand behind it so far. */
  readonly occurrences?: number
  readonly snapshot: string | null
  /** What changed, for the timeline; `updated` (a new worst value, seen again) leaves no entry. */
  readonly event: 'opened' | 'escalated' | 'eased' | 'updated' | 'cleared' | 'corrected' | 'withdrawn'
}

/** Stable over replays: device, rule and the ordinal in the committed state. */
export function alertId(deviceId: string, ruleId: string, ordinal: number): string {
  return `${deviceId}~${ruleId}~${ordinal}`
}
