import { expect, it } from 'vitest'
import { aDossierOfInspection } from '../../test/builders/inspections.ts'
import { stuckOf } from './stuck.ts'

const NOW = Date.parse('2026-09-01T02:00:00Z')
const ago = (minutes: number): string => new Date(NOW - minutes * 60_000).toISOString()
const step = (minutes: number) => [{ at: ago(minutes), receivedAt: ago(minutes), event: 'x', by: 'user:x', key: 'k' }]

it('says what is stuck, and nothing of what goes on', () => {
  expect(stuckOf(aDossierOfInspection({ state: 'opened', steps: step(4) }), NOW)).toEqual([])
  expect(stuckOf(aDossierOfInspection({ state: 'opened', steps: step(5) }), NOW)).toEqual(['unaccepted'])
  expect(stuckOf(aDossierOfInspection({ state: 'accepted', steps: step(60) }), NOW)).toEqual(['not-there'])
  expect(stuckOf(aDossierOfInspection({ state: 'under_way', steps: step(90), updatedAt: ago(1) }), NOW)).toEqual([])
  const far = { at: ago(30), receivedAt: ago(30), point: [116, 37] as const, accuracy: 9, checks: [], holds: false }
  expect(stuckOf(aDossierOfInspection({ state: 'under_way', steps: step(90), updatedAt: ago(20), checkIn: far, mode: 'stills' }), NOW)).toEqual(['quiet', 'check-in', 'no-picture'])
  expect(stuckOf(aDossierOfInspection({ state: 'signed', steps: step(900), mode: 'text' }), NOW)).toEqual([])
})
