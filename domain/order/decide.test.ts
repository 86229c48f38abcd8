import { describe, expect, it } from 'vitest'
import { aDossier, anActor, TERMS, NOTICE_INPUT } from '../../test/builders/orders.ts'
import { ORDER_STATES, type OrderState } from '../order.ts'
import { decide, type Decision } from './decide.ts'
import type { Dossier } from './dossier.ts'
import { ORDER_INPUTS, type OrderInput } from './input.ts'
import { actionsFor, ORDER_ACTIONS, type OrderAction, type OrderActor, type Party } from './transitions.ts'

const NOW = Date.parse('2026-09-01T02:00:00Z')
const PARTIES: readonly Party[] = ['admin', 'centre', 'duty', 'inspector', 'enterprise', 'rule']

/** The loop as the domain reference draws it, written out apart from the code: who, and from which state to which. */
const officers = 'admin centre duty inspector'
const LOOP: Record<OrderAction, { who: string; moves: Partial<Record<OrderState, OrderState>> }> = {
  triage: { who: officers, moves: { found: 'triaged' } },
  reject: { who: officers, moves: { found: 'rejected', triaged: 'rejected' } },
  withdraw: { who: 'rule', moves: { found: 'withdrawn', triaged: 'withdrawn' } },
  issue: { who: officers, moves: { triaged: 'assigned' } },
  accept: { who: 'enterprise', moves: { assigned: 'accepted' } },
  serve: { who: officers, moves: { assigned: 'accepted' } },
  start: { who: 'enterprise', moves: { accepted: 'in_progress', returned: 'in_progress' } },
  submit: { who: `${officers} enterprise`, moves: { in_progress: 'submitted' } },
  return: { who: officers, moves: { submitted: 'returned' } },
  verify: { who: officers, moves: { submitted: 'verified' } },
  close: { who: officers, moves: { verified: 'closed' } },
  reopen: { who: `${officers} rule`, moves: { closed: 'in_progress' } },
  extend: { who: officers, moves: staying() },
  escalate: { who: `${officers} rule`, moves: staying() },
  'file-case': { who: officers, moves: staying() },
  comment: { who: `${officers} enterprise`, moves: staying() },
  attach: { who: `${officers} enterprise`, moves: staying() },
}

function staying(): Partial<Record<OrderState, OrderState>> {
  return Object.fromEntries(['assigned', 'accepted', 'in_progress', 'submitted', 'returned', 'verified'].map((state) => [state, state]))
}

/** Input with which nothing but who and when is in the way. */
const GOOD: { [A in OrderAction]: OrderInput<A> } = {
  triage: {}, reject: { reason: 'no breach' }, withdraw: { reason: 'alerts withdrawn' }, issue: NOTICE_INPUT, accept: {}, serve: { method: 'in-person' }, start: {},
  submit: {}, return: { reasons: ['blurred'] }, verify: {}, close: { note: 'done' }, reopen: { reason: 'again' },
  extend: { extendedTo: NOW + 9e9, reason: 'spare part' }, escalate: {}, 'file-case': { caseId: 'C-1' }, comment: { note: 'seen' }, attach: { note: 'a report' },
}

const PROVEN: Partial<Dossier> = { photos: [{ id: 'p', item: '1', at: NOW, holds: true }] }

function attempt<A extends OrderAction>(action: A, actor: OrderActor, dossier: Dossier, input: Partial<OrderInput<A>> = {}): Decision {
  return decide(dossier, action, actor, { ...GOOD[action], ...input }, TERMS, NOW)
}

