import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AlertVerdict } from '../alert.ts'
import { Bench, buildDevice, buildReading, buildRule, MINUTE, START } from '../../test/builders/judgement.ts'
import { referenceAlerts } from '../../test/reference/judge.ts'
import type { Rule } from '../rule.ts'
import { judgeClock, judgeReading, newDeviceState, nextDue, type JudgedDevice } from './judge.ts'

const RUNS = { numRuns: Number(process.env.PROPERTY_RUNS ?? 100) }
const SECOND = 1000

const door = buildRule({ id: 'door', metric: 'door', levels: [{ severity: 'minor', limit: 0.5, for: 3 * MINUTE }, { severity: 'critical', limit: 0.5, for: 10 * MINUTE }] })
const doorDevice = (rule: Rule = door): JudgedDevice => buildDevice({ intervalMs: null, rules: [rule] })

describe('an on-change value', () => {
  it('opens its alert when our clock fulfils the duration, at exactly breachedAt + for', () => {
    const bench = new Bench(doorDevice())
    bench.reading(0, { door: 1 })
    expect(bench.due).toBe(3)
    // A millisecond early: nothing.
    expect(bench.clock(3 - 1 / MINUTE)).toEqual([])
    // Late by a minute: the time told is still the exact one.
    bench.clock(4)
    expect(bench.spans()).toEqual([{ breached: 0, opened: 3, resolved: null }])
    expect(bench.due).toBe(10)
    bench.clock(10)
    expect(bench.alerts()[0]).toMatchObject({ severity: 'critical', draftOrder: true, revision: 2 })
    expect(bench.due).toBeNull()
    bench.reading(11, { door: 0 })
    expect(bench.spans()).toEqual([{ breached: 0, opened: 3, resolved: 11 }])
    expect(bench.events).toEqual(['opened', 'escalated', 'cleared'])
  })

  it.each([
    // The door closes at the very moment: the duration is fulfilled.
    { closed: 3, spans: [{ breached: 0, opened: 3, resolved: 3 }] },
    // A second earlier: it is not.
    { closed: 3 - 1 / 60, spans: [] },
    { closed: 5, spans: [{ breached: 0, opened: 3, resolved: 5 }] },
  ])('is judged by the next reading where no clock came between: closed after $closed min', ({ closed, spans }) => {
    const bench = new Bench(doorDevice())
    bench.reading(0, { door: 1 })
    bench.reading(closed, { door: 0 })
    expect(bench.spans()).toEqual(spans)
  })

  it('knows no longest gap', () => {
    const bench = new Bench({ ...doorDevice(), intervalMs: 1000 })
    bench.reading(0, { door: 1 })
    bench.reading(60, { door: 1 })
    expect(bench.spans('door')).toEqual([{ breached: 0, opened: 3, resolved: null }])
  })

  it('takes back what our clock raised when the door turns out to have closed in time', () => {
    const bench = new Bench(doorDevice())
    bench.reading(0, { door: 1 })
    bench.clock(3)
    bench.reading(2, { door: 0 }, START + 3.5 * MINUTE)
    expect(bench.all().map((a) => a.state)).toEqual(['withdrawn'])
    expect(bench.due).toBeNull()
  })

  it('keeps what our clock raised when a reading from before that says the same', () => {
    const bench = new Bench(doorDevice())
    bench.reading(0, { door: 1 })
    bench.clock(3)
    bench.reading(2, { door: 1 }, START + 3.5 * MINUTE)
    expect(bench.spans()).toEqual([{ breached: 0, opened: 3, resolved: null }])
    expect(bench.events).toEqual(['opened'])
  })

  it('clears by our clock too, and is open again if the door was', () => {
    const bench = new Bench(doorDevice({ ...door, clear: { margin: 0, for: 2 * MINUTE } }))
    bench.reading(0, { door: 1 })
    bench.reading(5, { door: 0 })
    expect(bench.due).toBe(7)
    bench.clock(7)
    expect(bench.spans()).toEqual([{ breached: 0, opened: 3, resolved: 7 }])
    bench.reading(6, { door: 1 }, START + 8 * MINUTE)
    expect(bench.spans()).toEqual([{ breached: 0, opened: 3, resolved: null }])
    expect(bench.events).toEqual(['opened', 'cleared', 'corrected'])
  })

  it('waits for a pause where the device is fed from a recording', () => {
    const bench = new Bench(doorDevice())
    const today = START + 365 * 24 * 60 * MINUTE
    bench.reading(0, { door: 1 }, today)
    expect(bench.due).toBe((today + 2 * SECOND - START) / MINUTE)
    expect(bench.clock((today + SECOND - START) / MINUTE)).toEqual([])
    bench.reading(1, { door: 0 }, today + 1.5 * SECOND)
    expect(bench.all()).toEqual([])
  })
})

