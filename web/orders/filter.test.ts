import { describe, expect, it } from 'vitest'
import { EVERY_ORDER, fromQuery, isWhole, sameFilter, STATE_GROUPS, toggled, toQuery } from './filter.ts'

describe('the filter of orders', () => {
  it('comes back from the address as it went in', () => {
    const filter = { states: ['assigned', 'submitted'] as const, district: '131102', overdue: true, mine: true, text: '食堂' }
    expect(fromQuery(toQuery(filter))).toEqual(filter)
    expect(toQuery(EVERY_ORDER)).toEqual({})
  })

  it('takes what is unknown for not there', () => {
    expect(fromQuery({ state: 'assigned,nonsense', district: '; DROP', overdue: 'yes', order: 'o1' })).toEqual({ ...EVERY_ORDER, states: ['assigned'] })
  })

  it('adds and takes away states that go together', () => {
    const [drafts, out] = STATE_GROUPS
    const both = toggled(toggled(EVERY_ORDER, out), drafts)
    expect(both.states).toEqual(['found', 'triaged', 'assigned', 'accepted', 'in_progress', 'returned'])
    expect(isWhole(both, out)).toBe(true)
    expect(sameFilter(toggled(both, out), toggled(EVERY_ORDER, drafts))).toBe(true)
  })
})