describe('the loop of an order', () => {
  it('moves exactly as drawn for every state, action and party, and names the reason wherever it does not', () => {
    for (const action of ORDER_ACTIONS) for (const state of ORDER_STATES) for (const party of PARTIES) {
      const { who, moves } = LOOP[action]
      const dossier = aDossier({ state, items: [{ id: '1', text: 'x' }] }, PROVEN)
      // An officer submits for a unit only with an override.
      const input = action === 'submit' && party !== 'enterprise' ? { override: { reason: 'seen on site' } } : {}
      const decision = attempt(action, anActor(party), dossier, input as never)
      const expected = !who.split(' ').includes(party) ? 'person' : moves[state] ?? 'transition'
      const got = decision.ok ? decision.order.state : decision.kind
      expect({ action, state, party, got }).toEqual({ action, state, party, got: expected })
      if (decision.ok) {
        expect(decision.order.timeline.at(-1)).toEqual(decision.entry)
        expect(decision.order.version).toBe(2)
        expect(decision.entry).toMatchObject({ at: '2026-09-01T02:00:00.000Z', by: anActor(party).by })
      } else expect(decision.reason.length).toBeGreaterThan(10)
    }
  })

  it('offers every party exactly the actions that are not refused for who it is or the state', () => {
    for (const state of ORDER_STATES) for (const party of PARTIES) {
      const wanted = ORDER_ACTIONS.filter((action) => LOOP[action].who.split(' ').includes(party) && LOOP[action].moves[state])
      expect(actionsFor({ state, timeline: [] }, anActor(party))).toEqual(wanted)
    }
    expect(actionsFor({ state: 'triaged', timeline: [] }, anActor('duty', { mayIssue: false }))).toEqual(['reject'])
    expect(actionsFor({ state: 'closed', timeline: [] }, anActor('inspector'))).toEqual(['reopen'])
  })

  it('says of an illegal move what the state is and when the action is taken', () => {
    expect(attempt('close', anActor('duty'), aDossier({ state: 'assigned' }))).toEqual({
      ok: false, kind: 'transition', code: 'illegal-transition', reason: "An order that is assigned can't take close: it takes it when verified",
    })
  })
})

function codeOf(decision: Decision): string {
  return decision.ok ? 'ok' : decision.code
}

