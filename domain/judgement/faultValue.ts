import type { AlertVerdict } from '../alert.ts'
import type { MetricName } from '../metrics.ts'
import { isFaultValue, type Plan } from './device.ts'
import type { DeviceState, Episode, FaultFold } from './state.ts'
import { reconcile, type Subject } from './verdict.ts'

export const FAULT_VALUE_RULE = 'device-fault-value'

/** One value at one time, and whether it says that the sensor is broken. */
export interface Sample {
  readonly ts: number
  readonly metric: MetricName
  readonly value: number
  readonly faulty: boolean
}

/** Whether fault values play any part in this device's window. */
export function hasFaults(state: DeviceState): boolean {
  return state.fault !== undefined
}

/** Judges the fault values of the window anew. One alert a device: it ends when every metric is good again. */
export function judgeFaults(state: DeviceState, plan: Plan, verdicts: AlertVerdict[]): void {
  const fault = (state.fault ??= { base: null, known: [] })
  const episodes: Episode[] = []
  let fold = fault.base === null ? null : { ...fault.base, metrics: fault.base.metrics.slice() }
  for (const sample of inOrder(windowSamples(state, plan))) fold = takeSample(fold, sample, episodes)
  if (fold !== null) episodes.push(episodeOf(fold, null))
  const subject: Subject = { deviceId: plan.device.id, ruleId: FAULT_VALUE_RULE, metric: null, type: 'fault-value', review: null }
  fault.known = reconcile(subject, state.ordinals, fault.known, episodes, verdicts)
}

/** Moves samples that leave the window into the state before it. */
export function settleFaults(state: DeviceState, leaving: Sample[]): void {
  const { fault } = state
  if (fault === undefined) return
  const ended: Episode[] = []
  for (const sample of inOrder(leaving)) fault.base = takeSample(fault.base, sample, ended)
  fault.known.splice(0, ended.length)
  if (fault.base === null && fault.known.length === 0) state.fault = undefined
}

export function sampleOf(plan: Plan, ts: number, metric: MetricName, value: number): Sample {
  return { ts, metric, value, faulty: isFaultValue(plan, metric, value) }
}

function windowSamples(state: DeviceState, plan: Plan): Sample[] {
  const samples: Sample[] = []
  for (const [metric, window] of Object.entries(state.windows) as [MetricName, { t: number[]; v: number[] }][]) {
    for (let i = 0; i < window.t.length; i++) samples.push(sampleOf(plan, window.t[i] ?? 0, metric, window.v[i] ?? 0))
  }
  return samples
}

/** By time; at one moment faults first, so that the alert passes from one metric to the next without a break. */
function inOrder(samples: Sample[]): Sample[] {
  return samples.sort((a, b) => a.ts - b.ts || Number(b.faulty) - Number(a.faulty) || (a.metric < b.metric ? -1 : 1))
}

function takeSample(fold: FaultFold | null, sample: Sample, ended: Episode[]): FaultFold | null {
  const { ts, metric, value, faulty } = sample
  if (fold === null) return faulty ? { breachedAt: ts, lastSeen: ts, value, metrics: [metric] } : null
  if (faulty) {
    fold.lastSeen = ts
    if (!fold.metrics.includes(metric)) fold.metrics.push(metric)
    return fold
  }
  fold.metrics = fold.metrics.filter((m) => m !== metric)
  if (fold.metrics.length > 0) return fold
  ended.push(episodeOf(fold, ts))
  return null
}

function episodeOf(fold: FaultFold, resolvedAt: number | null): Episode {
  return {
    version: 1, severity: 'minor', currentSeverity: 'minor', breachedAt: fold.breachedAt, openedAt: fold.breachedAt,
    lastSeenAt: fold.lastSeen, resolvedAt, value: fold.value, limit: null, draftOrder: false,
  }
}
