import fc from 'fast-check'
import { expect, it } from 'vitest'
import { partitionFor } from './readingPartitions.ts'

const DAILY = Date.UTC(2026, 9, 13)

it('goes by day from the first start on, and by year before it', () => {
  expect(partitionFor(Date.UTC(2026, 10, 22, 23, 59), DAILY)).toEqual({ name: 'reading_20261122', since: Date.UTC(2026, 10, 22), until: Date.UTC(2026, 10, 23) })
  expect(partitionFor(Date.UTC(2016, 1, 10), DAILY)).toEqual({ name: 'reading_y2016', since: Date.UTC(2016, 0, 1), until: Date.UTC(2017, 0, 1) })
  expect(partitionFor(DAILY - 1, DAILY)).toMatchObject({ name: 'reading_y2026', until: DAILY })
})

it('gives every time a partition that holds it, and no two partitions a time in common', () => {
  const time = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2027, 0, 1) })
  fc.assert(fc.property(time, time, (a, b) => {
    const first = partitionFor(a, DAILY)
    const second = partitionFor(b, DAILY)
    expect(first.since <= a && a < first.until).toBe(true)
    if (first.name !== second.name) expect(first.until <= second.since || second.until <= first.since).toBe(true)
    else expect(first).toEqual(second)
  }))
})
