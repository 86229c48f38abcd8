import { describe, expect, it } from 'vitest'
import { aDossierOfInspection, anEntry, aUser, CHECKLIST } from '../../test/builders/inspections.ts'
import { INSPECTION_STATES, type InspectionDossier, type InspectionState } from '../inspection.ts'
import type { User } from '../user.ts'
import { inRange, resultFault, sectionName, type ChecklistItem } from './checklist.ts'
import { checkInOf } from './checkIn.ts'
import { decideInspection, type InspectionDecision } from './decide.ts'
import { happenedAt, type Entry } from './entry.ts'
import type { InspectionInput } from './input.ts'
import { asSigned, findingsOf, inOrder, progressOf, resultsOf, unanswered } from './merge.ts'
import { sightOf } from './sight.ts'
import { INSPECTION_ACTIONS, inspectionActionsFor, partyOf, type InspectionAction } from './transitions.ts'

const NOW = Date.parse('2026-09-01T02:00:00Z')
const PEOPLE: Record<string, User> = {
  inspector: aUser('inspector', 'inspector', { scope: 'districts', districts: ['131102'] }), commander: aUser('centre', 'centre'), watcher: aUser('expert', 'duty', { scope: 'districts', districts: ['131103'] }),
  office: aUser('chief', 'centre'), unit: aUser('boss', 'enterprise', { scope: 'unit', unit: 'U1' }), outsider: aUser('other', 'inspector'),
}
/** Who may do what from where to where, written out apart from the code. */
const MOVES: Record<InspectionAction, { who: string; moves: Partial<Record<InspectionState, InspectionState>> }> = {
  accept: { who: 'inspector', moves: { opened: 'accepted' } },
  'check-in': { who: 'inspector', moves: { accepted: 'checked_in' } },
  begin: { who: 'inspector', moves: { checked_in: 'under_way' } },
  finish: { who: 'inspector', moves: { under_way: 'finished' } },
  resume: { who: 'inspector', moves: { finished: 'under_way' } },
  sign: { who: 'inspector', moves: { finished: 'signed' } },
  cancel: { who: 'commander office', moves: { opened: 'cancelled', accepted: 'cancelled', checked_in: 'cancelled', under_way: 'cancelled' } },
  invite: { who: 'commander office', moves: { opened: 'opened', accepted: 'accepted', checked_in: 'checked_in', under_way: 'under_way' } },
  assign: { who: 'commander office', moves: { opened: 'opened', accepted: 'accepted', checked_in: 'checked_in', under_way: 'under_way', finished: 'finished' } },
  override: { who: 'commander office', moves: { checked_in: 'checked_in', under_way: 'under_way', finished: 'finished' } },
}
const strokes = [[[0.1, 0.2], [0.5, 0.6]]] as [number, number][][]
const FAR = checkInOf({ at: NOW, receivedAt: NOW, point: [115.7, 37.74], accuracy: 10, coordinates: 'wgs84' }, [115.69, 37.74])
const GOOD: { [A in InspectionAction]: InspectionInput<A> } = {
  accept: {}, 'check-in': { point: [115.69, 37.74], accuracy: 10, coordinates: 'wgs84' }, begin: {}, finish: {}, resume: {},
  sign: { inspector: { name: '检查员', strokes }, unit: { name: '王某', strokes } }, cancel: { reason: '改期' }, invite: { username: 'x' }, assign: { username: 'x' }, override: { check: 'place', reason: '地下厨房' },
}
const DONE = [anEntry('result', { item: 'chiller', result: 'pass' }, NOW), anEntry('result', { item: 'samples', result: 'not-applicable' }, NOW)]

function attempt<A extends InspectionAction>(inspection: InspectionDossier, action: A, user: User, entries = DONE, input: InspectionInput<A> = GOOD[action]): InspectionDecision {
  return decideInspection(inspection, action, input, { user, entries, named: { username: 'x', name: 'X', role: 'inspector', jurisdiction: { scope: 'city' } }, receivedAt: NOW, key: 'made-key-1', sha256: 'f00' })
}

