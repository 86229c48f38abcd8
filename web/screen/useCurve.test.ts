import { expect, it } from 'vitest'
import { endOf, extended, readingOf, startOf } from './useCurve.ts'

it('takes the metric of the alert out of a live reading, whichever way its time is written', () => {
  expect(readingOf({ ts: 1000, values: { temperature: -7, humidity: 80 } }, 'temperature')).toEqual({ t: 1000, min: -7, max: -7, last: -7, count: 1 })
  expect(readingOf({ ts: '1970-01-01T00:00:02.000Z', values: { temperature: 1 } }, 'temperature')?.t).toBe(2000)
})

it.each([null, {}, { ts: 1 }, { ts: 'soon', values: { temperature: 1 } }, { ts: 1, values: { humidity: 3 } }, { ts: 1, values: { temperature: '3' } }])('makes nothing of %j', (data) => {
  expect(readingOf(data, 'temperature')).toBeNull()
})

const at = (t: number) => ({ t, min: 0, max: 0, last: 0, count: 1 })

it('extends the curve by what is newer, in order, and by nothing twice', () => {
  const have = [at(1), at(2)]
  expect(extended(have, [at(4), at(2), at(3)]).map((b) => b.t)).toEqual([1, 2, 3, 4])
  expect(extended(have, [at(2)])).toBe(have)
})

it('shows an hour, more where the breach is older, and never more than a day', () => {
  const [hour, now] = [3_600_000, 1e12]
  expect(now - startOf(now - 60_000, now)).toBe(hour)
  expect(now - startOf(now - 2 * hour, now)).toBe(2.25 * hour)
  expect(now - startOf(now - 90 * hour, now)).toBe(24 * hour)
})

it('runs up to now, but of an ended alert only a quarter of an hour past its end', () => {
  const now = Date.parse('2026-11-22T12:00:00.000Z')
  expect(endOf(null, now)).toBe(now)
  expect(endOf({ resolvedAt: null }, now)).toBe(now)
  expect(endOf({ resolvedAt: '2026-11-22T10:00:00.000Z' }, now)).toBe(Date.parse('2026-11-22T10:15:00.000Z'))
  expect(endOf({ resolvedAt: '2026-11-22T11:50:00.000Z' }, now)).toBe(now)
})
