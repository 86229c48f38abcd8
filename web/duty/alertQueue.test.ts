import { describe, expect, it } from 'vitest'
import { anAlert } from '../screen/anAlert.ts'
import { AlertQueue } from './alertQueue.ts'

const ids = (queue: AlertQueue): string[] => queue.all().map((alert) => alert.id).toSorted()

describe('the queue of active alerts', () => {
  it('keeps the latest version, whether a page or an event brought it', () => {
    const queue = new AlertQueue()
    expect(queue.take(anAlert({ id: 'a', version: 3, state: 'acknowledged' }))).toBe(true)
    expect(queue.take(anAlert({ id: 'a', version: 2 }))).toBe(false)
    expect(queue.get('a')?.state).toBe('acknowledged')
  })

  it('is not made to show an ended alert again by a page that was read before it ended', () => {
    const queue = new AlertQueue()
    queue.take(anAlert({ id: 'a', version: 2, state: 'resolved' }))
    expect(queue.take(anAlert({ id: 'a', version: 1 }))).toBe(false)
    expect(queue.size).toBe(0)
  })

  it('shows an alert that was put back to open', () => {
    const queue = new AlertQueue()
    queue.take(anAlert({ id: 'a', version: 2, state: 'resolved' }))
    expect(queue.take(anAlert({ id: 'a', version: 3 }))).toBe(true)
  })

  it('lets go, at the end of a listing, of what neither a page nor an event named', () => {
    const queue = new AlertQueue()
    for (const id of ['listed', 'told', 'gone']) queue.take(anAlert({ id, version: 1 }))
    queue.beginListing()
    queue.take(anAlert({ id: 'listed', version: 1 }))
    queue.take(anAlert({ id: 'told', version: 2 }))
    queue.take(anAlert({ id: 'new', version: 1 }))
    expect(ids(queue)).toEqual(['gone', 'listed', 'new', 'told'])
    queue.endListing()
    expect(ids(queue)).toEqual(['listed', 'new', 'told'])
  })
})