describe('the guards', () => {
  const duty = anActor('duty')
  const unit = anActor('enterprise')

  it('let nothing be triaged without a basis or before a person has looked at what a camera saw', () => {
    const camera = (review: 'pending' | 'confirmed' | 'dismissed', alertId = 'a') => ({ alertId, review })
    expect(codeOf(attempt('triage', duty, aDossier({ basis: null })))).toBe('basis-missing')
    expect(codeOf(attempt('triage', duty, aDossier({ basis: null }), { basis: { kind: 'guidance', status: 'unverified' } }))).toBe('ok')
    expect(codeOf(attempt('triage', duty, aDossier({}, { findings: [camera('confirmed'), camera('pending', 'b')] })))).toBe('review-pending')
    expect(codeOf(attempt('triage', duty, aDossier({}, { findings: [camera('dismissed')] })))).toBe('finding-dismissed')
    expect(codeOf(attempt('triage', duty, aDossier({}, { findings: [camera('confirmed'), camera('dismissed', 'b')] })))).toBe('ok')
    expect(attempt('triage', duty, aDossier(), { severity: 'critical' })).toMatchObject({ order: { severity: 'critical', state: 'triaged' } })
  })

  it('let an order out only with the right to issue, to a unit, with a deadline to come', () => {
    const triaged = aDossier({ state: 'triaged', ...NOTICE_INPUT })
    expect(attempt('issue', anActor('duty', { mayIssue: false }), triaged)).toMatchObject({ kind: 'person', code: 'issuing-right' })
    expect(codeOf(attempt('issue', duty, aDossier({ state: 'triaged', unitId: null, ...NOTICE_INPUT })))).toBe('unit-missing')
    expect(codeOf(attempt('issue', duty, triaged, { deadline: NOW }))).toBe('deadline-past')
    // Three working days, the day of issue not counted, to the end of the last in Beijing.
    expect(attempt('issue', duty, triaged)).toMatchObject({
      order: { noticeDeadline: '2026-09-04T15:59:59.999Z', deadline: '2026-09-04T15:59:59.999Z', issuedAt: '2026-09-01T02:00:00.000Z', signer: 'duty', items: [{ id: '1', text: '立即改正' }] }, unknownYears: [],
    })
    expect(attempt('issue', duty, aDossier({ state: 'triaged', severity: 'critical', ...NOTICE_INPUT }))).toMatchObject({ order: { deadline: '2026-09-02T02:00:00.000Z' } })
    expect(attempt('issue', duty, triaged, { items: [{ id: 'a', text: '换门封' }] })).toMatchObject({ order: { items: [{ id: 'a', text: '换门封' }] } })
  })

  it('let an order out only where it says what to put right, and which two officers say so', () => {
    const { items, officers } = NOTICE_INPUT
    const issue = (input: OrderInput<'issue'>): Decision => decide(aDossier({ state: 'triaged' }), 'issue', duty, input, TERMS, NOW)
    expect(issue({ officers })).toMatchObject({ kind: 'input', code: 'items-missing' })
    expect(codeOf(issue({ items }))).toBe('officers-missing')
    expect(codeOf(issue({ items, officers: officers.slice(0, 1) }))).toBe('officers-missing')
    expect(issue({ items, officers })).toMatchObject({ order: { items, officers, state: 'assigned' } })
  })

  it('take a submission only with a photo that holds for every item, taken in this round', () => {
    const items = [{ id: '1', text: 'x' }, { id: '2', text: 'y' }]
    const returned = [{ at: new Date(NOW - 1_000).toISOString(), event: 'returned', by: 'user:duty' }]
    const photo = (item: string, given: object = {}) => ({ id: item, item, at: NOW, holds: true, ...given })
    const submit = (...photos: Dossier['photos']) => attempt('submit', unit, aDossier({ state: 'in_progress', items, timeline: returned }, { photos }))
    expect(submit()).toMatchObject({ kind: 'guard', code: 'photos-missing' })
    expect(codeOf(submit(photo('1')))).toBe('photos-missing')
    expect(codeOf(submit(photo('1'), photo('2', { holds: false })))).toBe('photos-missing')
    expect(codeOf(submit(photo('1'), photo('2', { at: NOW - 2_000 })))).toBe('photos-missing')
    expect(submit(photo('1'), photo('2'))).toMatchObject({ order: { state: 'submitted', submittedAt: '2026-09-01T02:00:00.000Z' } })
  })

  it('let a named officer answer for missing proof, but never the unit, and never without a reason', () => {
    const order = aDossier({ state: 'in_progress', items: [{ id: '1', text: 'x' }] })
    const override = { reason: '现场核查' }
    expect(attempt('submit', unit, order, { override })).toMatchObject({ kind: 'person', code: 'override-officer' })
    expect(attempt('submit', duty, order)).toMatchObject({ kind: 'input', code: 'override-needed' })
    expect(attempt('submit', duty, order, { override })).toMatchObject({ entry: { note: 'override: 现场核查', by: 'user:duty' } })
  })

  it('let nobody verify who issued or rectified, and no sensor case before its readings held for the set time', () => {
    const by = (event: string, who: string) => aDossier({ state: 'submitted', timeline: [{ at: '', event, by: who }] })
    for (const event of ['issued', 'accepted', 'started', 'photo-taken', 'submitted']) {
      expect(attempt('verify', duty, by(event, 'user:duty'))).toMatchObject({ kind: 'person', code: 'same-person' })
      expect(codeOf(attempt('verify', duty, by(event, 'user:other')))).toBe('ok')
    }
    expect(actionsFor(by('issued', 'user:duty').order, duty)).not.toContain('verify')
    const sensor = (backSince: number | null) => aDossier({ state: 'submitted' }, { sensors: [{ alertId: 'a', backSince }] })
    expect(codeOf(attempt('verify', duty, sensor(null)))).toBe('out-of-range')
    expect(codeOf(attempt('verify', duty, sensor(NOW - 299_999)))).toBe('out-of-range')
    expect(codeOf(attempt('verify', duty, sensor(NOW - 300_000)))).toBe('ok')
    // They may have left it again since.
    const verified = (backSince: number | null) => aDossier({ state: 'verified' }, { sensors: [{ alertId: 'a', backSince }] })
    expect(codeOf(attempt('close', duty, verified(null)))).toBe('out-of-range')
    expect(codeOf(attempt('close', duty, verified(NOW - 300_000)))).toBe('ok')
  })

  it('extend only to later, approved by somebody with the right to issue', () => {
    const order = { state: 'accepted' as const, deadline: '2026-09-10T00:00:00.000Z' }
    const later = Date.parse('2026-09-12T00:00:00Z')
    const without = anActor('duty', { mayIssue: false })
    expect(codeOf(attempt('extend', duty, aDossier(order), { extendedTo: Date.parse('2026-09-09T00:00:00Z') }))).toBe('not-later')
    expect(codeOf(attempt('extend', duty, aDossier({ ...order, extendedTo: '2026-09-13T00:00:00.000Z' }), { extendedTo: later }))).toBe('not-later')
    expect(codeOf(attempt('extend', duty, aDossier(order), { extendedTo: Date.parse('9999-01-01T00:00:00Z') }))).toBe('deadline-too-far')
    expect(codeOf(attempt('extend', without, aDossier(order), { extendedTo: later }))).toBe('approver')
    expect(codeOf(attempt('extend', without, aDossier(order), { extendedTo: later, approver: 'chief' }))).toBe('approver')
    const people = [{ username: 'chief', role: 'centre' as const, mayIssue: true }]
    expect(attempt('extend', without, aDossier(order, { people }), { extendedTo: later, approver: 'chief' }))
      .toMatchObject({ order: { extendedTo: '2026-09-12T00:00:00.000Z', deadline: order.deadline, state: 'accepted' } })
  })

  it('escalate only upwards, to a watcher who is an officer, and hand over once', () => {
    const order = { state: 'accepted' as const, escalationLevel: 2 }
    expect(codeOf(attempt('escalate', duty, aDossier(order), { level: 2 }))).toBe('level-not-higher')
    expect(attempt('escalate', anActor('rule'), aDossier(order))).toMatchObject({ order: { escalationLevel: 3 } })
    expect(codeOf(attempt('escalate', duty, aDossier(order), { watcher: 'nobody' }))).toBe('watcher-unknown')
    expect(attempt('file-case', duty, aDossier(order))).toMatchObject({ order: { caseId: 'C-1', state: 'accepted' } })
    expect(codeOf(attempt('file-case', duty, aDossier({ ...order, caseId: 'C-0' })))).toBe('case-filed')
  })

  it('give a reopened order a deadline of its own and ask for new proof', () => {
    const closed = aDossier({ state: 'closed', deadline: '2026-08-01T00:00:00.000Z', extendedTo: '2026-08-05T00:00:00.000Z', submittedAt: '2026-08-01T00:00:00.000Z' })
    expect(attempt('reopen', anActor('rule'), closed)).toMatchObject({ order: { state: 'in_progress', deadline: '2026-09-04T15:59:59.999Z', extendedTo: null, submittedAt: null, overdue: false } })
  })
})

describe('what is sent', () => {
  it('is refused without the reasons, notes and numbers that an action asks for', () => {
    const bad: [OrderAction, unknown][] = [
      ['reject', {}], ['return', { reasons: [] }], ['close', { note: '  ' }], ['reopen', {}], ['extend', { reason: 'x' }], ['extend', { extendedTo: '2026-09-12', reason: 'x' }],
      ['file-case', {}], ['comment', {}], ['serve', { method: 'accepted' }], ['attach', {}], ['issue', { colour: 'red' }],
      ['triage', { basis: { kind: 'legal', clause: '第1条' } }], ['issue', { items: [{ id: 'a', text: 'x' }, { id: 'a', text: 'y' }] }],
    ]
    for (const [action, input] of bad) expect({ action, input, ok: ORDER_INPUTS[action].safeParse(input).success }).toMatchObject({ ok: false })
  })
})
