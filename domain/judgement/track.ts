import type { AlertVerdict } from '../alert.ts'
import { METRICS, type MetricName } from '../metrics.ts'
import { newTrack } from './chain.ts'
import { isChange } from './context.ts'
import { BATTERY_RULE, isFaultValue, wakes, type Plan } from './device.ts'
import { advance, cloneFold, openEpisode, takeReading } from './fold.ts'
import { KINDS } from './kinds.ts'
import type { DeviceState, Episode, Fold, Track } from './state.ts'
import { open, reconcile, revise, type Subject } from './verdict.ts'

/** Judges a good value that is already in its window; `inside` where later ones of its metric were there before it. */
export function judgeValue(state: DeviceState, plan: Plan, metric: MetricName, ts: number, value: number, inside: boolean, verdicts: AlertVerdict[]): void {
  wakeTracks(state, plan, metric, value)
  for (const track of state.tracks) {
    if (track.metric !== metric) continue
    if (inside || METRICS[metric].onChange) rejudge(state, plan, track, verdicts)
    else followOn(state, plan, track, ts, value, verdicts)
  }
  if (plan.contexts.includes(metric) && isChange(state, metric, ts)) rejudgeInContext(state, plan, verdicts)
}

/** The context of readings already judged may be another now. */
function rejudgeInContext(state: DeviceState, plan: Plan, verdicts: AlertVerdict[]): void {
  for (const track of state.tracks) if (track.chain.some(({ rule }) => rule !== null && KINDS[rule.kind].inContext)) rejudge(state, plan, track, verdicts)
}

/** Makes a track for each rule that has none and that the value breaches, or that looks at every value. */
export function wakeTracks(state: DeviceState, plan: Plan, metric: MetricName, value: number): void {
  const rules = plan.metrics[metric]
  if (rules === undefined) return
  for (const rule of rules.always) if (!hasTrack(state, rule.id, metric)) state.tracks.push(newTrack(rule))
  if (value >= rules.floor && value <= rules.ceiling) return
  for (const watch of rules.watches) {
    if (wakes(watch, value) && !hasTrack(state, watch.rule.id, metric)) state.tracks.push(newTrack(watch.rule))
  }
}

/** Judges the whole window of a rule anew and tells what differs from what was told. */
export function rejudge(state: DeviceState, plan: Plan, track: Track, verdicts: AlertVerdict[]): void {
  const episodes = refold(state, plan, track)
  track.known = reconcile(subjectOf(plan, track), state.ordinals, track.known, episodes, verdicts)
}

/** Where an on-change rule stands when our clock has been heard as well. */
export function viewOf(track: Track, head: Fold | null, ended: Episode[]): Fold | null {
  if (head === null || track.clock === null || track.clock <= head.prev) return head
  return advance(track, cloneFold(head), track.clock, ended)
}

function refold(state: DeviceState, plan: Plan, track: Track): Episode[] {
  const episodes: Episode[] = []
  const window = state.windows[track.metric]
  let fold = track.base === null ? null : cloneFold(track.base)
  for (let i = 0; window !== undefined && i < window.t.length; i++) {
    const value = window.v[i] ?? 0
    if (isFaultValue(plan, track.metric, value)) continue
    fold = takeReading(state, track, fold, window.t[i] ?? 0, value, episodes)
  }
  track.head = fold
  const last = openEpisode(track, viewOf(track, fold, episodes))
  if (last !== null) episodes.push(last)
  return episodes
}

/** The common way: the newest reading of a sampled metric. The open episode changes, or ends, or one opens; both where the rule has changed. */
function followOn(state: DeviceState, plan: Plan, track: Track, ts: number, value: number, verdicts: AlertVerdict[]): void {
  const ended: Episode[] = []
  track.head = takeReading(state, track, track.head, ts, value, ended)
  const [over] = ended
  if (over !== undefined) tell(state, plan, track, over, verdicts)
  const now = openEpisode(track, track.head)
  if (now !== null) tell(state, plan, track, now, verdicts)
}

function tell(state: DeviceState, plan: Plan, track: Track, episode: Episode, verdicts: AlertVerdict[]): void {
  const last = track.known.length - 1
  const told = track.known[last]
  if (told !== undefined && told.resolvedAt === null) track.known[last] = revise(subjectOf(plan, track), told, episode, verdicts)
  else track.known.push(open(subjectOf(plan, track), state.ordinals, episode, verdicts))
}

function subjectOf(plan: Plan, track: Track): Subject {
  const { id: ruleId, metric } = track
  if (ruleId === BATTERY_RULE) return { deviceId: plan.device.id, ruleId, metric: null, type: 'battery', review: null }
  return { deviceId: plan.device.id, ruleId, metric, type: null, review: null }
}

function hasTrack(state: DeviceState, id: string, metric: MetricName): boolean {
  for (const track of state.tracks) if (track.id === id && track.metric === metric) return true
  return false
}
