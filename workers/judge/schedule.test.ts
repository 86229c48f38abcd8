import { expect, it } from 'vitest'
import { Schedule } from './schedule.ts'

it('names a device once its time has come, and then forgets it', () => {
  const schedule = new Schedule()
  schedule.set('a', 10_000)
  expect(schedule.due(9_999)).toEqual([])
  expect(schedule.due(10_000)).toEqual(['a'])
  expect(schedule.due(20_000)).toEqual([])
})

it('looks no later than the earliest time asked for, and early rather than moving a device at every reading', () => {
  const schedule = new Schedule()
  schedule.set('a', 20_000)
  schedule.set('a', 10_000)
  schedule.set('a', 30_000)
  expect(schedule.due(10_000)).toEqual(['a'])
  expect(schedule.due(60_000)).toEqual([])
})

it('keeps nothing for a device without a time', () => {
  const schedule = new Schedule()
  schedule.set('a', null)
  expect(schedule.due(Number.MAX_SAFE_INTEGER)).toEqual([])
})
