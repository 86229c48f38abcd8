import type { InspectionDossier } from '../../domain/inspection.ts'
import type { Checklist } from '../../domain/inspection/checklist.ts'
import type { Entry, EntryKind, EntryOf } from '../../domain/inspection/entry.ts'
import type { Role, User } from '../../domain/user.ts'

export const CHECKLIST: Checklist = {
  id: 'canteen', zh: '食堂检查', en: 'Canteen', kinds: ['canteen'],
  items: [
    { id: 'chiller', section: '贮存', zh: '冷藏温度', en: 'Chiller', reading: { metric: 'temperature', from: 0, to: 8 }, photo: true, severity: 'major', basis: { kind: 'guidance', document: '餐饮服务食品安全操作规范（2018）', status: 'unverified' } },
    { id: 'samples', section: '留样', zh: '食品留样', en: 'Samples', photo: false, severity: 'minor', basis: { kind: 'platform', status: 'unverified' } },
  ],
}

export function aDossierOfInspection(given: Partial<InspectionDossier> = {}): InspectionDossier {
  return {
    id: 'insp-1', unitId: 'U1', unitName: '一食堂', unitKind: 'canteen', district: '131102', unitPoint: [115.69, 37.74], reason: '冷库超温', unannounced: false,
    campaign: null, source: 'manual', sourceId: null, checklistId: 'canteen', commander: { username: 'centre', name: '指挥' }, inspectors: [{ username: 'inspector', name: '检查员' }],
    watchers: [{ username: 'expert', name: '专家' }], state: 'opened', mode: null, checkIn: null, progress: { done: 0, total: 2, failed: 0 }, stills: 0, orderIds: [], entries: 0, steps: [],
    openedAt: '2026-09-01T00:00:00.000Z', updatedAt: '2026-09-01T00:00:00.000Z', version: 1, checklist: CHECKLIST, signatures: null, ...given,
  }
}

export function aUser(username: string, role: Role, jurisdiction: User['jurisdiction'] = { scope: 'city' }): User {
  return { id: username, username, name: username, role, jurisdiction, mayIssue: role !== 'enterprise', createdAt: '2026-01-01T00:00:00.000Z' }
}

let made = 0
/** An entry that happened `at` epoch milliseconds. */
export function anEntry<K extends EntryKind>(kind: K, body: EntryOf<K>['body'], at: number, given: Partial<EntryOf<K>> = {}): Entry {
  const time = new Date(at).toISOString()
  made += 1
  return { seq: made, key: `key-${String(made).padStart(6, '0')}`, client: 'phone', at: time, receivedAt: time, by: 'user:inspector', name: '检查员', kind, body, late: false, ...given } as Entry
}
