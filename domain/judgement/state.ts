import type { MetricName } from '../metrics.ts'
import type { Rule } from '../rule.ts'
import type { Severity } from '../severity.ts'
import type { Run } from './run.ts'

/** How far behind its device's newest reading a reading may be and still re-judge its span. Milliseconds. */
export const WINDOW_MS = 10 * 60_000

/** A time before any that is judged, for what has not happened yet: a field that never holds null is rewritten in place. */
export const NEVER = 0

/** One breach of one rule, as a fold over the readings in time order finds it. Times are epoch milliseconds. */
export interface Episode {
  /** Version of the rule that judged it. */
  readonly version: number
  readonly severity: Severity
  readonly currentSeverity: Severity
  readonly breachedAt: number
  readonly openedAt: number
  readonly lastSeenAt: number
  readonly resolvedAt: number | null
  readonly value: number | null
  readonly limit: number | null
  readonly draftOrder: boolean
}

/** An episode that was told to the outside, with the fields as they were last told. */
export interface Known extends Episode {
  readonly ordinal: number
  readonly revision: number
}

/** The readings of one metric that may still be joined by late ones: parallel lists, oldest first, no time twice. */
export interface Window {
  readonly t: number[]
  readonly v: number[]
}

/** Where a rule stands after some reading. Nothing is kept of a rule that is neither pending nor open: its fold is null. */
export interface Fold {
  /** Index into the track's chain of the rule this breach is judged by. */
  link: number
  /** Time of the latest reading, or of the moment up to which an on-change value was counted. */
  prev: number
  breachedAt: number
  lastSeen: number
  worst: number
  /** Milliseconds counted for each level; -1 where the latest reading is not in breach of it. */
  held: number[]
  openedAt: number | null
  /** Bit k is set once level k was reached. */
  reached: number
  /** Index of the level that gave the severity; -1 before any is reached. */
  chief: number
  /** Milliseconds counted towards clearing; -1 where the latest reading is outside the clearing band. */
  clearing: number
  /** What kinds of rule other than the plain threshold remember beside; each says itself what stands in it. */
  memory?: number[][]
  /** An on-change value that a rule with a schedule would take for a breach, while it does not act. Nothing is counted. */
  asleep?: number
}

/** From readings after this time on (all, where null), this rule judges, once no breach is open; null is no rule. */
export interface Link {
  readonly after: number | null
  readonly rule: Rule | null
}

/** What is remembered of one rule on one metric. It exists only while there is something to remember. */
export interface Track {
  readonly id: string
  readonly metric: MetricName
  /** Rules in the order they came into force; the first is the one `base` may still be judging by. */
  readonly chain: Link[]
  /** State before the window. */
  base: Fold | null
  /** State after the newest reading. */
  head: Fold | null
  /** Exactly the episodes that folding the window from `base` yields, as last told. */
  known: Known[]
  /** On-change metrics: the latest moment at which our clock fulfilled a duration. */
  clock: number | null
}

export interface SilenceState {
  /** The newest time that left the window, or NEVER. */
  before: number
  /** Times of heartbeats and detections in the window, oldest first, none twice. */
  beats: number[]
  known: Known[]
}

/** An open span of fault values. */
export interface FaultFold {
  breachedAt: number
  lastSeen: number
  value: number
  /** Metrics whose latest reading is a fault value. */
  metrics: MetricName[]
}

export interface FaultState {
  base: FaultFold | null
  known: Known[]
}

/** A step of the temperature, agreed on once `openedAt` is set. */
export interface StepFold {
  /** Time of the first reading on the new level. */
  readonly at: number
  /** The level before. */
  readonly from: number
  readonly size: number
  low: number
  high: number
  samples: number
  openedAt: number | null
  /** Time of the latest step. */
  lastStep: number
}

/** Where the course of the temperature stands after some reading. */
export interface CourseFold {
  readonly run: Run
  stuckAt: number | null
  step: StepFold | null
  /** When the door was last shut, if it was ever open. */
  door: 'open' | number | null
}

export interface CourseState {
  base: CourseFold | null
  /** State after the newest reading. */
  head: CourseFold | null
  stuck: Known[]
  jump: Known[]
}

/** An open span of readings from a clock that runs ahead. */
export interface ClockFold {
  readonly breachedAt: number
  readonly lastSeen: number
  /** Readings in a row with a right time. */
  right: number
}

export interface ClockFaultState {
  base: ClockFold | null
  /** Times in the window that the device's clock gave wrongly, oldest first. */
  flagged: number[]
  known: Known[]
}

/** One event of a camera, from its start to its end. */
export interface SightedEvent {
  readonly id: string
  start: number
  last: number
  ended: boolean
  /** Whether it belongs to the alert of its sighting. */
  joined: boolean
  /** Whether it was believed once, and so counts. */
  counted?: boolean
  /** The latest picture it came with. */
  snapshot: string | null
}

/** What a camera saw of one type on one track, and the alert that stands for it. */
export interface Sighting {
  readonly type: string
  readonly track: string | null
  events: SightedEvent[]
  alert: Known | null
  snapshot: string | null
  /** When the alert stops taking in further events. */
  until: number
  /** Id of the rule that opened the alert; absent in states from before rules were several. */
  rule?: string
  /** What was believed without a longer break, and how many of its events no alert has counted yet. */
  run?: { since: number; last: number; events: number }
  /** Times of the latest believed messages, oldest first, where the kind asks for several. */
  hits?: number[]
  /** Events behind the alert, now and as last told. */
  occurrences?: number
  told?: number
}

/** An interval that was in force for readings up to and including a time. */
export interface Pace {
  readonly until: number
  readonly intervalMs: number | null
}

/** What is known of the gateway that speaks for a device, as of our clock at `askedAt`. */
export interface GatewayKnown {
  readonly heard: number
  readonly pauses: readonly (readonly [number, number])[]
  readonly askedAt: number
}

/**
 * Everything the judgement remembers of one device. It may be written out and read back between any
 * two calls (`written.ts`). The judge functions change it in place.
 */
export interface DeviceState {
  /** Our clock when anything last arrived, or NEVER. */
  lastArrival: number
  /** Time of the newest reading, or NEVER. */
  newest: number
  /** Time of the newest reading, heartbeat or detection, or NEVER. */
  heard: number
  /** The interval in force; absent before the first call. */
  intervalMs?: number | null
  /** Former intervals, oldest first. */
  paces: Pace[]
  /** Ids and versions of the rules last judged by. */
  rules: string | null
  readonly windows: Partial<Record<MetricName, Window>>
  /** Door and power as they stood when they left the window: since when, and the value. Only where a rule tolerates them. */
  held?: Partial<Record<MetricName, [number, number]>>
  tracks: Track[]
  /** Last ordinal given, by rule; never goes back. */
  readonly ordinals: Record<string, number>
  silence: SilenceState
  /** Absent while there is nothing to remember. */
  fault?: FaultState
  /** Absent until the device has been overdue. */
  gateway?: GatewayKnown
  clockFault?: ClockFaultState
  course?: CourseState
  /** The open alert about a calibration that is due. */
  calibration?: Known
  sightings: Sighting[]
}

export function newDeviceState(): DeviceState {
  return {
    lastArrival: NEVER,
    newest: NEVER,
    heard: NEVER,
    intervalMs: undefined,
    paces: [],
    rules: null,
    windows: {},
    tracks: [],
    ordinals: {},
    silence: { before: NEVER, beats: [], known: [] },
    fault: undefined,
    course: undefined,
    sightings: [],
  }
}