describe('the course of an inspection', () => {
  it('moves exactly as drawn for every state, action and party', () => {
    for (const action of INSPECTION_ACTIONS) for (const state of INSPECTION_STATES) for (const [party, user] of Object.entries(PEOPLE)) {
      const inspection = aDossierOfInspection({ state, checkIn: FAR })
      const { who, moves } = MOVES[action]
      const decision = attempt(inspection, action, user)
      const expected = !who.split(' ').includes(party) ? 'person' : moves[state] ?? 'transition'
      expect({ action, state, party, got: decision.ok ? decision.inspection.state : decision.kind }).toEqual({ action, state, party, got: expected })
      expect(inspectionActionsFor(inspection, partyOf(inspection, user)).includes(action)).toBe(decision.ok)
      if (decision.ok) expect(decision.inspection).toMatchObject({ version: 2, steps: [{ key: 'made-key-1', by: `user:${user.username}` }] })
    }
  })

  it('can not be finished before every item has a result', () => {
    const under = aDossierOfInspection({ state: 'under_way' })
    expect(attempt(under, 'finish', PEOPLE.inspector as User, DONE.slice(0, 1))).toMatchObject({ kind: 'guard', code: 'items-unanswered', reason: expect.stringContaining('samples') as unknown })
  })

  it('keeps the times at which things happened, and never believes a clock that is ahead', () => {
    const hourAgo = NOW - 3_600_000
    expect(attempt(aDossierOfInspection(), 'accept', PEOPLE.inspector as User, [], { at: hourAgo, key: 'phone-key-1' })).toMatchObject({
      step: { at: '2026-09-01T01:00:00.000Z', receivedAt: '2026-09-01T02:00:00.000Z', key: 'phone-key-1' },
    })
    const opened = '2026-09-01T00:00:00.000Z'
    expect(happenedAt(NOW + 61_000, NOW, opened)).toBe(NOW)
    expect(happenedAt(NOW + 59_000, NOW, opened)).toBe(NOW + 59_000)
  })

  it('has no time before it was opened, nor a state before the one it came from', () => {
    expect(attempt(aDossierOfInspection(), 'accept', PEOPLE.inspector as User, [], { at: 0 })).toMatchObject({ step: { at: '2026-09-01T02:00:00.000Z' } })
    const steps = [{ at: '2026-09-01T01:30:00.000Z', receivedAt: '', event: 'finished', by: 'user:inspector', key: 'k' }, { at: '2026-09-01T01:50:00.000Z', receivedAt: '', event: 'invited', by: 'user:centre', key: 'l' }]
    const early = [anEntry('result', { item: 'chiller', result: 'fail' }, NOW - 7_000_000), anEntry('result', { item: 'samples', result: 'pass' }, NOW - 7_000_000)]
    const signed = attempt(aDossierOfInspection({ state: 'finished', steps }), 'sign', PEOPLE.inspector as User, early, { ...GOOD.sign, at: NOW - 7_100_000 })
    expect(signed).toMatchObject({ inspection: { signatures: { at: '2026-09-01T01:30:00.000Z' } } })
  })

  it('is signed as it stood then: what happened later is late, unless the signers had it before them', () => {
    const log = [...DONE, anEntry('result', { item: 'chiller', result: 'fail' }, NOW + 3_000), anEntry('still-kept', { still: 's', sha256: '', width: 1, height: 1 }, NOW + 4_000), anEntry('message', { text: '好' }, NOW + 5_000)]
    const seen = log[2]?.seq
    expect(asSigned(log, NOW).map((entry) => entry.late)).toEqual([false, false, true, false, true])
    expect(asSigned(log, NOW, seen).map((entry) => entry.late)).toEqual([false, false, false, false, true])
    const sign = (entries: Entry[]) => attempt(aDossierOfInspection({ state: 'finished', progress: { done: 2, total: 2, failed: 1 } }), 'sign', PEOPLE.inspector as User, entries)
    expect(sign(asSigned(log, NOW))).toMatchObject({ inspection: { progress: { done: 2, failed: 0 } } })
    expect(sign(asSigned(log, NOW - 1))).toMatchObject({ kind: 'guard', code: 'items-unanswered' })
  })

  it('brings in officers to watch and inspectors to inspect, nobody else', () => {
    const scene = { user: PEOPLE.commander as User, entries: [], receivedAt: NOW, key: 'made-key-1', sha256: '' }
    const named = (role: User['role'], jurisdiction: User['jurisdiction'] = { scope: 'city' }) => ({ username: 'y', name: 'Y', role, jurisdiction })
    expect(decideInspection(aDossierOfInspection(), 'invite', { username: 'y' }, { ...scene, named: named('duty') })).toMatchObject({ inspection: { watchers: [{ username: 'expert' }, { username: 'y' }] } })
    expect(decideInspection(aDossierOfInspection(), 'invite', { username: 'y' }, { ...scene, named: named('enterprise') })).toMatchObject({ ok: false, code: 'no-officer' })
    expect(decideInspection(aDossierOfInspection(), 'assign', { username: 'y' }, { ...scene, named: named('duty') })).toMatchObject({ ok: false, code: 'no-inspector' })
    expect(decideInspection(aDossierOfInspection(), 'assign', { username: 'y' }, { ...scene, named: null })).toMatchObject({ ok: false, code: 'no-inspector' })
    const elsewhere = named('inspector', { scope: 'districts', districts: ['131103'] })
    expect(decideInspection(aDossierOfInspection(), 'assign', { username: 'y' }, { ...scene, named: elsewhere })).toMatchObject({ ok: false, code: 'not-at-home' })
  })

  it('sends another inspector instead of the one who was, who accepts it anew', () => {
    const scene = { user: PEOPLE.commander as User, entries: [], receivedAt: NOW, key: 'made-key-1', sha256: '', named: { username: 'y', name: 'Y', role: 'inspector', jurisdiction: { scope: 'city' } } } as const
    const steps = [{ at: '', receivedAt: '', event: 'accepted', by: 'user:inspector', key: 'k' }]
    const one = (state: InspectionDossier['state'], instead?: string) => decideInspection(aDossierOfInspection({ state, steps }), 'assign', { username: 'y', ...(instead ? { instead } : {}) }, scene)
    expect(one('accepted')).toMatchObject({ inspection: { state: 'accepted', inspectors: [{ username: 'inspector' }, { username: 'y' }] } })
    expect(one('accepted', 'inspector')).toMatchObject({ inspection: { state: 'opened', inspectors: [{ username: 'y' }] }, step: { note: 'y ← inspector' } })
    expect(one('under_way', 'inspector')).toMatchObject({ inspection: { state: 'under_way', inspectors: [{ username: 'y' }] } })
    expect(one('accepted', 'nobody')).toMatchObject({ ok: false, code: 'not-sent' })
  })
})

