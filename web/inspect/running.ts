import type { Inspection, InspectionState } from '../../domain/inspection.ts'
import { INSPECTION_ACTIONS, INSPECTION_TRANSITIONS } from '../../domain/inspection/transitions.ts'

/** States in which an inspection still goes on, the ones on the spot first. */
export const RUNNING_STATES = ['under_way', 'checked_in', 'finished', 'accepted', 'opened'] as const satisfies readonly InspectionState[]
const PLACE = new Map<InspectionState, number>(RUNNING_STATES.map((state, i) => [state, i]))

/** What the page knows with this one: a later version replaces an earlier one, an earlier one changes nothing. */
export function withInspection(known: ReadonlyMap<string, Inspection>, one: Inspection): ReadonlyMap<string, Inspection> {
  const before = known.get(one.id)
  return before && before.version > one.version ? known : new Map([...known, [one.id, one]])
}

/** Those that go on, as a wall shows them: on the spot before on the way, the newest first. */
export function runningOf(known: ReadonlyMap<string, Inspection>, district: string | null): Inspection[] {
  return [...known.values()]
    .filter((one) => PLACE.has(one.state) && (district === null || one.district === district))
    .toSorted((a, b) => (PLACE.get(a.state) ?? 0) - (PLACE.get(b.state) ?? 0) || (a.openedAt < b.openedAt ? 1 : -1))
}

/** Since when it is in its state, ISO 8601 UTC: who joined or was sent meanwhile changes nothing of that. */
export function stateSince({ state, steps, openedAt }: Pick<Inspection, 'state' | 'steps' | 'openedAt'>): string {
  const entering = new Set(INSPECTION_ACTIONS.map((action) => INSPECTION_TRANSITIONS[action]).filter(({ to }) => to === state).map(({ event }) => event))
  return steps.findLast((step) => entering.has(step.event))?.at ?? openedAt
}
