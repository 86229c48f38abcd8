import type { Rule } from '../rule.ts'
import { readSignature, versionOf, type Plan } from './device.ts'
import { NEVER, type DeviceState, type Fold, type Link, type Track } from './state.ts'

/** Index of the rule that judges a reading of this time, were no breach open. */
export function linkAt(chain: readonly Link[], ts: number): number {
  let k = chain.length - 1
  while (k > 0 && (chain[k]?.after ?? -Infinity) >= ts) k--
  return k
}

/** When the rule after the fold's own comes into force; never, where it is the last. */
export function successorAfter(track: Track, fold: Fold): number {
  const next = track.chain[fold.link + 1]
  return next === undefined ? Infinity : (next.after ?? -Infinity)
}

export function newTrack(rule: Rule): Track {
  return { id: rule.id, metric: rule.metric, chain: [{ after: null, rule }], base: null, head: null, known: [], clock: null }
}

/**
 * Takes up a changed set of rules. A changed, new or removed rule counts for readings after the newest
 * so far; an open breach goes on under the rule that opened it, pending clocks begin anew.
 */
export function syncRules(state: DeviceState, plan: Plan): void {
  if (state.rules === plan.signature) return
  if (state.rules !== null && state.newest !== NEVER) changeRules(state, plan, readSignature(state.rules), state.newest)
  state.rules = plan.signature
}

function changeRules(state: DeviceState, plan: Plan, former: Map<string, string>, newest: number): void {
  const current = new Map<string, Rule>()
  for (const rule of plan.rules) current.set(rule.id, rule)
  for (const track of state.tracks) {
    const rule = current.get(track.id)
    const gone = rule === undefined || rule.metric !== track.metric
    if (gone && track.chain.at(-1)?.rule !== null) append(track, newest, null)
  }
  for (const rule of current.values()) {
    if (former.get(rule.id) === versionOf(rule)) continue
    append(trackFor(state, rule), newest, rule)
  }
}

function trackFor(state: DeviceState, rule: Rule): Track {
  const track = state.tracks.find((t) => t.id === rule.id && t.metric === rule.metric)
  if (track !== undefined) return track
  const fresh: Track = { ...newTrack(rule), chain: [{ after: null, rule: null }] }
  state.tracks.push(fresh)
  return fresh
}

function append(track: Track, newest: number, rule: Rule | null): void {
  track.chain.push({ after: Math.max(newest, track.clock ?? -Infinity), rule })
}

/** Forgets rules that no reading from `cutoff` on can be judged by. */
export function pruneChain(track: Track, cutoff: number): void {
  const { chain, base, head } = track
  while (chain.length > 1 && (chain[1]?.after ?? -Infinity) < cutoff && base?.link !== 0 && head?.link !== 0) {
    chain.shift()
    if (base !== null) base.link--
    if (head !== null) head.link--
  }
}

/** Nothing to remember: the device's own rule, from no breach. */
export function isIdle(track: Track): boolean {
  return track.head === null && track.base === null && track.known.length === 0 && track.chain.length === 1
}
