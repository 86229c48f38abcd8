import { expect, it } from 'vitest'
import type { AlertVerdict } from '../../domain/alert.ts'
import { PendingVerdicts } from './pendingVerdicts.ts'

const verdict = (id: string, revision: number, event: AlertVerdict['event'], review: 'pending' | null = 'pending') =>
  ({ id, revision, event, review }) as AlertVerdict

const told = (pending: PendingVerdicts) => pending.take().map((each) => `${each.id} ${each.event} ${each.revision}`)

it('tells the opening of a camera\'s alert at once, and of the rest the latest only', () => {
  const pending = new PendingVerdicts()
  pending.push([verdict('a', 1, 'opened')])
  expect(pending.urgent).toBe(true)
  pending.push([verdict('a', 2, 'updated'), verdict('b', 5, 'updated'), verdict('a', 3, 'cleared'), verdict('a', 4, 'updated')])
  expect(told(pending)).toEqual(['a opened 1', 'a updated 4', 'b updated 5'])
  expect(pending.urgent).toBe(false)
  pending.push([verdict('a', 5, 'cleared')])
  expect(pending.urgent).toBe(false)
  expect(told(pending)).toEqual(['a cleared 5'])
})

it('tells every verdict about a sensor, at once', () => {
  const pending = new PendingVerdicts()
  pending.push([verdict('s', 1, 'updated', null), verdict('s', 2, 'updated', null)])
  expect(pending.urgent).toBe(true)
  expect(told(pending)).toEqual(['s updated 1', 's updated 2'])
})
