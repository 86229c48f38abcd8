import type { AlertVerdict } from '../alert.ts'
import { criteriaFor } from '../detectionCriteria.ts'
import type { DetectionRule } from '../detectionRule.ts'
import type { Detection } from '../feed.ts'
import { judgeDetection } from '../judgement/detection.ts'
import type { JudgedDevice } from '../judgement/device.ts'
import { newDeviceState, type DeviceState, type Episode } from '../judgement/state.ts'
import type { OpeningHours } from '../openingHours.ts'

/** One event as history keeps it: of its messages the first and the last moment. Times are epoch milliseconds. */
export interface RecordedEvent {
  readonly id: string
  readonly start: number
  readonly last: number
  readonly ended: boolean
  readonly confidence: number | null
  readonly zone: string | null
  readonly track: string | null
  readonly frames: Detection['frames']
}

/** A camera as it is now. */
export interface TriedCamera {
  readonly id: string
  readonly hours: OpeningHours | null
  /** False where it was found wrong about the kind too often. */
  readonly trusted: boolean
}

const SECOND = 1_000
/** An event is taken as seen this often between its first and its last moment: no run breaks that did not. */
const NEAR = { until: 60 * SECOND, step: SECOND }
const FAR_STEP = 10 * SECOND
/** An event that never ended is not followed further than this. */
const LONGEST_MS = 24 * 3_600_000

/** Tries one rule on what one camera has recorded of its type, with the live judgement. Events come by their start, earliest first. */
export class SightingTrial {
  readonly #camera: TriedCamera
  readonly #device: JudgedDevice
  readonly #rule: DetectionRule
  readonly #state: DeviceState = newDeviceState()
  /** Messages that lie after the start of the latest event, in the order of time. */
  #waiting: Detection[] = []
  readonly #episodes = new Map<string, Episode>()

  constructor(camera: TriedCamera, rule: DetectionRule) {
    this.#camera = camera
    this.#device = { id: camera.id, intervalMs: null, ccp: false, faultValues: {}, rules: [] }
    this.#rule = rule
  }

  take(event: RecordedEvent): void {
    this.#judgeUntil(event.start)
    this.#waiting = [...this.#waiting, ...messagesOf(event, this.#camera.id, this.#rule.type)].sort((a, b) => a.ts - b.ts)
  }

  /** All alerts that would have been raised, as they stand at the end, in the order of their opening. */
  end(): Episode[] {
    this.#judgeUntil(Infinity)
    return [...this.#episodes.values()]
  }

  #judgeUntil(ts: number): void {
    const later = this.#waiting.findIndex((message) => message.ts >= ts)
    const due = this.#waiting.splice(0, later === -1 ? this.#waiting.length : later)
    for (const message of due) {
      const criteria = criteriaFor(this.#rule, message, this.#camera.trusted, this.#camera.hours)
      for (const verdict of judgeDetection(this.#state, this.#device, message, criteria)) this.#episodes.set(verdict.id, episodeOf(verdict))
    }
  }
}

/** How long before the span that is tried an alert may have opened that still takes events in, in milliseconds. */
export function sightingRunUp({ cooldownMs, night }: DetectionRule): number {
  return Math.max(3_600_000, 2 * cooldownMs, night?.asOne === true ? LONGEST_MS : 0)
}

function messagesOf({ id, start, last, ended, confidence, zone, track, frames }: RecordedEvent, device: string, type: string): Detection[] {
  const message = (ts: number, phase: Detection['phase']): Detection =>
    ({ kind: 'detection', device, receivedAt: ts, ts, id, phase, type, confidence, box: null, zone, track, model: null, frames, snapshot: null })
  const until = Math.min(last, start + LONGEST_MS)
  const messages: Detection[] = []
  for (let ts = start; ts < until; ts += ts - start < NEAR.until ? NEAR.step : FAR_STEP) messages.push(message(ts, ts === start ? 'start' : 'update'))
  return [...messages, message(until, ended ? 'end' : 'update')]
}

function episodeOf({ ruleVersion, severity, currentSeverity, breachedAt, openedAt, lastSeenAt, resolvedAt, value, limit, draftOrder }: AlertVerdict): Episode {
  return { version: ruleVersion, severity, currentSeverity, breachedAt, openedAt, lastSeenAt, resolvedAt, value, limit, draftOrder }
}
