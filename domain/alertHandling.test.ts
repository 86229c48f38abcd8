import { describe, expect, it } from 'vitest'
import { ALERT_STATES, type Alert } from './alert.ts'
import { ALERT_ACTIONS, handleAlert, isForgotten, type AlertAction } from './alertHandling.ts'
import { alertState, type Handling, type JudgedState } from './alertState.ts'

/** For each action: the legal states of a sensor's alert, and of a camera's by its review. */
const LEGAL: Record<AlertAction, Record<'none' | 'pending' | 'confirmed' | 'dismissed', string>> = {
  acknowledge: { none: 'open', pending: 'open', confirmed: 'open', dismissed: 'open' },
  join: { none: 'acknowledged', pending: 'acknowledged', confirmed: 'acknowledged', dismissed: 'acknowledged' },
  assign: { none: 'open acknowledged', pending: 'open acknowledged', confirmed: 'open acknowledged', dismissed: 'open acknowledged' },
  // A camera's alert is reviewed before it is closed.
  resolve: { none: 'open acknowledged', pending: '', confirmed: 'open acknowledged', dismissed: 'open acknowledged' },
  // A confirmed one stands.
  dismiss: { none: 'open acknowledged resolved', pending: 'open acknowledged resolved', confirmed: '', dismissed: 'open acknowledged resolved' },
  confirm: { none: '', pending: 'open acknowledged resolved', confirmed: '', dismissed: '' },
  comment: { none: ALERT_STATES.join(' '), pending: ALERT_STATES.join(' '), confirmed: ALERT_STATES.join(' '), dismissed: ALERT_STATES.join(' ') },
  escalate: { none: 'open acknowledged', pending: 'open acknowledged', confirmed: 'open acknowledged', dismissed: 'open acknowledged' },
}

describe('handling an alert', () => {
  for (const action of ALERT_ACTIONS) {
    it(`allows to ${action} exactly where the table says so, and gives a reason elsewhere`, () => {
      for (const state of ALERT_STATES) {
        for (const review of [null, 'pending', 'confirmed', 'dismissed'] as Alert['review'][]) {
          const result = handleAlert({ state, review }, action)
          expect({ state, review, ok: result.ok }).toEqual({ state, review, ok: LEGAL[action][review ?? 'none'].split(' ').includes(state) })
          if (!result.ok) expect(result.reason).toMatch(/\w/)
        }
      }
    })
  }

  it('ends the review by confirming or dismissing, of cameras only', () => {
    expect(handleAlert({ state: 'open', review: 'pending' }, 'confirm')).toEqual({ ok: true, change: { review: 'confirmed', event: 'confirmed' } })
    expect(handleAlert({ state: 'open', review: 'pending' }, 'dismiss')).toMatchObject({ change: { handled: 'dismissed', review: 'dismissed' } })
    expect(handleAlert({ state: 'open', review: null }, 'dismiss')).toMatchObject({ change: { handled: 'dismissed', review: null } })
  })
})

describe('the state of an alert', () => {
  it('follows from what the judgement says and what people did', () => {
    const table: [JudgedState, Handling, string][] = [
      ['open', null, 'open'], ['open', 'acknowledged', 'acknowledged'], ['open', 'resolved', 'resolved'], ['open', 'dismissed', 'dismissed'],
      ['resolved', null, 'resolved'], ['resolved', 'acknowledged', 'resolved'], ['resolved', 'resolved', 'resolved'], ['resolved', 'dismissed', 'dismissed'],
      // What never was an alert is none, whoever had dealt with it.
      ['withdrawn', null, 'withdrawn'], ['withdrawn', 'acknowledged', 'withdrawn'], ['withdrawn', 'resolved', 'withdrawn'], ['withdrawn', 'dismissed', 'withdrawn'],
    ]
    for (const [judged, handled, state] of table) expect([judged, handled, alertState(judged, handled)]).toEqual([judged, handled, state])
  })
})

describe('an alert that was taken over', () => {
  const entry = (minute: number, event: string, by = 'user:u') => ({ at: `2026-11-22T01:${String(minute).padStart(2, '0')}:00.000Z`, event, by })
  const taken = entry(1, 'acknowledged')

  it('is forgotten where only rules spoke since', () => {
    expect(isForgotten([entry(0, 'opened', 'rule:r'), taken, entry(5, 'escalated', 'rule:r')], taken.at)).toBe(true)
  })

  it('is not where somebody, anybody, did something about it', () => {
    expect(isForgotten([taken, entry(5, 'commented', 'user:other')], taken.at)).toBe(false)
    expect(isForgotten([taken, entry(5, 'order-joined')], taken.at)).toBe(false)
  })

  it('counts from when it was taken over last', () => {
    const again = entry(20, 'acknowledged')
    const timeline = [taken, entry(16, 'returned', 'system'), again]
    expect(isForgotten(timeline, taken.at)).toBe(false)
    expect(isForgotten(timeline, again.at)).toBe(true)
    expect(isForgotten([], taken.at)).toBe(false)
  })
})
