import { describe, expect, it } from 'vitest'
import { readTime, readZone } from './time.ts'

describe('a recorded time', () => {
  it.each([
    ['1700000000', 1_700_000_000_000],
    ['1700000000.25', 1_700_000_000_250],
    ['1700000000123', 1_700_000_000_123],
    ['2016-02-10T14:10:16+00:00', Date.UTC(2016, 1, 10, 14, 10, 16)],
    ['2016-02-10 22:10:16.5+0800', Date.UTC(2016, 1, 10, 14, 10, 16, 500)],
    ['2016/2/10 14:10Z', Date.UTC(2016, 1, 10, 14, 10)],
  ])('%s is read', (text, ts) => {
    expect(readTime(text)).toBe(ts)
  })

  it('without a zone needs to be told one', () => {
    expect(readTime('2016-02-10 14:10:16')).toMatch('names no time zone')
    expect(readTime('2016-02-10 14:10:16', { zoneMinutes: 480 })).toBe(Date.UTC(2016, 1, 10, 6, 10, 16))
  })

  it('with day and month in either order is read only where one can be meant, or was named', () => {
    expect(readTime('11/02/2016 14:10:02', { zoneMinutes: 0 })).toMatch('--dates')
    expect(readTime('11/02/2016 14:10:02', { zoneMinutes: 0, dateOrder: 'dmy' })).toBe(Date.UTC(2016, 1, 11, 14, 10, 2))
    expect(readTime('11/02/2016 14:10:02', { zoneMinutes: 0, dateOrder: 'mdy' })).toBe(Date.UTC(2016, 10, 2, 14, 10, 2))
    expect(readTime('25/02/2016 14:10:02', { zoneMinutes: 0 })).toBe(Date.UTC(2016, 1, 25, 14, 10, 2))
  })

  it.each(['', 'yesterday', '2016-02-30T00:00:00Z', '2016-13-01T00:00:00Z', '2016-02-10T25:00:00Z', '2016-02-10T14:10:16+00:00,3'])('"%s" is none', (text) => {
    expect(readTime(text)).toBeTypeOf('string')
  })

  it('may have its zone named by the command line', () => {
    expect([readZone('+08:00'), readZone('-0330'), readZone('Z'), readZone('Beijing'), readZone('+99:00')]).toEqual([480, -210, 0, null, null])
  })
})
