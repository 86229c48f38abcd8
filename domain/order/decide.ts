import type { TimelineEntry } from '../alert.ts'
import type { Order } from '../order.ts'
import { deadlineFor, isOverdue, type OrderTerms } from './deadline.ts'
import type { Dossier } from './dossier.ts'
import { guardFindings, guardNotice, guardProof, guardSensors } from './guards.ts'
import type { OrderInput } from './input.ts'
import { OFFICERS, permit, refuse, TRANSITIONS, type OrderAction, type OrderActor, type Refusal } from './transitions.ts'

const DAY_MS = 86_400_000
/** No deadline lies further ahead: a default of the platform, since no law names a number of days. */
const MOST_TIME_MS = 180 * DAY_MS

/** What follows from an action. The number of an order just issued is given by who keeps the serials. */
export type Decision = {
  readonly ok: true
  readonly order: Order
  readonly entry: TimelineEntry
  /** Years whose holidays were needed and are not loaded: the deadline may be wrong. */
  readonly unknownYears: readonly number[]
} | Refusal

interface Effect {
  readonly change: Partial<Order>
  /** Lines for the timeline. */
  readonly words?: readonly (string | undefined)[]
  readonly unknownYears?: readonly number[]
}

interface Scene {
  readonly dossier: Dossier
  readonly actor: OrderActor
  readonly terms: OrderTerms
  readonly now: number
}

/**
 * Decides about one action: the new order with the entry for its timeline, or why not. Who and in which state come
 * first, then what was sent, then how things stand. `now` is epoch milliseconds.
 */
export function decide<A extends OrderAction>(
  dossier: Dossier, action: A, actor: OrderActor, input: OrderInput<A>, terms: OrderTerms, now: number,
): Decision {
  const { order } = dossier
  const refused = permit(order, action, actor)
  if (refused) return refused
  const effect = EFFECTS[action](input, { dossier, actor, terms, now })
  if ('ok' in effect) return effect
  const { to, event } = TRANSITIONS[action]
  const words = [...(effect.words ?? []), input.note].filter((line) => line !== undefined).join('\n')
  const entry: TimelineEntry = { at: iso(now), event, by: actor.by, ...(words === '' ? {} : { note: words }) }
  const after: Order = { ...order, ...effect.change, state: to ?? order.state, timeline: [...order.timeline, entry], version: order.version + 1 }
  return { ok: true, order: { ...after, overdue: isOverdue(after, now) }, entry, unknownYears: effect.unknownYears ?? [] }
}

const EFFECTS: { readonly [A in OrderAction]: (input: OrderInput<A>, scene: Scene) => Effect | Refusal } = {
  triage({ severity, basis, fact }, { dossier }) {
    const { order } = dossier
    if (!basis && !order.basis) return refuse('input', 'basis-missing', 'basis: say on what the finding stands')
    return guardFindings(dossier) ?? { change: { severity: severity ?? order.severity, basis: basis ?? order.basis, fact: fact ?? order.fact } }
  },
  reject: ({ reason }) => ({ change: {}, words: [reason] }),
  withdraw: ({ reason }) => ({ change: {}, words: [reason] }),
  issue({ deadline, items, fact, signer, officers }, { dossier: { order }, actor, terms, now }) {
    if (order.unitId === null) return refuse('guard', 'unit-missing', 'An order is issued to a unit, and this one has none')
    const unnamed = guardNotice({ items: items ?? order.items, officers: officers ?? order.officers })
    if (unnamed) return unnamed
    const due = deadline === undefined ? deadlineFor(order.severity, terms, now) : { at: deadline, unknownYears: [] }
    if (due.at <= now) return refuse('input', 'deadline-past', 'deadline: lies not in the future')
    if (due.at > now + MOST_TIME_MS) return tooFar('deadline')
    return {
      change: {
        noticeDeadline: iso(due.at), deadline: iso(due.at), issuedAt: iso(now), signer: signer ?? actor.name, officers: officers ?? order.officers, fact: fact ?? order.fact,
        items: items ?? order.items,
      },
      unknownYears: due.unknownYears,
    }
  },
  accept: (_, { actor, now }) => ({ change: { servedAt: iso(now), service: 'accepted', receiver: actor.name } }),
  serve: ({ method, receiver }, { now }) => ({ change: { servedAt: iso(now), service: method, receiver: receiver ?? null }, words: [method, receiver] }),
  start: () => ({ change: {} }),
  submit({ override }, { dossier, actor, now }) {
    return guardProof(dossier, actor, override !== undefined) ?? { change: { submittedAt: iso(now) }, words: [override && `override: ${override.reason}`] }
  },
  return: ({ reasons }) => ({ change: { submittedAt: null }, words: reasons }),
  verify: (_, { dossier, terms, now }) => guardSensors(dossier, terms.backInRangeMs, now) ?? { change: {} },
  close: (_, { dossier, terms, now }) => guardSensors(dossier, terms.backInRangeMs, now) ?? { change: {} },
  reopen({ reason, deadline }, { dossier: { order }, terms, now }) {
    const due = deadline === undefined ? deadlineFor(order.severity, terms, now) : { at: deadline, unknownYears: [] }
    if (due.at <= now) return refuse('input', 'deadline-past', 'deadline: lies not in the future')
    if (due.at > now + MOST_TIME_MS) return tooFar('deadline')
    return { change: { deadline: iso(due.at), extendedTo: null, submittedAt: null }, words: [reason], unknownYears: due.unknownYears }
  },
  extend({ extendedTo, reason, approver }, { dossier: { order, people }, actor, now }) {
    const due = order.extendedTo ?? order.deadline
    if (extendedTo <= now || (due !== null && extendedTo <= Date.parse(due))) {
      return refuse('input', 'not-later', 'extendedTo: lies not after the deadline and the present')
    }
    if (extendedTo > now + MOST_TIME_MS) return tooFar('extendedTo')
    const approves = approver === undefined ? actor.mayIssue : people.some((person) => person.username === approver && person.mayIssue)
    if (!approves) return refuse('guard', 'approver', 'An extension is approved by an officer with the right to issue: name one as approver')
    return { change: { extendedTo: iso(extendedTo) }, words: [`${due ?? ''} → ${iso(extendedTo)}`, approver && `approver: ${approver}`, reason] }
  },
  escalate({ level, watcher, reason }, { dossier: { order, people } }) {
    const next = level ?? order.escalationLevel + 1
    if (next <= order.escalationLevel) return refuse('input', 'level-not-higher', `level: the order is at ${order.escalationLevel} already`)
    const isOfficer = watcher === undefined || people.some(({ username, role }) => username === watcher && (OFFICERS as readonly string[]).includes(role))
    if (!isOfficer) return refuse('input', 'watcher-unknown', `watcher: there is no officer ${watcher}`)
    return { change: { escalationLevel: next, watcher: watcher ?? order.watcher }, words: [`level ${next}`, watcher && `watcher: ${watcher}`, reason] }
  },
  'file-case'({ caseId }, { dossier: { order } }) {
    if (order.caseId !== null) return refuse('guard', 'case-filed', `The order was handed over as case ${order.caseId}`)
    return { change: { caseId }, words: [caseId] }
  },
  comment: () => ({ change: {} }),
  attach: ({ sha256 }) => ({ change: {}, words: [sha256 && `SHA-256 ${sha256}`] }),
}

function tooFar(field: string): Refusal {
  return refuse('input', 'deadline-too-far', `${field}: lies more than ${MOST_TIME_MS / DAY_MS} days ahead`)
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
