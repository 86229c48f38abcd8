import { expect, test } from 'vitest'
import { LocalTime } from './localTime.ts'

test.each<[string, string, string | null]>([
  ['Asia/Shanghai', '2026-11-22T12:00:00', '2026-11-22T04:00:00.000Z'],
  ['Asia/Kathmandu', '2026-11-22 12:00:00.250', '2026-11-22T06:15:00.000Z'],
  ['Europe/Berlin', '2026-03-29T03:30:00', '2026-03-29T01:30:00.000Z'],
  ['Europe/Berlin', '2026-03-29T01:59:59', '2026-03-29T00:59:59.000Z'],
  ['Europe/Berlin', '2026-10-25T02:30:00', '2026-10-25T00:30:00.000Z'],
  ['America/New_York', '2026-11-01T00:30:00', '2026-11-01T04:30:00.000Z'],
  ['Asia/Shanghai', '2026-13-01T12:00:00', null],
  ['Asia/Shanghai', '2026-02-29T12:00:00', null],
  ['Asia/Shanghai', '2026-11-22T12:00:00Z', null],
])('in %s the clock says %s at %s', (zone, text, instant) => {
  const at = new LocalTime(zone).read(text)
  expect(at === null ? null : new Date(at).toISOString()).toBe(instant)
})

test('a zone that is none is refused at once', () => {
  expect(() => new LocalTime('Middle/Earth')).toThrow(RangeError)
})