const doorEvents = fc.array(fc.record({
  after: fc.integer({ min: 1, max: 400 }), open: fc.boolean(), delay: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 500 })), temperature: fc.boolean(),
}), { minLength: 1, maxLength: 15 })
const doorRule = fc.record({ first: fc.constantFrom(0, 30, 60, 180), second: fc.constantFrom(0, 90, 600), clear: fc.constantFrom(0, 45, 120) })
  .map(({ first, second, clear }): Rule => ({
    ...door, clear: { margin: 0, for: clear * SECOND },
    levels: [{ severity: 'minor', limit: 0.5, for: first * SECOND }, { severity: 'critical', limit: 0.5, for: second * SECOND }],
  }))

/** Plays the events on a clock of whole seconds; `eager` asks the clock each second, else only when it said it would be due. */
function play(device: JudgedDevice, list: { ts: number; at: number; values: object }[], end: number, eager: boolean): Bench {
  const bench = new Bench(device, false)
  const queue = [...list].sort((a, b) => a.at - b.at)
  for (let now = START; now <= end; now += SECOND) {
    const due = nextDue(bench.state, device)
    if (eager || (due !== null && due <= now)) bench.clock((now - START) / MINUTE)
    while (queue[0] !== undefined && queue[0].at <= now) {
      const { ts, at, values } = queue.shift() ?? { ts: 0, at: 0, values: {} }
      bench.read(buildReading(ts, values, at))
    }
  }
  return bench
}

describe('nextDue', { timeout: 120_000 }, () => {
  it('misses nothing: asking only when due tells the same as asking each second', () => {
    fc.assert(fc.property(doorEvents, doorRule, fc.boolean(), (events, rule, ccp) => {
      let ts = START
      const list = events.map((e) => {
        ts += e.after * SECOND
        return { ts, at: ts + e.delay * SECOND, values: e.temperature ? { temperature: 5, door: Number(e.open) } : { door: Number(e.open) } }
      })
      const end = ts + 60 * MINUTE
      const device = buildDevice({ rules: [rule], ccp })
      const eager = play(device, list, end, true)
      const due = play(device, list, end, false)
      expect(due.verdicts).toEqual(eager.verdicts)
      const pick = due.alerts('door').map(({ breachedAt, openedAt, resolvedAt, severity, value, limit }) => ({ breachedAt, openedAt, resolvedAt, severity, value, limit }))
      const judged = list.map((e) => ({ ts: e.ts, value: (e.values as { door: number }).door }))
      expect(pick).toEqual(referenceAlerts(judged, rule, MINUTE, end))
    }), RUNS)
  })

  it('is past right after judgeClock was asked at it, for whatever it announced', () => {
    const state = newDeviceState()
    const device = buildDevice({ ccp: true })
    judgeReading(state, device, buildReading(START, { temperature: 5 }))
    const told: AlertVerdict[] = []
    for (let due = nextDue(state, device); due !== null; due = nextDue(state, device)) {
      const verdicts = judgeClock(state, device, due)
      expect(verdicts).not.toEqual([])
      told.push(...verdicts)
    }
    expect(told.map((v) => [v.event, v.severity])).toEqual([['opened', 'minor'], ['escalated', 'critical']])
  })
})
