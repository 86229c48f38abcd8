import { describe, expect, it } from 'vitest'
import { Bench, buildDevice, buildRule, MINUTE, START } from '../../test/builders/judgement.ts'

const SILENCE = 'device-silence'
const FAULT = 'device-fault-value'

describe('silence', () => {
  it('is shown by a later reading: from the last one, opened three intervals after', () => {
    const b = new Bench().temperatures(0, 5)
    b.reading(3, { temperature: 5 })
    // Exactly three intervals are no gap.
    expect(b.spans()).toEqual([])
    b.reading(6.1, { temperature: 5 })
    expect(b.spans(SILENCE)).toEqual([{ breached: 3, opened: 6, resolved: 6.1 }])
    expect(b.events).toEqual(['opened', 'cleared'])
    expect(b.alerts()[0]).toMatchObject({ type: 'silence', metric: null, severity: 'minor', draftOrder: false, ruleVersion: 1, value: null, limit: null })
  })

  it('is raised when nothing has arrived for three intervals by our clock', () => {
    const b = new Bench()
    // The device's clock is two minutes slow: what counts is when it arrived.
    b.reading(0, { temperature: 5 }, START + 2 * MINUTE)
    expect(b.due).toBe(5)
    expect(b.clock(4.99)).toEqual([])
    b.clock(5)
    expect(b.spans()).toEqual([{ breached: 0, opened: 3, resolved: null }])
    expect(b.due).toBeNull()
    b.reading(20, { temperature: 5 })
    expect(b.spans()).toEqual([{ breached: 0, opened: 3, resolved: 20 }])
    expect(b.events).toEqual(['opened', 'cleared'])
  })

  it('is withdrawn when the readings were only held back', () => {
    const b = new Bench().temperatures(0, 5)
    b.clock(10)
    b.reading(1, { temperature: 5 }, START + 12 * MINUTE)
    expect(b.all()).toMatchObject([{ state: 'withdrawn' }])
  })

  it('is corrected and withdrawn as late readings fill the gap', () => {
    const b = new Bench().temperatures(0, 5)
    b.reading(8, { temperature: 5 })
    b.reading(4, { temperature: 5 })
    expect(b.spans(SILENCE)).toEqual([{ breached: 0, opened: 3, resolved: 4 }, { breached: 4, opened: 7, resolved: 8 }])
    b.reading(2, { temperature: 5 })
    b.reading(6, { temperature: 5 })
    expect(b.alerts(SILENCE)).toEqual([])
  })

  it.each([
    // Thirty minutes make it critical at a control point, by event time as well.
    { ccp: true, gap: 29.9, severity: 'minor' },
    { ccp: true, gap: 30, severity: 'critical' },
    { ccp: false, gap: 300, severity: 'minor' },
  ])('of $gap min is $severity (control point: $ccp)', ({ ccp, gap, severity }) => {
    const b = new Bench(buildDevice({ ccp })).temperatures(0, 5)
    b.reading(gap, { temperature: 5 })
    expect(b.alerts(SILENCE)).toMatchObject([{ severity, draftOrder: false }])
  })

  it('becomes critical by our clock at a control point', () => {
    const b = new Bench(buildDevice({ ccp: true })).temperatures(0, 5)
    b.clock(3)
    expect(b.due).toBe(30)
    b.clock(30)
    expect(b.events).toEqual(['opened', 'escalated'])
    b.reading(31, { temperature: 5 })
    expect(b.alerts(SILENCE)).toMatchObject([{ severity: 'critical', state: 'resolved' }])
  })

  it('waits three intervals before it is critical where these are longer than 30 min', () => {
    const b = new Bench(buildDevice({ ccp: true, intervalMs: 20 * MINUTE })).temperatures(0, 5)
    expect(b.due).toBe(60)
    b.clock(60)
    expect(b.alerts()).toMatchObject([{ severity: 'critical' }])
  })

  it.each([
    { what: 'a late reading', send: (b: Bench) => b.reading(8, { temperature: 5 }, START + 22 * MINUTE) },
    { what: 'a repeat', send: (b: Bench) => b.reading(20, { temperature: 5 }, START + 22 * MINUTE) },
    { what: 'a heartbeat', send: (b: Bench) => b.beat(20, START + 22 * MINUTE) },
  ])('is put off by $what: that is an arrival', ({ send }) => {
    const b = new Bench().temperatures(20, 5)
    expect(b.due).toBe(23)
    send(b)
    expect(b.due).toBe(25)
  })

  it('is not raised while heartbeats come, and is where they stop', () => {
    const b = new Bench(buildDevice({ rules: [] }))
    for (let i = 0; i < 30; i++) b.beat(i)
    expect(b.alerts()).toEqual([])
    b.beat(40)
    expect(b.spans()).toEqual([{ breached: 29, opened: 32, resolved: 40 }])
  })

  it('does not make readings late that follow a heartbeat', () => {
    const b = new Bench().temperatures(0, 5)
    b.beat(60)
    expect(b.spans()).toEqual([{ breached: 0, opened: 3, resolved: 60 }])
    // The device comes back, says so, and sends what it kept.
    for (let minute = 1; minute < 60; minute++) expect(b.reading(minute, { temperature: 5 }, START + 60 * MINUTE).disposition).toBe('judged')
    expect(b.alerts()).toEqual([])
  })

  it('is none of a device without an interval, nor of one that never spoke', () => {
    expect(new Bench().due).toBeNull()
    const b = new Bench(buildDevice({ intervalMs: null })).temperatures(0, 5)
    expect(b.due).toBeNull()
    b.reading(500, { temperature: 5 })
    expect(b.alerts()).toEqual([])
  })
})