describe('a check-in', () => {
  const arrive = (given: object) => checkInOf({ at: NOW, receivedAt: NOW, point: [115.69, 37.74], accuracy: 10, coordinates: 'wgs84', ...given }, [115.69, 37.74])
  it('holds at the unit and in time, and says what is wrong elsewhere', () => {
    expect(arrive({}).holds).toBe(true)
    expect(arrive({ accuracy: 80 }).checks[1]).toMatchObject({ status: 'fail', reason: 'too-vague' })
    expect(FAR.checks[1]).toMatchObject({ status: 'fail', reason: 'too-far', figures: { metres: expect.any(Number) as unknown } })
    expect(arrive({ at: NOW - 301_000 })).toMatchObject({ holds: false, at: '2026-09-01T01:54:59.000Z', checks: [{ reason: 'reported-late', figures: { seconds: 301 } }, { status: 'pass' }] })
  })
  it('is answered for by the commander, who is named', () => {
    const checked = attempt(aDossierOfInspection({ state: 'checked_in', checkIn: FAR }), 'override', PEOPLE.commander as User)
    expect(checked).toMatchObject({ ok: true, inspection: { checkIn: { holds: true, checks: [{ status: 'pass' }, { status: 'overridden', override: { by: 'user:centre' } }] } } })
    expect(attempt(aDossierOfInspection({ state: 'checked_in', checkIn: arrive({}) }), 'override', PEOPLE.commander as User)).toMatchObject({ code: 'not-failed' })
  })
})

