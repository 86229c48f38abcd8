import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { planBuckets, unsummarised } from './downsampling.ts'

const HOUR = 3_600_000
const time = fc.integer({ min: 946_684_800_000, max: 1_900_000_000_000 })
const length = fc.oneof(fc.integer({ min: 1, max: 5 * HOUR }), fc.integer({ min: 1, max: 400 * 24 * HOUR }))

describe('cutting a span of time into buckets', () => {
  it('never makes more than were asked for, covers everything, and keeps summaries whole', () => {
    fc.assert(fc.property(time, length, fc.integer({ min: 1, max: 2_000 }), (from, span, points) => {
      const { origin, width, resolution } = planBuckets(from, from + span, points)
      expect(origin).toBeLessThanOrEqual(from)
      expect(Math.ceil((from + span - origin) / width)).toBeLessThanOrEqual(points)
      const unit = { full: 1, minute: 60_000, hour: HOUR }[resolution]
      expect([origin % unit, width % unit]).toEqual([0, 0])
    }))
  })

  it('takes the readings themselves for narrow buckets', () => {
    expect(planBuckets(0, 300 * 59_999, 300).resolution).toBe('full')
    expect(planBuckets(0, 300 * 60_000, 300)).toEqual({ origin: 0, width: 60_000, resolution: 'minute' })
    expect(planBuckets(0, 300 * HOUR, 300)).toEqual({ origin: 0, width: HOUR, resolution: 'hour' })
  })
})

describe('what summaries do not tell', () => {
  it('is the broken hours at both ends and the hours that are behind', () => {
    expect(unsummarised(0.5 * HOUR, 9.25 * HOUR, [0, 3 * HOUR, 4 * HOUR, 7 * HOUR, 9 * HOUR])).toEqual([
      { from: 0.5 * HOUR, to: HOUR }, { from: 3 * HOUR, to: 5 * HOUR }, { from: 7 * HOUR, to: 8 * HOUR }, { from: 9 * HOUR, to: 9.25 * HOUR },
    ])
    expect(unsummarised(HOUR, 3 * HOUR, [])).toEqual([])
    expect(unsummarised(1.2 * HOUR, 1.9 * HOUR, [])).toEqual([{ from: 1.2 * HOUR, to: 1.9 * HOUR }])
  })
})
