import type { PlannedAlert, PlannedReading } from './plan.ts'

/** What a sender knows of one device: what it sent, and what was acknowledged. Nobody else writes it. */
export interface DeviceLedger {
  readonly device: string
  readonly way: 'mqtt' | 'http'
  sent: PlannedReading[]
  acknowledged: PlannedReading[]
  /** Alerts that must exist once everything sent is acknowledged. */
  planned: PlannedAlert[]
  /** Messages beyond the first of each: repeats on purpose, and HTTP requests tried again. */
  repeats: number
  /** What the server would not take, though it was good. */
  refused: string[]
}

/** What a sender process is told at its start. */
export interface SenderTask {
  readonly url: string
  readonly mqttUrl: string
  readonly devices: readonly { readonly id: string; readonly token: string; readonly way: 'mqtt' | 'http'; readonly seed: number }[]
  /** Event time of the first reading, epoch milliseconds. */
  readonly from: number
  /** Milliseconds, by the wall clock, between two messages of a device. */
  readonly rhythmMs: number
}

export type ToSender = { readonly type: 'start'; readonly task: SenderTask } | { readonly type: 'finish' }
export type FromSender =
  | { readonly type: 'progress'; readonly sent: number; readonly acknowledged: number }
  | { readonly type: 'ledger'; readonly ledgers: DeviceLedger[] }
