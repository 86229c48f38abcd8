import type { Inspection, InspectionState } from '../../domain/inspection.ts'
import type { Entry } from '../../domain/inspection/entry.ts'
import { INSPECTION_TRANSITIONS } from '../../domain/inspection/transitions.ts'
import type { Entry as Waiting } from '../m/outbox/entry.ts'
import type { ActionPayload, EntryPayload } from './senders.ts'

/** Everything of one inspection in the outbox stands in one lane: nothing overtakes. */
export const laneOf = (id: string): string => `inspection:${id}`

/** The log with what this browser has entered and the server has not shown us yet. */
export function withWaiting(log: readonly Entry[], waiting: readonly Waiting[], id: string, name: string): Entry[] {
  const known = new Set(log.map((entry) => entry.key))
  const ours = waiting.filter((one) => one.kind === 'inspection-entry' && one.lane === laneOf(id) && one.state !== 'refused' && !known.has(one.id))
  const last = log.at(-1)?.seq ?? 0
  return [...log, ...ours.map((one, i) => {
    const { client, kind, body } = one.payload as EntryPayload
    const at = new Date(one.at).toISOString()
    return { seq: last + i + 1, key: one.id, client, at, receivedAt: at, by: `user:${one.owner}`, name, kind, body, late: false } as Entry
  })]
}

/** The state as it will be once what waits has arrived, and once we have heard of what did. */
export function stateWith({ id, state, steps }: Pick<Inspection, 'id' | 'state' | 'steps'>, waiting: readonly Waiting[]): InspectionState {
  const known = new Set(steps.map((step) => step.key))
  return waiting.filter((one) => one.kind === 'inspection-action' && one.lane === laneOf(id) && one.state !== 'refused' && !known.has(one.id)).reduce((now, one) => {
    const { from, to } = INSPECTION_TRANSITIONS[(one.payload as ActionPayload).action]
    return to !== null && from.includes(now) ? to : now
  }, state)
}
