import type { Order } from '../../domain/order.ts'
import type { OrderTerms } from '../../domain/order/deadline.ts'
import type { Dossier } from '../../domain/order/dossier.ts'
import type { OrderActor, Party } from '../../domain/order/transitions.ts'
import type { WorkCalendar } from '../../domain/workingDays.ts'

const HOUR_MS = 3_600_000

/** National Day 2026 with its two make-up days. */
export const OCTOBER: WorkCalendar = {
  years: new Set([2026]),
  holidays: new Set(['2026-10-01', '2026-10-02', '2026-10-05', '2026-10-06', '2026-10-07']),
  workdays: new Set(['2026-09-20', '2026-10-10']),
}

export const TERMS: OrderTerms = {
  fix: { critical: { ms: 24 * HOUR_MS }, major: { workingDays: 3 }, minor: { ms: 168 * HOUR_MS }, info: { ms: 360 * HOUR_MS } },
  calendar: OCTOBER,
  backInRangeMs: 5 * 60_000,
  watchMs: 72 * HOUR_MS,
}

/** What an order can't be issued without. */
export const NOTICE_INPUT = {
  items: [{ id: '1', text: '立即改正' }],
  officers: [{ name: '刘洋', certificate: 'JT-001' }, { name: '赵娜', certificate: 'JT-002' }],
}

export function anOrder(given: Partial<Order> = {}): Order {
  return {
    id: 'o1', number: null, alertIds: [], unitId: 'U1', unitName: '一食堂', district: '131102', title: '冷库超温', severity: 'major', state: 'found',
    source: 'manual', sourceId: null, fact: null, items: [], office: null, signer: null, issuedAt: null, officers: [], servedAt: null, service: null, receiver: null,
    submittedAt: null, noticeDeadline: null, deadline: null, extendedTo: null, overdue: false, escalationLevel: 0, watcher: null, caseId: null,
    basis: { kind: 'standard', status: 'verified' }, evidence: [], photos: [], timeline: [], createdAt: '2026-09-01T00:00:00.000Z', version: 1, ...given,
  }
}

export function aDossier(order: Partial<Order> = {}, given: Partial<Dossier> = {}): Dossier {
  return { order: anOrder(order), findings: [], sensors: [], photos: [], people: [], ...given }
}

export function anActor(party: Party, given: Partial<OrderActor> = {}): OrderActor {
  return { by: party === 'rule' ? 'rule:cold' : `user:${party}`, name: party, party, mayIssue: party !== 'enterprise' && party !== 'rule', ...given }
}
