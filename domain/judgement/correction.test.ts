import { describe, expect, it } from 'vitest'
import { Bench, buildDevice, buildRule, MINUTE, START } from '../../test/builders/judgement.ts'
import type { Rule } from '../rule.ts'

const bench = (rule: Partial<Rule> = {}) => new Bench(buildDevice({ rules: [buildRule(rule)] }))
const atOnce = [{ severity: 'minor', limit: 8, for: 0 }] as const

describe('a reading out of order', () => {
  it('withdraws an alert that its span did not bear out', () => {
    const b = bench()
    for (const minute of [0, 1, 3, 4, 5]) b.reading(minute, { temperature: 9 })
    expect(b.events).toEqual(['opened'])
    expect(b.reading(2, { temperature: 5 }, START + 5.5 * MINUTE).disposition).toBe('judged')
    expect(b.all()).toMatchObject([{ id: 'd1~fridge~1', state: 'withdrawn', revision: 2, breachedAt: START }])
    // The ordinal is spent.
    b.temperatures(6, 9, 9, 9)
    expect(b.alerts()).toMatchObject([{ id: 'd1~fridge~2', breachedAt: START + 3 * MINUTE, openedAt: START + 8 * MINUTE }])
  })

  it('opens an alert that only it completes', () => {
    const b = bench()
    for (const minute of [0, 1, 2, 6, 7]) b.reading(minute, { temperature: 9 })
    expect(b.spans('fridge')).toEqual([])
    b.reading(4, { temperature: 9 })
    expect(b.spans('fridge')).toEqual([{ breached: 0, opened: 6, resolved: null }])
  })

  it('corrects the times of an alert and keeps its id', () => {
    const b = bench()
    for (const minute of [1, 2, 3, 4, 5, 6]) b.reading(minute, { temperature: 9 })
    b.reading(0, { temperature: 9 })
    expect(b.alerts()).toMatchObject([{ id: 'd1~fridge~1', breachedAt: START, openedAt: START + 5 * MINUTE }])
    expect(b.events).toEqual(['opened', 'corrected'])
  })

  it('may split one alert in two', () => {
    const b = bench({ levels: atOnce })
    for (const minute of [0, 1, 3, 4]) b.reading(minute, { temperature: 9 })
    b.reading(2, { temperature: 5 })
    expect(b.spans()).toEqual([{ breached: 0, opened: 0, resolved: 2 }, { breached: 3, opened: 3, resolved: null }])
    expect(b.alerts().map((a) => a.ordinal)).toEqual([1, 2])
  })

  it('may join two into one', () => {
    const b = bench({ levels: atOnce, clear: { margin: 0, for: 2 * MINUTE } }).temperatures(0, 9)
    for (const minute of [1, 3, 4]) b.reading(minute, { temperature: minute === 4 ? 9 : 5 })
    expect(b.spans()).toEqual([{ breached: 0, opened: 0, resolved: 3 }, { breached: 4, opened: 4, resolved: null }])
    b.reading(2, { temperature: 9 })
    expect(b.spans()).toEqual([{ breached: 0, opened: 0, resolved: null }])
    expect(b.events.slice(-2).sort()).toEqual(['corrected', 'withdrawn'])
  })

  it.each([
    // Ten minutes behind the device's newest, inclusive, whatever our clock says.
    { behind: 10, disposition: 'judged' },
    { behind: 10 + 1 / MINUTE, disposition: 'late' },
  ])('is $disposition at $behind min behind', ({ behind, disposition }) => {
    const b = bench({ levels: atOnce }).temperatures(20, 5)
    expect(b.reading(20 - behind, { temperature: 9 }, START + 500 * MINUTE).disposition).toBe(disposition)
    expect(b.alerts('fridge')).toHaveLength(disposition === 'late' ? 0 : 1)
    expect(b.state.lastArrival).toBe(START + 500 * MINUTE)
  })

  it('is measured against the newest of all metrics of its device', () => {
    const b = bench().temperatures(0, 5)
    b.reading(11, { humidity: 60 })
    expect(b.reading(0.5, { temperature: 9 }).disposition).toBe('late')
  })

  it('judges a recorded year, posted today, by its own times', () => {
    const b = bench()
    for (let i = 0; i <= 6; i++) b.reading(i, { temperature: 9 }, START + 1_000_000 * MINUTE)
    expect(b.spans()).toEqual([{ breached: 0, opened: 5, resolved: null }])
  })
})

