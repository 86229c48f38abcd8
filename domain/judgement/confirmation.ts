import type { DetectionCriteria } from '../detectionCriteria.ts'
import type { Detection } from '../feed.ts'
import type { SightedEvent, Sighting } from './state.ts'

/** Messages about one kind and track that follow one another within this time belong to one run, whatever events they name. Milliseconds. */
const RUN_GAP_MS = 10_000

/** Confident enough, and in enough of the frames. What the camera does not say is not tested. */
export function isBelieved({ confidence, frames }: Detection, { minConfidence, minShare }: DetectionCriteria): boolean {
  if (confidence !== null && confidence < minConfidence) return false
  return minShare === null || frames === null || frames.hit >= minShare * frames.total
}

/**
 * Takes a believed message into the run of its sighting: what is seen of the same kind and track without a longer break.
 * A camera that makes an event of every picture is thus judged like one that follows its event from start to end.
 * @param advances false for a repeat or a straggler, which is no further hit
 */
export function takeIntoRun(sighting: Sighting, event: SightedEvent, ts: number, criteria: DetectionCriteria, advances: boolean): void {
  const { hits, windows, persistMs } = criteria
  const gap = Math.max(RUN_GAP_MS, persistMs, windows === null ? 0 : windows.of * windows.lengthMs)
  let run = sighting.run
  if (run === undefined || ts - run.last > gap) run = sighting.run = { since: ts, last: ts, events: 0 }
  run.last = Math.max(run.last, ts)
  // A straggler from long before is none of this run.
  if (run.since - ts <= gap) run.since = Math.min(run.since, ts)
  if (hits !== null && advances) sighting.hits = [...(sighting.hits ?? []), ts].sort((a, b) => a - b).slice(-hits.count)
  if (event.counted) return
  event.counted = true
  run.events += 1
}

/** Whether a believed message makes the violation certain enough to ask a person: seen long enough, often enough, in enough windows. */
export function isConfirmed(sighting: Sighting, event: SightedEvent, detection: Detection, criteria: DetectionCriteria): boolean {
  const since = Math.min(event.start, sighting.run?.since ?? event.start)
  return detection.ts - since >= criteria.persistMs && hasHits(sighting, detection, criteria) && hasWindows(sighting, detection.ts, criteria)
}

/** Frames that the camera counted itself, or messages that each stand for one. */
function hasHits(sighting: Sighting, { ts, frames }: Detection, { hits }: DetectionCriteria): boolean {
  if (hits === null || (frames !== null && frames.hit >= hits.count)) return true
  return (sighting.hits ?? []).filter((at) => at > ts - hits.withinMs && at <= ts).length >= hits.count
}

/** An event shows the violation from its first message to its last. */
function hasWindows(sighting: Sighting, ts: number, { windows }: DetectionCriteria): boolean {
  if (windows === null) return true
  const { hit, of, lengthMs } = windows
  const seen = sighting.events.filter((event) => event.counted)
  const found = Array.from({ length: of }, (_, i) => ts - i * lengthMs)
    .filter((end) => seen.some((event) => event.start <= end && event.last > end - lengthMs))
  return found.length >= hit
}
