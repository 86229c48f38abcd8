import { describe, expect, it } from 'vitest'
import { TERMS } from '../../test/builders/orders.ts'
import { deadlineFor, isOverdue } from './deadline.ts'

const at = (text: string): number => Date.parse(text)

describe('the deadline of an order', () => {
  it('follows the severity', () => {
    const now = at('2026-09-29T17:00:00+08:00')
    expect(deadlineFor('critical', TERMS, now).at).toBe(at('2026-09-30T17:00:00+08:00'))
    // The 30th, then the 8th and 9th of October: seven days off between.
    expect(deadlineFor('major', TERMS, now).at).toBe(at('2026-10-09T23:59:59.999+08:00'))
    expect(deadlineFor('minor', TERMS, now).at).toBe(at('2026-10-06T17:00:00+08:00'))
    expect(deadlineFor('info', TERMS, now).at).toBe(at('2026-10-14T17:00:00+08:00'))
  })
})

describe('an order', () => {
  const due = { deadline: '2026-09-10T00:00:00.000Z', extendedTo: null, submittedAt: null }
  const after = at('2026-09-10T00:00:00.001Z')

  it('is overdue from its deadline on, or from what it was extended to', () => {
    expect(isOverdue({ ...due, state: 'accepted' }, at(due.deadline))).toBe(false)
    expect(isOverdue({ ...due, state: 'accepted' }, after)).toBe(true)
    expect(isOverdue({ ...due, state: 'accepted', extendedTo: '2026-09-11T00:00:00.000Z' }, after)).toBe(false)
    expect(isOverdue({ ...due, state: 'found', deadline: null }, after)).toBe(false)
  })

  it('is never overdue once settled, nor for the time an officer takes to look at it', () => {
    for (const state of ['rejected', 'withdrawn', 'verified', 'closed'] as const) expect(isOverdue({ ...due, state }, after)).toBe(false)
    expect(isOverdue({ ...due, state: 'submitted', submittedAt: '2026-09-09T00:00:00.000Z' }, after)).toBe(false)
    expect(isOverdue({ ...due, state: 'submitted', submittedAt: '2026-09-10T01:00:00.000Z' }, after)).toBe(true)
  })
})
