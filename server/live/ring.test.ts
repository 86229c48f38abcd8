import { expect, it } from 'vitest'
import type { StoredLiveEvent } from '../../stores/postgres/liveEvents.ts'
import { EventRing } from './ring.ts'

const events = (...seqs: number[]): StoredLiveEvent[] => seqs.map((seq) => ({ seq, topic: 'alerts', type: 't', at: 0, unitId: null, district: null, data: null }))
const seqs = (list: readonly StoredLiveEvent[]): number[] => list.map((event) => event.seq)

it('covers what it holds and everything since, gaps in the numbers included', () => {
  const ring = new EventRing(3, 0)
  ring.refill(events(10, 12, 15), 9, 15)
  expect([8, 9, 11, 15, 16].map((seq) => ring.covers(seq))).toEqual([false, true, true, true, false])
  expect(seqs(ring.after(9, 10))).toEqual([10, 12, 15])
  expect(seqs(ring.after(11, 1))).toEqual([12])
  expect(seqs(ring.after(15, 10))).toEqual([])
})

it('forgets the oldest once it holds twice its size, and says so', () => {
  const ring = new EventRing(3, 0)
  for (const seq of [1, 2, 4, 7, 8, 9]) ring.push(events(seq))
  expect(seqs(ring.after(4, 10))).toEqual([7, 8, 9])
  expect([3, 4].map((seq) => ring.covers(seq))).toEqual([false, true])
  expect(ring.to).toBe(9)
})
