import { describe, expect, it } from 'vitest'
import { ORDER_STATES, type OrderState } from '../../domain/order.ts'
import { funnelOf } from './funnel.ts'
import { rank } from './ranking.ts'

const open = (critical = 0, major = 0, minor = 0, info = 0) => ({ critical, major, minor, info })
const orders = (some: Partial<Record<OrderState, number>>) => ({ ...Object.fromEntries(ORDER_STATES.map((s) => [s, 0])), ...some }) as Record<OrderState, number>

describe('ranking', () => {
  it('goes by alerts per 1,000 units, not by their number', () => {
    const rows = rank([
      { key: 'big', name: 'big', units: 10_000, open: open(1, 9) },
      { key: 'small', name: 'small', units: 500, open: open(0, 2) },
    ])
    expect(rows.map((r) => [r.key, r.rate, r.count])).toEqual([['small', 4, 2], ['big', 1, 10]])
  })

  it('keeps equals in one order, so that rows do not dance', () => {
    const row = (key: string) => ({ key, name: key, units: 100, open: open(1) })
    expect(rank([row('b'), row('a')]).map((r) => r.key)).toEqual(['a', 'b'])
  })

  it('gives a district without units no rate', () => {
    expect(rank([{ key: 'x', name: 'x', units: 0, open: open(1) }])[0]?.rate).toBe(0)
  })
})

describe('the funnel of orders', () => {
  it('counts returned ones as in hand, and closed, rejected and withdrawn ones not', () => {
    const funnel = funnelOf(orders({ found: 3, in_progress: 2, returned: 1, closed: 50, rejected: 4, withdrawn: 5 }))
    expect(funnel).toMatchObject({ open: 6, closed: 50, returned: 1, rejected: 4, withdrawn: 5 })
  })

  it('scales the steps in hand by their fullest, so that many closed ones do not flatten them', () => {
    const steps = funnelOf(orders({ found: 10, submitted: 5, closed: 5000 })).steps
    expect(steps.map((s) => [s.state, s.share]).filter(([, share]) => share !== 0)).toEqual([['found', 1], ['submitted', 0.5], ['closed', 1]])
  })

  it('is flat where there are no orders', () => {
    expect(funnelOf(orders({})).steps.every((s) => s.share === 0)).toBe(true)
  })
})
