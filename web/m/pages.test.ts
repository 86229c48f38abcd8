import { expect, it } from 'vitest'
import { phoneHomeOf, phonePagesOf } from './pages.ts'

it('leads a unit to its orders first and to the inspections of it, an inspector to the inspections first', () => {
  expect([phoneHomeOf('enterprise'), phoneHomeOf('inspector'), phoneHomeOf('duty')]).toEqual(['/m/orders', '/m/inspect', '/m/orders'])
  expect(phonePagesOf('enterprise').map((page) => page.name)).toEqual(['orders', 'inspections', 'outbox', 'me'])
})
