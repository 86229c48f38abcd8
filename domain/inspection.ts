import type { Checklist } from './inspection/checklist.ts'
import type { Check } from './proof/check.ts'
import type { UnitKind } from './unit.ts'

/** The states of an inspection directed from afar, in the order a good one passes them. */
export const INSPECTION_STATES = ['opened', 'accepted', 'checked_in', 'under_way', 'finished', 'signed', 'cancelled'] as const
export type InspectionState = (typeof INSPECTION_STATES)[number]

/** What an inspection was opened from. */
export const INSPECTION_SOURCES = ['alert', 'order', 'plan', 'map', 'manual'] as const
export type InspectionSource = (typeof INSPECTION_SOURCES)[number]

/** What the inspector's line carries at the moment. */
export const LINE_MODES = ['video', 'stills', 'text'] as const
export type LineMode = (typeof LINE_MODES)[number]

/** Somebody who takes part, by user name and as people call them. */
export interface Participant {
  readonly username: string
  readonly name: string
}

/** Where and when the inspector arrived, with what the checks say of it. Times are ISO 8601 UTC. */
export interface CheckIn {
  readonly at: string
  readonly receivedAt: string
  /** WGS-84 longitude and latitude, degrees. */
  readonly point: readonly [number, number]
  /** Metres. */
  readonly accuracy: number
  readonly checks: readonly Check[]
  readonly holds: boolean
}

/** A step of the inspection: when it happened by the phone's clock, and when we heard of it. */
export interface InspectionStep {
  readonly at: string
  readonly receivedAt: string
  readonly event: string
  readonly by: string
  readonly note?: string
  /** Made by who sent it; a repeat carries the same. */
  readonly key: string
}

/** Strokes of a finger: each a list of points, shares of the field's width and height. */
export type Strokes = readonly (readonly (readonly [number, number])[])[]

/** Who signed for the unit, or why nobody did (拒签). */
export type UnitSignature = { readonly name: string; readonly position?: string | undefined; readonly strokes: Strokes } | { readonly refused: string }

/** The record as it was signed. */
export interface Signatures {
  readonly at: string
  readonly inspector: { readonly name: string; readonly strokes: Strokes }
  readonly unit: UnitSignature
  /** Of all that was entered until then: what the record shows can be held against it. */
  readonly sha256: string
}

/** An inspection as lists and live events show it: who, where and how far, but nothing of what was said or seen. */
export interface Inspection {
  readonly id: string
  readonly unitId: string
  readonly unitName: string
  readonly unitKind: UnitKind
  readonly district: string
  readonly unitPoint: readonly [number, number]
  readonly reason: string
  /** 飞行检查: the unit learns of it at the check-in. */
  readonly unannounced: boolean
  /** Inspections of one campaign are watched together. */
  readonly campaign: string | null
  readonly source: InspectionSource
  readonly sourceId: string | null
  readonly checklistId: string
  readonly commander: Participant
  readonly inspectors: readonly Participant[]
  readonly watchers: readonly Participant[]
  readonly state: InspectionState
  readonly mode: LineMode | null
  readonly checkIn: CheckIn | null
  readonly progress: { readonly done: number; readonly total: number; readonly failed: number }
  readonly stills: number
  readonly orderIds: readonly string[]
  /** The number of the last entry: who knows fewer asks for the rest. */
  readonly entries: number
  readonly steps: readonly InspectionStep[]
  readonly openedAt: string
  readonly updatedAt: string
  readonly version: number
}

/** The same with what only its members see. */
export interface InspectionDossier extends Inspection {
  /** As it stood when the inspection was opened. */
  readonly checklist: Checklist
  readonly signatures: Signatures | null
}
