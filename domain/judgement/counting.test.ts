import { describe, expect, it } from 'vitest'
import { Bench, buildDevice, buildRule, MINUTE, START } from '../../test/builders/judgement.ts'
import type { Rule } from '../rule.ts'

const bench = (rule: Partial<Rule> = {}) => new Bench(buildDevice({ rules: [buildRule(rule)] }))
const fiveMinutes = { severity: 'minor', limit: 8, for: 5 * MINUTE } as const
const atOnce = { severity: 'minor', limit: 8, for: 0 } as const

describe('counting a breach', () => {
  it.each([
    // Strict: a value on the limit is inside.
    { rule: { levels: [atOnce] }, value: 8, opens: false },
    { rule: { levels: [atOnce] }, value: 8.01, opens: true },
    { rule: { direction: 'below', levels: [{ ...atOnce, limit: 0 }] }, value: 0, opens: false },
    { rule: { direction: 'below', levels: [{ ...atOnce, limit: 0 }] }, value: -0.01, opens: true },
  ] as const)('is strict: $value opens $opens', ({ rule, value, opens }) => {
    expect(bench(rule).temperatures(0, value).alerts()).toHaveLength(opens ? 1 : 0)
  })

  it.each([
    // Five minutes are fulfilled by the sixth reading, at its time.
    { name: 'punctual readings', at: [0, 1, 2, 3, 4, 5, 6], opened: 5 },
    // Three intervals exactly: the gap counts wholly.
    { name: 'a gap of exactly three intervals', at: [0, 1, 4, 5], opened: 5 },
    // A moment longer: it counts not at all, and the clock keeps its minute.
    { name: 'a longer gap', at: [0, 1, 4.01, 5.01, 6.01, 7.01, 8.01], opened: 8.01 },
    // The reading after a gap finds the clock as it was left, even an hour on.
    { name: 'an hour of nothing', at: [0, 1, 2, 3, 4, 64, 65], opened: 65 },
    { name: 'a duration reached only beyond the last reading', at: [0, 1, 2, 3, 4, 4.99], opened: null },
  ])('counts time between readings: $name', ({ at, opened }) => {
    const b = bench()
    for (const minute of at) b.reading(minute, { temperature: 9 })
    expect(b.spans('fridge')).toEqual(opened === null ? [] : [{ breached: 0, opened, resolved: null }])
  })

  it('begins anew after one reading in range', () => {
    const b = bench().temperatures(0, 9, 9, 9, 9, 8, 9, 9, 9, 9, 9)
    expect(b.spans()).toEqual([])
    expect(b.temperatures(10, 9).spans()).toEqual([{ breached: 5, opened: 10, resolved: null }])
  })

  it('keeps the worst value since breachedAt, and the limit', () => {
    expect(bench().temperatures(0, 9, 14, 9, 9, 9, 9).alerts()[0]).toMatchObject({ value: 14, limit: 8, metric: 'temperature', type: null })
    const low = bench({ direction: 'below', levels: [{ ...fiveMinutes, limit: 0 }] })
    expect(low.temperatures(0, -1, -4, -1, -1, -1, -1).alerts()[0]).toMatchObject({ value: -4, limit: 0 })
  })

  it('tells an alert that goes on unchanged at most every five minutes', () => {
    const b = bench().temperatures(0, ...Array.from({ length: 21 }, () => 9))
    expect(b.events).toEqual(['opened', 'updated', 'updated', 'updated'])
    expect(b.alerts()[0]?.lastSeenAt).toBe(START + 20 * MINUTE)
  })
})

describe('clearing', () => {
  const opened = (clear: Rule['clear']) => bench({ levels: [atOnce], clear }).temperatures(0, 9)

  it.each([
    // Without margin and duration the first reading not in breach clears, even on the limit.
    { clear: { margin: 0, for: 0 }, after: [8], resolved: 1 },
    { clear: { margin: 0, for: 0 }, after: [8.01], resolved: null },
    // With a margin the band begins at limit - margin, inclusive.
    { clear: { margin: 0.5, for: 0 }, after: [7.6, 7.5], resolved: 2 },
    // Two minutes in the band: the third reading in it fulfils them.
    { clear: { margin: 0.5, for: 2 * MINUTE }, after: [7, 7, 7], resolved: 3 },
    // A reading outside the band, though inside the limit, starts the clearing clock anew.
    { clear: { margin: 0.5, for: 2 * MINUTE }, after: [7, 7, 7.9, 7, 7, 7], resolved: 6 },
    { clear: { margin: 0.5, for: 2 * MINUTE }, after: [7, 7, 9, 7, 7], resolved: null },
  ])('takes $after with margin $clear.margin: $resolved', ({ clear, after, resolved }) => {
    expect(opened(clear).temperatures(1, ...after).spans()).toEqual([{ breached: 0, opened: 0, resolved }])
  })

  it('counts no gap longer than three intervals', () => {
    const b = opened({ margin: 0, for: 2 * MINUTE })
    for (const minute of [1, 2, 20, 21]) b.reading(minute, { temperature: 5 })
    expect(b.spans('fridge')).toEqual([{ breached: 0, opened: 0, resolved: 21 }])
  })

  it('takes 3.6 as inside 4.1 by 0.5, whatever binary says', () => {
    const b = bench({ levels: [{ ...atOnce, limit: 4.1 }], clear: { margin: 0.5, for: 0 } }).temperatures(0, 5, 3.6)
    expect(b.alerts()[0]?.state).toBe('resolved')
  })

  it('leaves an alert open and its breachedAt alone between limit and margin', () => {
    const b = opened({ margin: 0.5, for: 0 }).temperatures(1, 7.8, 9, 7.8, 9)
    expect(b.spans()).toEqual([{ breached: 0, opened: 0, resolved: null }])
  })

  it('starts all clocks anew afterwards, with the next ordinal', () => {
    const b = bench().temperatures(0, 9, 9, 9, 9, 9, 9, 7, 9, 9, 9, 9, 9)
    expect(b.alerts()).toHaveLength(1)
    b.temperatures(12, 9)
    expect(b.spans()).toEqual([{ breached: 0, opened: 5, resolved: 6 }, { breached: 7, opened: 12, resolved: null }])
    expect(b.alerts().map((a) => a.id)).toEqual(['d1~fridge~1', 'd1~fridge~2'])
  })
})

