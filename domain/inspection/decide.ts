import type { InspectionDossier, InspectionStep, Participant } from '../inspection.ts'
import { refuse, type Refusal } from '../order/transitions.ts'
import { holds } from '../proof/check.ts'
import { override } from '../proof/examine.ts'
import { OFFICERS } from '../order/transitions.ts'
import { within, type Role, type User } from '../user.ts'
import { checkInOf } from './checkIn.ts'
import { happenedAt, isKind, type Entry } from './entry.ts'
import type { InspectionInput } from './input.ts'
import { progressOf, unanswered } from './merge.ts'
import { INSPECTION_TRANSITIONS, partyOf, permitInspection, type InspectionAction } from './transitions.ts'

export type InspectionDecision = { readonly ok: true; readonly inspection: InspectionDossier; readonly step: InspectionStep } | Refusal

/** All that decides about an action. */
export interface InspectionScene {
  readonly user: User
  /** For `sign` with what happened after the signatures marked as late. */
  readonly entries: readonly Entry[]
  /** The person that `invite` or `assign` names, where there is one. */
  readonly named: (Participant & Pick<User, 'role' | 'jurisdiction'>) | null
  /** Epoch milliseconds. */
  readonly receivedAt: number
  /** Made for who sent none. */
  readonly key: string
  /** SHA-256 of all that was entered and is not late, for what is signed. */
  readonly sha256: string
}

const MOVING = new Set(['opened', ...Object.values(INSPECTION_TRANSITIONS).filter(({ to }) => to !== null).map(({ event }) => event)])

/** When a step happened, epoch milliseconds: none that leads to another state happened before the one that led here. */
export function stepAt(inspection: Pick<InspectionDossier, 'openedAt' | 'steps'>, action: InspectionAction, said: number | undefined, receivedAt: number): number {
  const at = happenedAt(said, receivedAt, inspection.openedAt)
  const last = inspection.steps.findLast((step) => MOVING.has(step.event))
  return INSPECTION_TRANSITIONS[action].to === null || !last ? at : Math.max(at, Date.parse(last.at))
}

type Change = Partial<InspectionDossier>
interface Setting extends InspectionScene {
  readonly inspection: InspectionDossier
  readonly at: number
}

/** Decides about one action: the new inspection with its step, or why not. Who and in which state come first. */
export function decideInspection<A extends InspectionAction>(inspection: InspectionDossier, action: A, input: InspectionInput<A>, scene: InspectionScene): InspectionDecision {
  const refused = permitInspection(inspection, action, partyOf(inspection, scene.user))
  if (refused) return refused
  const at = stepAt(inspection, action, input.at, scene.receivedAt)
  const effect = EFFECTS[action](input, { ...scene, inspection, at })
  if ('ok' in effect) return effect
  const { change, words } = effect
  const { to, event } = INSPECTION_TRANSITIONS[action]
  const note = [words, input.note].filter(Boolean).join('\n')
  const step: InspectionStep = { at: iso(at), receivedAt: iso(scene.receivedAt), event, by: `user:${scene.user.username}`, key: input.key ?? scene.key, ...(note === '' ? {} : { note }) }
  return {
    ok: true, step,
    inspection: { ...inspection, ...change, state: to ?? change.state ?? inspection.state, steps: [...inspection.steps, step], updatedAt: iso(scene.receivedAt), version: inspection.version + 1 },
  }
}

type Effect = { readonly change: Change; readonly words?: string } | Refusal

const EFFECTS: { readonly [A in InspectionAction]: (input: InspectionInput<A>, setting: Setting) => Effect } = {
  accept: () => ({ change: {} }),
  'check-in': (input, { inspection, at, receivedAt }) => {
    const checkIn = checkInOf({ ...input, at, receivedAt }, inspection.unitPoint)
    return { change: { checkIn }, words: checkIn.checks.map((check) => `${check.name}: ${check.reason}`).join(', ') }
  },
  begin: () => ({ change: {} }),
  finish: (_, { inspection, entries }) => {
    const left = unanswered(inspection.checklist, entries)
    return left.length === 0 ? { change: { mode: null } } : refuse('guard', 'items-unanswered', `Without a result: ${left.join(', ')}; what does not apply is marked so`)
  },
  resume: () => ({ change: {} }),
  sign: ({ inspector, unit }, { inspection: { checklist }, entries, at, sha256 }) => {
    const left = unanswered(checklist, entries)
    if (left.length > 0) return refuse('guard', 'items-unanswered', `Without a result at the time of the signatures: ${left.join(', ')}`)
    const stills = entries.filter(isKind('still')).filter((entry) => !entry.late).length
    return { change: { signatures: { at: iso(at), inspector, unit, sha256 }, progress: progressOf(checklist, entries), stills }, words: 'refused' in unit ? `refused: ${unit.refused}` : unit.name }
  },
  cancel: ({ reason }) => ({ change: { mode: null }, words: reason }),
  invite: (_, { inspection, named }) => {
    if (!named || !(OFFICERS as readonly Role[]).includes(named.role)) return refuse('input', 'no-officer', 'username: there is no officer of that name')
    const known = [...inspection.watchers, ...inspection.inspectors, inspection.commander].some((one) => one.username === named.username)
    return { change: known ? {} : { watchers: [...inspection.watchers, participant(named)] }, words: named.username }
  },
  assign: ({ instead }, { inspection, named }) => {
    if (named?.role !== 'inspector') return refuse('input', 'no-inspector', 'username: there is no inspector of that name')
    if (!within(named.jurisdiction, inspection)) return refuse('input', 'not-at-home', `username: ${named.username} is not at work in the district of the unit`)
    if (instead !== undefined && !inspection.inspectors.some((one) => one.username === instead)) return refuse('input', 'not-sent', `instead: ${instead} is not on this inspection`)
    return assigned(inspection, named, instead === named.username ? undefined : instead)
  },
  override: ({ check, reason }, { inspection, user, receivedAt }) => {
    const checks = inspection.checkIn && override(inspection.checkIn.checks, check, `user:${user.username}`, reason, receivedAt)
    if (!inspection.checkIn || !checks) return refuse('guard', 'not-failed', `The check of ${check} has not failed`)
    return { change: { checkIn: { ...inspection.checkIn, checks, holds: holds(checks) } }, words: `${check}: ${reason}` }
  },
}

/** One more inspector, or another one; where nobody is left who accepted it, it is to be accepted anew. */
function assigned(inspection: InspectionDossier, named: Participant, instead: string | undefined): Effect {
  const { username } = named
  const stay = inspection.inspectors.filter((one) => one.username !== instead)
  const inspectors = stay.some((one) => one.username === username) ? stay : [...stay, participant(named)]
  const accepter = inspection.steps.findLast((step) => step.event === 'accepted')?.by
  const anew = inspection.state === 'accepted' && instead !== undefined && !stay.some((one) => `user:${one.username}` === accepter)
  return { change: { inspectors, ...(anew ? { state: 'opened' as const } : {}) }, words: instead === undefined ? username : `${username} ← ${instead}` }
}

function participant({ username, name }: Participant): Participant {
  return { username, name }
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
