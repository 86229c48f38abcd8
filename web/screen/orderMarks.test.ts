import { expect, it } from 'vitest'
import { OrderMarks } from './orderMarks.ts'

const order = (version: number, state: 'found' | 'assigned' | 'withdrawn') => ({ id: 'order-1', alertIds: ['a'], state, version })

it('marks an alert from the moment its order is drafted until it is withdrawn', () => {
  const marks = new OrderMarks()
  marks.apply(order(1, 'found'))
  expect([...marks.alerts()]).toEqual(['a'])
  marks.apply(order(3, 'withdrawn'))
  expect([...marks.alerts()]).toEqual([])
})

it('is not turned back by an earlier version, and gives the same set while nothing changes', () => {
  const marks = new OrderMarks()
  marks.apply(order(2, 'assigned'))
  const before = marks.alerts()
  marks.apply(order(1, 'found'))
  marks.apply(order(3, 'assigned'))
  expect(marks.alerts()).toBe(before)
  marks.apply(order(4, 'withdrawn'))
  marks.apply(order(3, 'assigned'))
  expect(marks.alerts().size).toBe(0)
})