describe('a fault value', () => {
  const rule = buildRule({ levels: [{ severity: 'critical', limit: 8, for: 2 * MINUTE }] })
  const device = buildDevice({ rules: [rule], faultValues: { temperature: [85, -127], humidity: [0] } })

  it('raises a device fault and never a food alert', () => {
    const b = new Bench(device).temperatures(0, 85, 85, 85, 85, 5)
    expect(b.alerts('fridge')).toEqual([])
    expect(b.spans(FAULT)).toEqual([{ breached: 0, opened: 0, resolved: 4 }])
    expect(b.alerts(FAULT)).toMatchObject([{ type: 'fault-value', metric: null, severity: 'minor', draftOrder: false, value: 85 }])
  })

  it('is no reading for the clocks: it neither resets nor counts', () => {
    expect(new Bench(device).temperatures(0, 9, 85, 9).spans('fridge')).toEqual([{ breached: 0, opened: 2, resolved: null }])
    // Between good readings lie more than three intervals then: the time does not count.
    expect(new Bench(device).temperatures(0, 9, 85, 85, 85, 9).spans('fridge')).toEqual([])
  })

  it('of an open analogue sensor is known near its nominal value, too', () => {
    const b = new Bench(buildDevice({ rules: [buildRule()], faultValues: { temperature: [850] } }))
    b.reading(0, { temperature: 850.4 })
    expect(b.alerts().map((alert) => alert.type)).toEqual(['fault-value'])
  })

  it('counts as an arrival: a broken sensor is not a silent one', () => {
    const b = new Bench(device).temperatures(0, 5, 85, 85, 85, 85, 85)
    expect(b.due).toBe(8)
    expect(b.alerts(SILENCE)).toEqual([])
  })

  it('ends with a good reading of its own metric, and there is one alert a device', () => {
    const b = new Bench(device)
    b.reading(0, { temperature: 85 })
    b.reading(1, { humidity: 50 })
    expect(b.spans(FAULT)).toEqual([{ breached: 0, opened: 0, resolved: null }])
    // As one metric turns good another breaks: the alert goes on.
    b.reading(2, { temperature: 5, humidity: 0 })
    expect(b.spans(FAULT)).toEqual([{ breached: 0, opened: 0, resolved: null }])
    b.reading(3, { humidity: 50 })
    expect(b.spans(FAULT)).toEqual([{ breached: 0, opened: 0, resolved: 3 }])
  })

  it('outlives the window', () => {
    const b = new Bench(device).temperatures(0, ...Array.from({ length: 30 }, () => -127))
    b.temperatures(30, 5, -127)
    expect(b.spans(FAULT)).toEqual([{ breached: 0, opened: 0, resolved: 30 }, { breached: 31, opened: 31, resolved: null }])
  })

  it('in the past corrects the alert', () => {
    const b = new Bench(device)
    b.reading(1, { temperature: 85 })
    b.reading(2, { temperature: 5 })
    b.reading(0, { temperature: 85 })
    expect(b.spans(FAULT)).toEqual([{ breached: 0, opened: 0, resolved: 2 }])
    expect(b.events).toEqual(['opened', 'cleared', 'corrected'])
  })
})
