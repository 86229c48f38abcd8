import { expect, it } from 'vitest'
import { anEntry } from '../../test/builders/inspections.ts'
import type { InspectionState } from '../../domain/inspection.ts'
import type { Entry as Waiting } from '../m/outbox/entry.ts'
import { stateWith, withWaiting } from './pending.ts'

const waiting = (given: Partial<Waiting>): Waiting => ({
  id: 'key-of-mine', seq: 1, owner: 'inspector', kind: 'inspection-entry', lane: 'inspection:i1', title: '', payload: { inspection: 'i1', client: 'p', kind: 'message', body: { text: '好' } },
  at: 5_000, state: 'waiting', share: 0, refusals: [], endedAt: null, answer: null, ...given,
})
const action = (name: string, given: Partial<Waiting> = {}) => waiting({ kind: 'inspection-action', payload: { inspection: 'i1', action: name, input: {} }, ...given })

it('shows what was entered before the server has it, each thing once, and nothing of another inspection or refused', () => {
  const log = [anEntry('message', { text: '在' }, 1_000, { seq: 7, key: 'key-of-theirs' })]
  expect(withWaiting(log, [waiting({}), waiting({ id: 'other', lane: 'inspection:i2' }), waiting({ id: 'no', state: 'refused' })], 'i1', '李检')).toMatchObject([
    { key: 'key-of-theirs' }, { seq: 8, key: 'key-of-mine', at: '1970-01-01T00:00:05.000Z', kind: 'message', body: { text: '好' }, name: '李检' },
  ])
  expect(withWaiting([...log, anEntry('message', { text: '好' }, 5_000, { key: 'key-of-mine' })], [waiting({ state: 'sent' })], 'i1', '')).toHaveLength(2)
})

it('goes on without a line as if every step had arrived, in the order they were taken', () => {
  const at = (state: InspectionState, ...keys: string[]) => ({ id: 'i1', state, steps: keys.map((key) => ({ key, at: '', receivedAt: '', event: 'x', by: 'user:x' })) })
  expect(stateWith(at('opened'), [action('accept', { id: 'a' }), action('check-in', { id: 'b' }), action('begin', { id: 'c' })])).toBe('under_way')
  expect(stateWith(at('opened'), [action('accept', { state: 'refused' }), action('check-in')])).toBe('opened')
  // It has arrived, and we have not heard of it yet; then we have.
  expect(stateWith(at('opened'), [action('accept', { id: 'a', state: 'sent' })])).toBe('accepted')
  expect(stateWith(at('under_way', 'a', 'z'), [action('accept', { id: 'a', state: 'sent' }), action('resume', { id: 'z', state: 'sent' })])).toBe('under_way')
})
