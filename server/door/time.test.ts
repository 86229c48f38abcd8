import { describe, expect, it } from 'vitest'
import { eventTime, eventTimeOf } from './time.ts'

const NOW = Date.UTC(2026, 10, 22, 12)
const ok = (ts: number, clockFault = false) => ({ ts, clockFault })

describe('the event time of what a device sent', () => {
  it.each([
    ['nothing: the time received', undefined, ok(NOW)],
    ['epoch milliseconds', NOW - 5_000, ok(NOW - 5_000)],
    ['ISO 8601 in UTC', '2026-11-22T11:59:00.250Z', ok(NOW - 59_750)],
    ['ISO 8601 with an offset', '2026-11-22T19:59:00+08:00', ok(NOW - 60_000)],
    ['a recorded year', '2016-02-10T14:10:16+00:00', ok(Date.UTC(2016, 1, 10, 14, 10, 16))],
    ['59.999 s ahead: still its own clock', NOW + 59_999, ok(NOW + 59_999)],
    ['60 s ahead: a clock fault', NOW + 60_000, ok(NOW, true)],
    ['24 h ahead: the last clock fault', NOW + 86_400_000, ok(NOW, true)],
  ])('takes %s', (_case, written, expected) => {
    expect(eventTime(written, NOW)).toEqual(expected)
  })

  it('says so where a time seems to be in seconds', () => {
    expect(eventTime(1_700_000_000, NOW)).toEqual({ type: 'time-before-2000', detail: 'ts lies before the year 2000: it seems to be in seconds, and milliseconds are meant' })
    expect(eventTime(12, NOW)).toEqual({ type: 'time-before-2000', detail: 'ts lies before the year 2000' })
  })

  it.each([
    ['more than 24 h ahead', NOW + 86_400_001, 'time-too-far-ahead'],
    ['the year 2100', '2100-01-01T00:00:00Z', 'time-too-far-ahead'],
    ['the year 1970', 1_700_000_000, 'time-before-2000'],
    ['the last millisecond before 2000', Date.UTC(2000, 0, 1) - 1, 'time-before-2000'],
    ['a time without a zone', '2026-11-22T11:59:00', 'bad-time'],
    ['words', 'yesterday', 'bad-time'],
    ['null', null, 'bad-time'],
    ['NaN', Number.NaN, 'bad-time'],
    ['a thirteenth month', '2026-13-01T00:00:00Z', 'bad-time'],
    ['an object', {}, 'bad-time'],
  ])('refuses %s', (_case, written, type) => {
    expect(eventTime(written, NOW)).toMatchObject({ type })
  })
})

describe('the event time of an item', () => {
  it('is refused where it is called something else than ts, rather than dated now', () => {
    expect(eventTimeOf({ time: '1970-01-01T00:00:00Z' }, NOW)).toMatchObject({ type: 'bad-time', detail: 'the time is in time: call it ts' })
    expect(eventTimeOf({ timestamp: NOW }, NOW)).toMatchObject({ type: 'bad-time' })
    expect(eventTimeOf({ ts: NOW - 1_000, time: 'whatever' }, NOW)).toEqual(ok(NOW - 1_000))
    expect(eventTimeOf({ values: {} }, NOW)).toEqual(ok(NOW))
  })

  it('is on a day that there is', () => {
    expect(eventTime('2026-02-31T00:00:00Z', NOW)).toMatchObject({ type: 'bad-time' })
    expect(eventTime('2026-02-28T00:00:00Z', NOW)).toEqual(ok(Date.UTC(2026, 1, 28)))
  })
})
