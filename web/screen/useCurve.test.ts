import { expect, it } from 'vitest'
import { readingOf } from './useCurve.ts'

it('takes the metric of the alert out of a live reading, whichever way its time is written', () => {
  expect(readingOf({ ts: 1000, values: { temperature: -7, humidity: 80 } }, 'temperature')).toEqual({ t: 1000, min: -7, max: -7, last: -7, count: 1 })
  expect(readingOf({ ts: '1970-01-01T00:00:02.000Z', values: { temperature: 1 } }, 'temperature')?.t).toBe(2000)
})

it.each([null, {}, { ts: 1 }, { ts: 'soon', values: { temperature: 1 } }, { ts: 1, values: { humidity: 3 } }, { ts: 1, values: { temperature: '3' } }])('makes nothing of %j', (data) => {
  expect(readingOf(data, 'temperature')).toBeNull()
})
