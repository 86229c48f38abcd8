import { expect, it } from 'vitest'
import { aDossierOfInspection } from '../../test/builders/inspections.ts'
import { runningOf, stateSince, withInspection } from './running.ts'

const known = (...given: Parameters<typeof aDossierOfInspection>[0][]) => new Map(given.map((each, i) => [`i${i}`, aDossierOfInspection({ id: `i${i}`, ...each })]))
const step = (event: string, at: string) => ({ at, receivedAt: at, event, by: 'user:x', key: event + at })

it('takes a later version for an earlier one, and never the other way round', () => {
  const now = withInspection(known({ version: 2, state: 'accepted' }), aDossierOfInspection({ id: 'i0', version: 1 }))
  expect(now.get('i0')?.state).toBe('accepted')
  expect(withInspection(now, aDossierOfInspection({ id: 'i0', version: 3, state: 'under_way' })).get('i0')?.state).toBe('under_way')
})

it('shows what goes on, on the spot before on the way, of the selected district alone', () => {
  const all = known({ state: 'opened' }, { state: 'signed' }, { state: 'under_way' }, { state: 'cancelled' }, { state: 'accepted', openedAt: '2026-09-01T01:00:00.000Z' }, { state: 'accepted', district: '131103' })
  expect(runningOf(all, null).map((one) => one.id)).toEqual(['i2', 'i4', 'i5', 'i0'])
  expect(runningOf(all, '131103').map((one) => one.id)).toEqual(['i5'])
})

it('counts a state from the step that led into it, whoever came or was sent meanwhile', () => {
  const steps = [step('opened', '2026-09-01T00:00:00.000Z'), step('accepted', '2026-09-01T00:05:00.000Z'), step('assigned', '2026-09-01T00:09:00.000Z')]
  expect(stateSince(aDossierOfInspection({ state: 'accepted', steps }))).toBe('2026-09-01T00:05:00.000Z')
  expect(stateSince(aDossierOfInspection({ state: 'opened', steps: steps.slice(0, 1) }))).toBe('2026-09-01T00:00:00.000Z')
})