describe('what was entered in two places', () => {
  const early = anEntry('result', { item: 'chiller', result: 'fail', note: '9.4 °C' }, NOW, { key: 'aaaaaaaa' })
  const later = anEntry('result', { item: 'chiller', result: 'pass' }, NOW + 1, { key: 'bbbbbbbb' })
  const sameTime = anEntry('result', { item: 'chiller', result: 'not-applicable' }, NOW + 1, { key: 'cccccccc' })
  it('is merged alike in whatever order it arrives: what happened later counts', () => {
    for (const arrived of [[early, later, sameTime], [sameTime, early, later], [later, sameTime, early]]) {
      expect(resultsOf(arrived).get('chiller')?.body.result).toBe('not-applicable')
      expect(inOrder(arrived).map((entry) => entry.key)).toEqual(['aaaaaaaa', 'bbbbbbbb', 'cccccccc'])
    }
    expect(resultsOf([later, early]).get('chiller')?.body.result).toBe('pass')
  })
  it('counts for nothing where it came after the signatures', () => {
    expect(resultsOf([early, { ...later, late: true }]).get('chiller')?.body.result).toBe('fail')
  })
  it('tells how far the list is, what is missing, and what is found with its order', () => {
    const beside = anEntry('finding', { title: '地面积水', severity: 'minor' }, NOW + 5, { key: 'finding-1' })
    const order = anEntry('order', { finding: 'chiller', orderId: 'order-9' }, NOW + 9)
    const entries = [beside, early, order]
    expect(unanswered(CHECKLIST, entries)).toEqual(['samples'])
    expect(progressOf(CHECKLIST, entries)).toEqual({ done: 1, total: 2, failed: 2 })
    expect(findingsOf(CHECKLIST, entries)).toMatchObject([
      { id: 'chiller', title: '冷藏温度', severity: 'major', note: '9.4 °C', standard: '餐饮服务食品安全操作规范（2018）', orderId: 'order-9' }, { id: 'finding-1', title: '地面积水', orderId: null },
    ])
  })
  it('counts a still of a failed item as shown with it, also where the tick came first', () => {
    const still = (id: string, item: string) => anEntry('still', { still: id, sha256: '', size: 1, point: null, accuracy: null, item }, NOW + 9)
    expect(findingsOf(CHECKLIST, [anEntry('result', { item: 'chiller', result: 'fail', stills: ['a'] }, NOW), still('a', 'chiller'), still('b', 'chiller'), still('c', 'samples')])[0]?.stills).toEqual(['a', 'b'])
  })
})

it('tells whether what was measured is in the range of its item, bounds included', () => {
  const [chiller, samples] = CHECKLIST.items as [ChecklistItem, ChecklistItem]
  expect([-0.1, 0, 8, 8.1].map((value) => inRange(chiller, value))).toEqual([false, true, true, false])
  expect(inRange(samples, 4)).toBeNull()
})

it('takes no result that its own reading speaks against, nor a reading of something else', () => {
  const [chiller, samples] = CHECKLIST.items as [ChecklistItem, ChecklistItem]
  expect(resultFault(chiller, 'pass', { metric: 'temperature', value: 40 })).toContain('40 is out of the range')
  expect(resultFault(chiller, 'pass', { metric: 'humidity', value: 5 })).toContain('temperature')
  expect(resultFault(samples, 'pass', { metric: 'temperature', value: 5 })).toContain('not measured')
  expect([resultFault(chiller, 'fail', { metric: 'temperature', value: 40 }), resultFault(chiller, 'pass', { metric: 'temperature', value: 8 }), resultFault(chiller, 'pass', undefined)]).toEqual([null, null, null])
})

it('shows its members all, officers around it the outline, and the unit nothing of an unannounced one before the check-in', () => {
  const secret = aDossierOfInspection({ unannounced: true })
  const sights = (inspection: InspectionDossier) => Object.fromEntries(Object.entries(PEOPLE).map(([party, user]) => [party, sightOf(inspection, user)]))
  const members = { inspector: 'content', commander: 'content', watcher: 'content' }
  expect(sights(secret)).toEqual({ ...members, office: 'outline', unit: 'none', outsider: 'outline' })
  expect(sights({ ...secret, state: 'cancelled' }).unit).toBe('none')
  // From elsewhere is not there, until the commander answers for it.
  expect(sights({ ...secret, state: 'checked_in', checkIn: FAR }).unit).toBe('none')
  expect(sights({ ...secret, state: 'checked_in', checkIn: { ...FAR, holds: true } }).unit).toBe('outline')
  expect(sights({ ...secret, state: 'signed', checkIn: FAR }).unit).toBe('content')
  expect(sights(aDossierOfInspection()).unit).toBe('outline')
  expect(sights(aDossierOfInspection({ state: 'signed', checkIn: FAR }))).toEqual({ ...members, office: 'content', unit: 'content', outsider: 'content' })
  expect(sightOf(secret, aUser('far', 'duty', { scope: 'districts', districts: ['131103'] }))).toBe('none')
})

it('calls a section by its name in the language of who reads, and by the one it has where a list was kept before', () => {
  const list = { sections: { 贮存: 'Storage' } }
  expect([sectionName(list, '贮存', 'zh'), sectionName(list, '贮存', 'en'), sectionName(list, '留样', 'en'), sectionName({}, '贮存', 'en')]).toEqual(['贮存', 'Storage', '留样', '贮存'])
})
