import type { Order, OrderState } from '../order.ts'
import type { Role } from '../user.ts'

/** Everything that is done to an order. All but `withdraw`, which only a rule does, are offered to people. */
export const ORDER_ACTIONS = [
  'triage', 'reject', 'withdraw', 'issue', 'accept', 'serve', 'start', 'submit', 'return', 'verify', 'close', 'reopen',
  'extend', 'escalate', 'file-case', 'comment', 'attach',
] as const
export type OrderAction = (typeof ORDER_ACTIONS)[number]

/** A rule of the platform acts like a person of its own kind. */
export type Party = Role | 'rule'

/** Who acts on an order. */
export interface OrderActor {
  /** `user:<username>` or `rule:<id>`, as the timeline and the audit log write it. */
  readonly by: string
  /** As people call the actor. */
  readonly name: string
  readonly party: Party
  /** Whether the person may issue orders and grant extensions. */
  readonly mayIssue: boolean
}

interface Transition {
  readonly from: readonly OrderState[]
  /** Null leaves the order in its state. */
  readonly to: OrderState | null
  readonly who: readonly Party[]
  /** How the timeline calls it. */
  readonly event: string
}

export const OFFICERS = ['admin', 'centre', 'duty', 'inspector'] as const satisfies readonly Role[]
/** From `assigned` on, `closed` excepted: the order is out and not done with. */
const OUT = ['assigned', 'accepted', 'in_progress', 'submitted', 'returned', 'verified'] as const satisfies readonly OrderState[]

/** The whole loop (DOMAIN 3.1): what is not in here is refused. */
export const TRANSITIONS: Readonly<Record<OrderAction, Transition>> = {
  triage: { from: ['found'], to: 'triaged', who: OFFICERS, event: 'triaged' },
  reject: { from: ['found', 'triaged'], to: 'rejected', who: OFFICERS, event: 'rejected' },
  withdraw: { from: ['found', 'triaged'], to: 'withdrawn', who: ['rule'], event: 'withdrawn' },
  issue: { from: ['triaged'], to: 'assigned', who: OFFICERS, event: 'issued' },
  accept: { from: ['assigned'], to: 'accepted', who: ['enterprise'], event: 'accepted' },
  serve: { from: ['assigned'], to: 'accepted', who: OFFICERS, event: 'served' },
  start: { from: ['accepted', 'returned'], to: 'in_progress', who: ['enterprise'], event: 'started' },
  submit: { from: ['in_progress'], to: 'submitted', who: ['enterprise', ...OFFICERS], event: 'submitted' },
  return: { from: ['submitted'], to: 'returned', who: OFFICERS, event: 'returned' },
  verify: { from: ['submitted'], to: 'verified', who: OFFICERS, event: 'verified' },
  close: { from: ['verified'], to: 'closed', who: OFFICERS, event: 'closed' },
  reopen: { from: ['closed'], to: 'in_progress', who: [...OFFICERS, 'rule'], event: 'reopened' },
  extend: { from: OUT, to: null, who: OFFICERS, event: 'extended' },
  escalate: { from: OUT, to: null, who: [...OFFICERS, 'rule'], event: 'escalated' },
  'file-case': { from: OUT, to: null, who: OFFICERS, event: 'case-filed' },
  comment: { from: OUT, to: null, who: [...OFFICERS, 'enterprise'], event: 'commented' },
  attach: { from: OUT, to: null, who: [...OFFICERS, 'enterprise'], event: 'attached' },
}

/** A unit learns of an order once it is issued. */
export const SEEN_BY_UNIT = [...OUT, 'closed'] as const

/** Why something is not done, with a stable code that pages translate. */
export interface Refusal {
  readonly ok: false
  /** What is in the way: the person, the state, what was sent, or how things stand. */
  readonly kind: 'person' | 'transition' | 'input' | 'guard'
  readonly code: string
  readonly reason: string
}

export function refuse(kind: Refusal['kind'], code: string, reason: string): Refusal {
  return { ok: false, kind, code, reason }
}

/** Whether this actor may take this action in this state at all; null where nothing is in the way so far. */
export function permit(order: Pick<Order, 'state' | 'timeline'>, action: OrderAction, actor: OrderActor): Refusal | null {
  const { who, from } = TRANSITIONS[action]
  if (!who.includes(actor.party)) return refuse('person', 'role', `${actor.party} may not ${action} an order`)
  if (action === 'issue' && !actor.mayIssue) return refuse('person', 'issuing-right', 'Only an officer with the right to issue issues an order')
  if (!from.includes(order.state)) {
    return refuse('transition', 'illegal-transition', `An order that is ${order.state} can't take ${action}: it takes it when ${from.join(' or ')}`)
  }
  if (action === 'verify' && tookPart(order, actor)) {
    return refuse('person', 'same-person', 'An order is verified by an officer who neither issued nor rectified it')
  }
  return null
}

/** What the actor can do now, for a page's buttons; whether the guards let it pass shows when it is tried. */
export function actionsFor(order: Pick<Order, 'state' | 'timeline'>, actor: OrderActor): OrderAction[] {
  return ORDER_ACTIONS.filter((action) => permit(order, action, actor) === null)
}

/** What makes somebody one of those whose work is verified: whoever took a photo of the proof, too. */
const PARTS = new Set(['issued', 'accepted', 'started', 'photo-taken', 'photo-refused', 'submitted'])

function tookPart({ timeline }: Pick<Order, 'timeline'>, { by }: OrderActor): boolean {
  return timeline.some((entry) => entry.by === by && PARTS.has(entry.event))
}
