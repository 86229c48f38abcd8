import type { Corroboration } from './corroboration.ts'
import type { Detection } from './feed.ts'
import { closedHours, type OpeningHours } from './openingHours.ts'
import { endOfSpan, isScheduled, type Schedule } from './schedule.ts'
import type { Severity } from './severity.ts'

/** What the judgement of a camera's detections asks of one kind of violation. Times in milliseconds. */
export interface DetectionCriteria {
  readonly key: string
  readonly severity: Severity
  /** A less confident detection opens no alert. */
  readonly minConfidence: number
  /** Least share of analysed frames that show it; null where none is asked. */
  readonly minShare: number | null
  /** How long it must last. */
  readonly persistMs: number
  /** What the same camera sees of the same kind and track within this time is the same event. */
  readonly cooldownMs: number
  /** True where all tracks are one at this time, false where they are at others; absent where they never are. */
  readonly anyTrack?: boolean
  /** Messages (or frames, where the camera counts them) that must show it, and within what time; null where none are asked. */
  readonly hits: Hits | null
  /** Of the latest so many spans of time, those that must show it; null where none are asked. */
  readonly windows: { readonly hit: number; readonly of: number; readonly lengthMs: number } | null
  /** False where a person looks first: the detection awaits a review, and opens no alert. */
  readonly opens: boolean
}

export interface Hits {
  readonly count: number
  readonly withinMs: number
}

/** In some zones (专间, the special room for ready-to-eat food) the same act is worse. */
export interface ZoneSeverity {
  /** The names cameras use for the zone. */
  readonly zones: readonly string[]
  readonly severity: Severity
}

/** What is asked at the times when the violation is likelier than a mistake. */
export interface NightWeight {
  readonly during: Schedule
  readonly minConfidence: number
  readonly hits: Hits | null
  /** All that one camera sees until the end of the night is told as one, however many tracks it follows. */
  readonly asOne?: boolean
}

/** No night is longer than this, also where a unit is closed for days. */
const DAY_MS = 86_400_000

/** One entry of the catalogue of what can be seen wrong in a kitchen (明厨亮灶). */
export interface Violation extends Omit<DetectionCriteria, 'opens'> {
  /** Place in the catalogue, from 1. */
  readonly number: number
  readonly zh: string
  readonly en: string
  /** Zones where the severity differs. */
  readonly zoneSeverities: readonly ZoneSeverity[]
  /** Zones it can happen in at all; empty means everywhere. */
  readonly onlyIn: readonly string[]
  /** Times of the week in which it can happen at all; null for always. */
  readonly during: Schedule | null
  /** Times of the week in which less is asked; null where nothing differs. */
  readonly night: NightWeight | null
  /** True where `during` and `night` are the hours after closing of a unit that told when it is open. */
  readonly byHours: boolean
  /** What a second source makes of it; null where one camera is enough. */
  readonly corroboration: Corroboration | null
  /** False where a camera can't tell: it follows from other records (a sample log, heartbeats, dates). */
  readonly byDetection: boolean
  /** Too uncertain to open an alert by itself: stays a detection awaiting a person. */
  readonly reviewOnly: boolean
  /** What else the confirming person should look at. */
  readonly note: string | null
}

export type ViolationCatalogue = ReadonlyMap<string, Violation>

/** The entry of a key, or null for a label the catalogue does not know. */
export function violationFor(catalogue: ViolationCatalogue, key: string): Violation | null {
  return catalogue.get(key) ?? null
}

/** How bad the violation is where it was seen; `zone` is null where the camera names none. */
export function severityIn(violation: Violation, zone: string | null): Severity {
  const special = violation.zoneSeverities.find((entry) => zone !== null && entry.zones.includes(zone))
  return special?.severity ?? violation.severity
}

/** Whether the violation can be one in this zone. A camera that names no zone gets the benefit of the doubt. */
export function appliesIn(violation: Violation, zone: string | null): boolean {
  return violation.onlyIn.length === 0 || zone === null || violation.onlyIn.includes(zone)
}

/**
 * What is asked of a detection where and when it was made; null where it is none whatever it shows: an unknown label, a
 * kind no camera can tell, a zone or a time in which it can't happen.
 * @param hours when the unit is open; null where nobody said
 * @param trusted false for a camera that was found wrong about the kind too often
 */
export function criteriaFor(catalogue: ViolationCatalogue, { type, zone, ts }: Pick<Detection, 'type' | 'zone' | 'ts'>, trusted: boolean, hours: OpeningHours | null = null): DetectionCriteria | null {
  const violation = catalogue.get(type)
  if (violation === undefined || !violation.byDetection || !appliesIn(violation, zone)) return null
  const closed = violation.byHours ? closedHours(hours) : null
  if (violation.during !== null && !isScheduled(closed ?? violation.during, ts)) return null
  const hoursOfNight = violation.night === null ? null : (closed ?? violation.night.during)
  const night = hoursOfNight !== null && isScheduled(hoursOfNight, ts) ? violation.night : null
  const asOne = hoursOfNight !== null && night?.asOne === true
  return {
    ...violation,
    opens: trusted && !violation.reviewOnly,
    severity: violation.corroboration?.alone ?? severityIn(violation, zone),
    minConfidence: night?.minConfidence ?? violation.minConfidence,
    hits: night === null ? violation.hits : night.hits,
    ...(violation.night?.asOne === true ? { anyTrack: asOne } : {}),
    ...(asOne ? { cooldownMs: Math.max(violation.cooldownMs, Math.min(endOfSpan(hoursOfNight, ts) - ts, DAY_MS)) } : {}),
  }
}
