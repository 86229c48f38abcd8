import { expect, it } from 'vitest'
import type { OrderState } from '../../domain/order.ts'
import { stepsOf } from './steps.ts'

const timeline = (...events: string[]) => events.map((event, i) => ({ at: `2026-09-0${i + 1}T00:00:00.000Z`, event, by: 'user:duty' }))
const shown = (state: OrderState, ...events: string[]): string => stepsOf({ state, timeline: timeline(...events) }).map((step) => `${step.name}:${step.standing}`).join(' ')

it('shows where an order stands on its way', () => {
  expect(shown('accepted', 'found', 'triaged', 'issued', 'served')).toBe('found:done triaged:done assigned:done accepted:now in_progress:todo submitted:todo verified:todo closed:todo')
  expect(shown('closed', 'found')).toMatch(/verified:done closed:done$/)
  expect(stepsOf({ state: 'accepted', timeline: timeline('found', 'triaged', 'issued', 'served') })[3]?.at).toBe('2026-09-04T00:00:00.000Z')
})

it('shows what was sent back and what ended otherwise', () => {
  expect(shown('returned', 'found', 'triaged', 'issued', 'accepted', 'started', 'submitted', 'returned')).toMatch(/accepted:done returned:stopped submitted:todo/)
  expect(shown('rejected', 'found', 'triaged', 'rejected')).toBe('found:done triaged:done rejected:stopped')
})
