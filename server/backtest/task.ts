import type { DetectionRule } from '../../domain/detectionRule.ts'
import type { Rule } from '../../domain/rule.ts'
import type { Episode } from '../../domain/judgement/state.ts'
import type { OpeningHours } from '../../domain/openingHours.ts'
import type { MetricName } from '../../domain/metrics.ts'

/** A device as it is tried: as the register has it now. Plain data, like everything here, since it goes to a thread. */
export interface TriedDevice {
  readonly id: string
  readonly intervalMs: number | null
  /** When its unit is open; null where nobody said. */
  readonly hours: OpeningHours | null
  readonly faultValues: Partial<Record<MetricName, readonly number[]>>
}

/** One thread's share of a backtest. Times are epoch milliseconds. */
interface CommonTask {
  readonly databaseUrl: string
  readonly devices: readonly TriedDevice[]
  readonly from: number
  readonly to: number
  /** Until when a value that holds is known to have held. */
  readonly now: number
  /** How many alerts are told one by one; all are counted. */
  readonly limit: number
}

export interface MetricTask extends CommonTask {
  readonly kind: 'metric'
  readonly draft: Rule
  /** The version in force of the rule that the draft would replace. */
  readonly inForce: Rule | null
}

export interface DetectionTask extends CommonTask {
  readonly kind: 'type'
  readonly draft: DetectionRule
  readonly inForce: DetectionRule | null
  /** Cameras that were found wrong about the type too often: a person looks first. */
  readonly untrusted: readonly string[]
}

export type Task = MetricTask | DetectionTask

export interface WouldBe {
  readonly device: string
  readonly episode: Episode
}

export interface DeviceCount {
  readonly device: string
  readonly readings: number
  readonly would: number
  readonly inForce: number | null
}

export interface FoundPart {
  readonly alerts: readonly WouldBe[]
  readonly counts: readonly DeviceCount[]
}

/** How much of the span, 0 to 1, and how many readings or events are gone through. */
export type Progress = (share: number, readings: number) => void

/** What a thread says: how much of its span it has gone through, then what it found. */
export type Told =
  | { readonly kind: 'progress'; readonly share: number; readonly readings: number }
  | ({ readonly kind: 'found' } & FoundPart)
