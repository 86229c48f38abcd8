import { describe, expect, it } from 'vitest'
import type { TimelineEntry } from '../alert.ts'
import { beginning, escalate, ESCALATION_STATES, holdersOf, MOVES, type Escalation, type Situation } from './escalate.ts'
import { policiesSchema, policyFor, type Policy } from './policy.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const { policies } = policiesSchema.parse({ policies: [
  {
    id: 'critical', name: '严重', severities: ['critical'],
    steps: [
      { after: '0', who: ['on-duty'], channels: ['push'] }, { after: '5m', who: ['role:centre'], channels: ['sms'], acknowledgements: 2 },
      { after: '10m', who: ['team:leaders'], channels: ['sms'] },
    ],
    remind: { every: '1h', who: ['on-duty'], channels: ['sms'], most: 2 },
  },
  { id: 'major', name: '较重', severities: ['major'], districts: ['131102'], steps: [{ after: '10m', who: ['on-duty'], channels: ['push'] }] },
] })
const [critical, major] = policies as [Policy, Policy]

const entry = (event: string, by: string): TimelineEntry => ({ at: '2026-11-22T01:00:00.000Z', event, by })
const open: Situation = { state: 'open', timeline: [], silencedUntil: null, isSentUp: false }
const taken = (...names: string[]): Situation => ({ ...open, state: 'acknowledged', timeline: names.map((name, i) => entry(i === 0 ? 'acknowledged' : 'joined', `user:${name}`)) })

/** Looks once a minute, as nothing would in earnest, and tells what was said when. */
function run(policy: Policy, situationAt: (minute: number) => Situation, minutes: number): { told: [number, string][]; last: Escalation } {
  let escalation = beginning(0)
  const told: [number, string][] = []
  for (let minute = 0; minute <= minutes; minute += 1) {
    const decision = escalate(escalation, policy, situationAt(minute), minute * MINUTE)
    told.push(...decision.tell.map(({ step }): [number, string] => [minute, step]))
    escalation = decision.escalation
  }
  return { told, last: escalation }
}

describe('an alert nobody takes over', () => {
  it('goes up the line step by step, then reminds every hour as often as it may', () => {
    expect(run(critical, () => open, 300).told).toEqual([[0, 'critical.1'], [5, 'critical.2'], [15, 'critical.3'], [75, 'critical.r1'], [135, 'critical.r2']])
  })

  it('waits for its first step as long as the policy says', () => {
    expect(run(major, () => open, 60).told).toEqual([[10, 'major.1']])
  })

  it('looked at late, does every step that is due in turn and counts the next from now', () => {
    const first = escalate(beginning(0), critical, open, 0).escalation
    const late = escalate(first, critical, open, HOUR)
    expect(late.tell.map(({ step }) => step)).toEqual(['critical.2'])
    expect(late.escalation.nextAt).toBe(HOUR + 10 * MINUTE)
    expect(escalate(late.escalation, critical, open, HOUR).tell).toEqual([])
  })
})

describe('an alert somebody takes over', () => {
  it('goes no further, and goes on at once where it is given back', () => {
    const { told } = run(critical, (minute) => (minute >= 3 && minute < 20 ? taken('li') : { ...open, timeline: [entry('acknowledged', 'user:li'), entry('returned', 'system')] }), 30)
    expect(told).toEqual([[0, 'critical.1'], [20, 'critical.2'], [30, 'critical.3']])
  })

  it('goes on while fewer have it than the step asks for', () => {
    expect(run(critical, (minute) => (minute >= 6 ? taken('li') : open), 20).told).toEqual([[0, 'critical.1'], [5, 'critical.2'], [15, 'critical.3']])
    expect(run(critical, (minute) => (minute >= 6 ? taken('li', 'wang') : open), 20).told).toEqual([[0, 'critical.1'], [5, 'critical.2']])
    expect(run(critical, (minute) => (minute >= 6 ? taken('li', 'li') : open), 20).told).toHaveLength(3)
  })

  it('goes one step further where a person sends it up, and nothing follows by itself', () => {
    const held = escalate(escalate(beginning(0), critical, open, 0).escalation, critical, taken('li'), MINUTE).escalation
    expect(held).toMatchObject({ state: 'held', nextAt: null })
    const sent = escalate(held, critical, { ...taken('li'), isSentUp: true }, 2 * MINUTE)
    expect(sent.tell.map(({ step }) => step)).toEqual(['critical.2'])
    // The second step asks for two people.
    expect(escalate(sent.escalation, critical, taken('li', 'wang'), 60 * MINUTE)).toMatchObject({ tell: [], escalation: { state: 'held' } })
  })
})

describe('the end', () => {
  it('comes with the alert\'s, and what is reopened goes on where it was', () => {
    for (const state of ['resolved', 'dismissed', 'withdrawn'] as const) {
      expect(run(critical, (minute) => (minute >= 2 ? { ...open, state } : open), 60)).toMatchObject({ told: [[0, 'critical.1']], last: { state: 'ended', nextAt: null } })
    }
    expect(run(critical, (minute) => (minute >= 2 && minute < 9 ? { ...open, state: 'resolved' } : open), 12).told).toEqual([[0, 'critical.1'], [9, 'critical.2']])
  })
})

it('an alert that becomes worse begins with the first step of the worse policy', () => {
  const mild = escalate(beginning(0), major, open, 10 * MINUTE).escalation
  expect(escalate(mild, critical, open, 11 * MINUTE)).toMatchObject({ tell: [{ step: 'critical.1' }], escalation: { policy: 'critical', done: 1 } })
})

it('nobody is told while the alert is silenced, unless a person sends it up', () => {
  const silenced = { ...open, silencedUntil: 30 * MINUTE }
  expect(run(critical, () => silenced, 31).told).toEqual([[30, 'critical.1']])
  expect(escalate(beginning(0), critical, { ...silenced, isSentUp: true }, 0).tell).toHaveLength(1)
})

it('holds whoever took it over since it was last given back', () => {
  expect(holdersOf([entry('acknowledged', 'user:a'), entry('returned', 'system'), entry('acknowledged', 'user:b'), entry('joined', 'user:c'), entry('joined', 'user:c')])).toEqual(['user:b', 'user:c'])
})

it('the first policy that fits severity and district acts', () => {
  expect(policyFor({ policies }, { severity: 'critical', district: null })?.id).toBe('critical')
  expect(policyFor({ policies }, { severity: 'major', district: '131102' })?.id).toBe('major')
  expect(policyFor({ policies }, { severity: 'major', district: '131103' })).toBeNull()
  expect(policyFor({ policies }, { severity: 'minor', district: '131102' })).toBeNull()
})

it('no move leads from a state to itself, and every state can be left', () => {
  for (const { from, to } of Object.values(MOVES)) expect(from).not.toContain(to)
  for (const state of ESCALATION_STATES) expect(Object.values(MOVES).some(({ from }) => from.includes(state))).toBe(true)
})