describe('the ladder', () => {
  const levels = [fiveMinutes, { severity: 'critical', limit: 10, for: 2 * MINUTE }] as const

  it('gives each level its own clock, and opens with the first one fulfilled', () => {
    // 10.5 for two minutes: critical opens the alert before minor is due; breachedAt is the minor level's.
    const b = bench({ levels }).temperatures(0, 9, 10.5, 10.5, 10.5)
    expect(b.spans()).toEqual([{ breached: 0, opened: 3, resolved: null }])
    expect(b.alerts()[0]).toMatchObject({ severity: 'critical', currentSeverity: 'critical', limit: 10, draftOrder: true })
    expect(b.events).toEqual(['opened'])
  })

  it('resets a level without resetting the milder one', () => {
    const b = bench({ levels }).temperatures(0, 10.5, 10.5, 9, 10.5, 10.5, 9)
    expect(b.alerts()[0]).toMatchObject({ severity: 'minor', limit: 8, draftOrder: false, openedAt: START + 5 * MINUTE })
  })

  it('raises severity and limit together; severity never falls, currentSeverity may', () => {
    const b = bench({ levels, clear: { margin: 0, for: 2 * MINUTE } }).temperatures(0, 9, 9, 9, 9, 9, 9, 11, 11, 11)
    expect(b.alerts()[0]).toMatchObject({ severity: 'critical', currentSeverity: 'critical', limit: 10, value: 11 })
    b.temperatures(9, 9)
    expect(b.alerts()[0]).toMatchObject({ severity: 'critical', currentSeverity: 'minor', limit: 10, draftOrder: true })
    // Reached once, a level needs no second duration: back beyond its limit it is current at once.
    b.temperatures(10, 10.5)
    expect(b.alerts()[0]).toMatchObject({ currentSeverity: 'critical' })
    b.temperatures(11, 5, 5, 5)
    expect(b.alerts()[0]).toMatchObject({ state: 'resolved', severity: 'critical', currentSeverity: 'minor', resolvedAt: START + 13 * MINUTE })
    expect(b.events).toEqual(['opened', 'updated', 'escalated', 'eased', 'escalated', 'eased', 'cleared'])
  })

  it('keeps the limit of the level that gave the severity first', () => {
    // Of two critical levels, above 8 for 120 min and above 10 for 60 min, the first fulfilled gives the limit.
    const two = [{ severity: 'critical', limit: 8, for: 6 * MINUTE }, { severity: 'critical', limit: 10, for: 3 * MINUTE }] as const
    expect(bench({ levels: two }).temperatures(0, 9, 9, 9, 9, 9, 9, 9, 11, 11, 11, 11).alerts()[0]?.limit).toBe(8)
    expect(bench({ levels: two }).temperatures(0, 11, 11, 11, 11, 11, 11, 11).alerts()[0]?.limit).toBe(10)
  })

  it('lets the loosest limit own breachedAt and clearing where severities are written against the grain', () => {
    const odd = [{ severity: 'minor', limit: 10, for: 0 }, { severity: 'critical', limit: 8, for: 5 * MINUTE }] as const
    const b = bench({ levels: odd }).temperatures(0, 9, 11, 9)
    expect(b.spans()).toEqual([{ breached: 0, opened: 1, resolved: null }])
    expect(b.temperatures(3, 8).spans()).toEqual([{ breached: 0, opened: 1, resolved: 3 }])
  })

  it('drafts no order where the rule says none', () => {
    expect(bench({ levels: [{ ...atOnce, severity: 'critical' }], order: 'none' }).temperatures(0, 9).alerts()[0]?.draftOrder).toBe(false)
    expect(bench({ levels: [{ ...atOnce, severity: 'critical' }] }).temperatures(0, 9).alerts()[0]?.draftOrder).toBe(true)
  })
})
