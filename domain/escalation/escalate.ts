import type { AlertState, TimelineEntry } from '../alert.ts'
import { msOf, type Policy } from './policy.ts'

export const ESCALATION_STATES = ['waiting', 'held', 'ended'] as const
/** `waiting` for its next step; `held` while enough people have the alert in hand; `ended` with the alert. */
export type EscalationState = (typeof ESCALATION_STATES)[number]

/** How far an alert has gone up the line. Times are epoch milliseconds. */
export interface Escalation {
  readonly state: EscalationState
  /** The policy that its steps belong to; another one begins from its own first step. */
  readonly policy: string | null
  /** Steps of the policy that are done. */
  readonly done: number
  /** Reminders after the last step. */
  readonly reminders: number
  /** When the next step or reminder is due; null where there is none. */
  readonly nextAt: number | null
}

/** What of the alert decides. */
export interface Situation {
  readonly state: AlertState
  readonly timeline: readonly TimelineEntry[]
  /** Until when people asked not to be told of it; epoch milliseconds. */
  readonly silencedUntil: number | null
  /** A person sent it up the line: the next step is done now, whoever has it in hand. */
  readonly isSentUp: boolean
}

export type EscalationEvent = 'hold' | 'resume' | 'end' | 'reopen'

/** Every move there is. */
export const MOVES: Readonly<Record<EscalationEvent, { readonly from: readonly EscalationState[]; readonly to: EscalationState }>> = {
  hold: { from: ['waiting'], to: 'held' },
  resume: { from: ['held'], to: 'waiting' },
  end: { from: ['waiting', 'held'], to: 'ended' },
  reopen: { from: ['ended'], to: 'waiting' },
}

/** Who is told what: the step's name is the same whenever it is done, so that nobody hears it twice. */
export interface Telling {
  readonly step: string
  /** Of the policy's steps, from 0; null for a reminder. */
  readonly index: number | null
  readonly who: readonly string[]
  readonly channels: readonly string[]
}

export interface Decision {
  readonly escalation: Escalation
  readonly tell: readonly Telling[]
}

/** Where an escalation begins. */
export function beginning(now: number): Escalation {
  return { state: 'waiting', policy: null, done: 0, reminders: 0, nextAt: now }
}

/**
 * What is to be done about an alert's escalation now. It looks at how things are, not at what happened, so that it may be
 * asked at any time, twice, or late: a look too many tells nobody.
 */
export function escalate(escalation: Escalation, policy: Policy | null, situation: Situation, now: number): Decision {
  const moved = move(follow(escalation, policy, now), policy, situation, now)
  if (!policy || moved.state === 'ended' || (moved.state === 'held' && !situation.isSentUp)) return { escalation: moved, tell: [] }
  if (situation.silencedUntil !== null && situation.silencedUntil > now && !situation.isSentUp) {
    return { escalation: { ...moved, nextAt: moved.nextAt === null ? null : Math.max(moved.nextAt, situation.silencedUntil) }, tell: [] }
  }
  // Held is held: being sent up is one step, and nothing follows by itself.
  const isHeld = moved.state === 'held'
  let after = situation.isSentUp ? { ...moved, nextAt: now } : moved
  const tell: Telling[] = []
  for (let due = dueOf(after, policy, now); due; due = isHeld ? null : dueOf(after, policy, now)) {
    tell.push(due)
    after = advance(after, policy, now)
  }
  const isDone = isHeld || (after.nextAt !== null && after.nextAt <= now)
  return { escalation: isDone ? { ...after, nextAt: null } : after, tell }
}

/** The step or reminder whose time has come. */
function dueOf(escalation: Escalation, policy: Policy, now: number): Telling | null {
  return escalation.nextAt !== null && escalation.nextAt <= now ? tellingOf(escalation, policy) : null
}

/** An alert that became worse, or whose policy was changed for another, begins with the first step of what is now right. */
function follow(escalation: Escalation, policy: Policy | null, now: number): Escalation {
  if (!policy) return { ...escalation, nextAt: null }
  if (escalation.policy === policy.id) return escalation
  const isFirst = escalation.policy === null
  const nextAt = isFirst ? (escalation.nextAt ?? now) + msOf(policy.steps[0]?.after ?? '0') : now + msOf(policy.steps[0]?.after ?? '0')
  return { ...escalation, policy: policy.id, done: 0, reminders: 0, nextAt }
}

function move(escalation: Escalation, policy: Policy | null, situation: Situation, now: number): Escalation {
  const event = eventOf(escalation, policy, situation)
  if (event === null) return escalation
  const { from, to } = MOVES[event]
  if (!from.includes(escalation.state)) return escalation
  switch (event) {
    case 'hold':
    case 'end':
      return { ...escalation, state: to, nextAt: null }
    case 'resume':
      // It was taken over and nothing followed: whoever is next hears of it at once.
      return { ...escalation, state: to, nextAt: now }
    case 'reopen':
      return { ...escalation, state: to, nextAt: now }
  }
}

function eventOf({ state, done }: Escalation, policy: Policy | null, situation: Situation): EscalationEvent | null {
  const isLive = situation.state === 'open' || situation.state === 'acknowledged'
  if (!isLive) return state === 'ended' ? null : 'end'
  if (state === 'ended') return 'reopen'
  const needed = policy?.steps[Math.min(done, policy.steps.length) - 1]?.acknowledgements ?? 1
  const inHand = situation.state === 'acknowledged' && holdersOf(situation.timeline).length >= needed
  if (inHand) return state === 'waiting' ? 'hold' : null
  return state === 'held' ? 'resume' : null
}

/** Those who have the alert in hand: who took it over since it was last given back, and who joined. */
export function holdersOf(timeline: readonly TimelineEntry[]): string[] {
  const given = timeline.findLastIndex(({ event }) => event === 'returned')
  return [...new Set(timeline.slice(given + 1).filter(({ event, by }) => (event === 'acknowledged' || event === 'joined') && by.startsWith('user:')).map(({ by }) => by))]
}

function tellingOf({ done, reminders }: Escalation, { id, steps, remind }: Policy): Telling | null {
  const step = steps[done]
  if (step) return { step: `${id}.${done + 1}`, index: done, who: step.who, channels: step.channels }
  if (!remind || reminders >= remind.most) return null
  return { step: `${id}.r${reminders + 1}`, index: null, who: remind.who, channels: remind.channels }
}

function advance(escalation: Escalation, { steps, remind }: Policy, now: number): Escalation {
  const isStep = escalation.done < steps.length
  const done = escalation.done + (isStep ? 1 : 0)
  const reminders = escalation.reminders + (isStep ? 0 : 1)
  const following = steps[done]
  const wait = following ? msOf(following.after) : remind && reminders < remind.most ? msOf(remind.every) : null
  return { ...escalation, done, reminders, nextAt: wait === null ? null : now + wait }
}
