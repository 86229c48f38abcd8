import fc from 'fast-check'
import { expect, it } from 'vitest'
import { partitionsFor } from './assignment.ts'

it('gives every partition to exactly one live worker, evenly, whatever order they are named in', () => {
  fc.assert(fc.property(fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 9 }), fc.integer({ min: 1, max: 64 }), (workers, partitions) => {
    const shares = workers.map((worker) => partitionsFor(worker, [...workers].reverse(), partitions))
    const all = shares.flatMap((share) => [...share]).sort((a, b) => a - b)
    expect(all).toEqual(Array.from({ length: partitions }, (_, i) => i))
    const sizes = shares.map((share) => share.size)
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
  }))
})

it('gives nothing to a worker that is not among the living', () => {
  expect(partitionsFor('gone', ['a', 'b'], 16).size).toBe(0)
})