describe('a second value for one metric and time', () => {
  it('is a repeat where it is the same, and has no effect', () => {
    const b = bench({ levels: atOnce }).temperatures(0, 9)
    expect(b.reading(0, { temperature: 9 }, START + MINUTE)).toMatchObject({ disposition: 'repeat', verdicts: [] })
    expect(b.state.lastArrival).toBe(START + MINUTE)
  })

  it('is a conflict where it differs, and the first stands', () => {
    const b = bench({ levels: atOnce }).temperatures(0, 9)
    expect(b.reading(0, { temperature: 5 })).toMatchObject({ disposition: 'conflict', verdicts: [] })
    expect(b.temperatures(1, 9).spans()).toEqual([{ breached: 0, opened: 0, resolved: null }])
  })

  it('is told by metric where metrics fare differently', () => {
    const b = bench().temperatures(0, 5)
    expect(b.reading(0, { temperature: 5, humidity: 50, co: 1 })).toMatchObject({
      disposition: 'judged', dispositions: { temperature: 'repeat', humidity: 'judged', co: 'judged' },
    })
    expect(b.reading(0, { temperature: 6, humidity: 50 })).toMatchObject({ dispositions: { temperature: 'conflict', humidity: 'repeat' } })
    expect(b.reading(1, { temperature: 6, humidity: 50 }).dispositions).toBeNull()
  })
})

describe('a changed rule', () => {
  const second = buildRule({ version: 2, levels: [{ severity: 'major', limit: 6, for: 2 * MINUTE }] })

  it('starts with fresh clocks where no alert is open, and only after the newest reading', () => {
    const b = bench().temperatures(0, 9, 9, 9, 9)
    b.device = buildDevice({ rules: [second] })
    b.temperatures(4, 9, 9)
    expect(b.spans()).toEqual([])
    b.temperatures(6, 9)
    expect(b.alerts()).toMatchObject([{ ruleVersion: 2, breachedAt: START + 4 * MINUTE, openedAt: START + 6 * MINUTE }])
  })

  it('leaves an open alert to the version that opened it, and takes over when it clears', () => {
    const b = bench().temperatures(0, 9, 9, 9, 9, 9, 9)
    b.device = buildDevice({ rules: [second] })
    // 7 °C is inside the old limit of 8: cleared by the old rule, and a breach of the new one from that reading on.
    b.temperatures(6, 9, 7, 7, 7, 7)
    expect(b.alerts()).toMatchObject([
      { ruleVersion: 1, resolvedAt: START + 7 * MINUTE },
      { ruleVersion: 2, breachedAt: START + 7 * MINUTE, openedAt: START + 9 * MINUTE, id: 'd1~fridge~2' },
    ])
  })

  it('opens at once with the reading that ends what the former version opened, in whatever order readings come', () => {
    const tighter = buildRule({ version: 2, levels: [{ severity: 'major', limit: 6, for: 0 }] })
    for (const times of [[2, 3], [3, 2]]) {
      const b = bench({ levels: atOnce }).temperatures(0, 9, 9)
      b.device = buildDevice({ rules: [tighter] })
      for (const at of times) b.reading(at, { temperature: 7 })
      expect(b.alerts()).toMatchObject([
        { ruleVersion: 1, openedAt: START, resolvedAt: START + 2 * MINUTE },
        { ruleVersion: 2, breachedAt: START + 2 * MINUTE, openedAt: START + 2 * MINUTE, resolvedAt: null },
      ])
    }
  })

  it('judges a late reading from before the change by the old version', () => {
    const b = bench().temperatures(0, 9, 9, 9, 9, 9, 9)
    b.device = buildDevice({ rules: [second] })
    b.temperatures(6, 7, 7)
    b.reading(1.5, { temperature: 5 })
    expect(b.all()).toMatchObject([{ state: 'withdrawn', ruleVersion: 1 }])
  })

  it('that is gone judges on only until its alert clears', () => {
    const b = bench({ levels: atOnce }).temperatures(0, 9)
    b.device = buildDevice({ rules: [] })
    b.temperatures(1, 10, 5, 9, 9)
    expect(b.spans()).toEqual([{ breached: 0, opened: 0, resolved: 2 }])
    // Come back, it goes on counting its alerts.
    b.device = buildDevice({ rules: [buildRule({ version: 3, levels: atOnce })] })
    b.temperatures(5, 9)
    expect(b.alerts().map((a) => a.id)).toEqual(['d1~fridge~1', 'd1~fridge~2'])
  })

  it('leaves nothing behind once the window has passed', () => {
    const b = bench().temperatures(0, 9, 5)
    b.device = buildDevice({ rules: [second] })
    b.temperatures(2, ...Array.from({ length: 14 }, () => 5))
    expect(b.state.tracks).toEqual([])
  })

  it('lets a changed interval count for what comes after', () => {
    const b = bench().temperatures(0, 9, 9, 9, 9, 9, 9)
    b.device = buildDevice({ intervalMs: 10_000 })
    b.reading(5.1, { temperature: 9 })
    // Minute readings of the old interval are no gaps now, even though the span is judged anew.
    b.reading(4.5, { temperature: 9 })
    expect(b.spans('fridge')).toEqual([{ breached: 0, opened: 5, resolved: null }])
    expect(b.alerts('device-silence')).toEqual([])
  })
})
