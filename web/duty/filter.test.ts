import { describe, expect, it } from 'vitest'
import { EVERYTHING_OPEN, facetCounts, fromQuery, sameFilter, sift, toQuery, turnMine, type DutyFilter, type Faced } from './filter.ts'

const faced = (fields: Partial<Faced> = {}): Faced => ({
  severity: 'major', state: 'open', district: '131102', kind: 'canteen', subject: 'temperature', pendingReview: false, mine: false, words: '育才小学食堂 freezer-1 冷冻柜', ...fields,
})
const matches = (alert: Faced, wanted: DutyFilter): boolean => sift([alert], (each) => each, wanted).length === 1
const filter = (fields: Partial<DutyFilter>): DutyFilter => ({ ...EVERYTHING_OPEN, ...fields })

describe('the filter of the queue', () => {
  it('shows what is open unless told otherwise, and both states where none is named', () => {
    expect(matches(faced(), EVERYTHING_OPEN)).toBe(true)
    expect(matches(faced({ state: 'acknowledged' }), EVERYTHING_OPEN)).toBe(false)
    expect(matches(faced({ state: 'acknowledged' }), filter({ state: [] }))).toBe(true)
  })

  it('asks for every kind of choice at once, and for any choice of one kind', () => {
    const both = filter({ severity: ['critical', 'major'], kind: ['canteen'] })
    expect(matches(faced(), both)).toBe(true)
    expect(matches(faced({ kind: 'retail' }), both)).toBe(false)
    expect(matches(faced({ kind: null }), both)).toBe(false)
    expect(matches(faced({ severity: 'minor' }), both)).toBe(false)
  })

  it('finds every word of the text, in any order and case', () => {
    expect(matches(faced(), filter({ text: ' 冷冻柜 Freezer-1' }))).toBe(true)
    expect(matches(faced(), filter({ text: '冷冻柜 二号' }))).toBe(false)
  })

  it('shows of one\'s own what was taken over too, as many as it counted before, and goes back to what is open', () => {
    const alerts = [faced({ mine: true }), faced({ mine: true, state: 'acknowledged' }), faced({ state: 'acknowledged' }), faced()]
    const mine = turnMine(EVERYTHING_OPEN)
    expect(facetCounts(alerts, (alert) => alert, EVERYTHING_OPEN).mine.get('true')).toBe(2)
    expect(sift(alerts, (alert) => alert, mine)).toEqual(alerts.slice(0, 2))
    expect(turnMine(mine)).toEqual(EVERYTHING_OPEN)
  })

  it('counts for each choice what choosing it would leave, the other kinds of choice as they are', () => {
    const alerts = [
      faced(), faced({ severity: 'critical' }), faced({ severity: 'critical', kind: 'retail' }), faced({ severity: 'critical', kind: 'retail', state: 'acknowledged' }),
    ]
    const majors = filter({ severity: ['major'] })
    expect(sift(alerts, (alert) => alert, majors)).toEqual([alerts[0]])
    const counts = facetCounts(alerts, (alert) => alert, majors)
    expect(Object.fromEntries(counts.severity)).toEqual({ major: 1, critical: 2 })
    expect(Object.fromEntries(counts.kind)).toEqual({ canteen: 1 })
    expect(Object.fromEntries(counts.state)).toEqual({ open: 1 })
  })

  it('goes into the address and comes back the same', () => {
    const all = filter({ severity: ['critical'], state: [], district: ['131102', '131103'], kind: ['canteen'], subject: ['no_mask'], pendingReview: true, mine: true, text: '小学' })
    expect(fromQuery(toQuery(all))).toEqual(all)
    expect(toQuery(EVERYTHING_OPEN)).toEqual({})
    expect(fromQuery({})).toEqual(EVERYTHING_OPEN)
  })

  it('reads an address with nonsense as if the nonsense were not there', () => {
    expect(fromQuery({ severity: 'terrible,critical', state: 'gone', kind: ['canteen'] })).toEqual(filter({ severity: ['critical'] }))
  })

  it('is the same whatever the order of its choices', () => {
    expect(sameFilter(filter({ district: ['a', 'b'] }), filter({ district: ['b', 'a'] }))).toBe(true)
    expect(sameFilter(filter({ district: ['a'] }), EVERYTHING_OPEN)).toBe(false)
  })
})
