import { describe, expect, it } from 'vitest'
import { changePercent, grouped, measured, percent, perThousand, short } from './number.ts'

describe('numbers as shown', () => {
  it('group thousands and carry the true minus sign', () => {
    expect(grouped(34432)).toBe('34,432')
    expect(grouped(-1234.56, 1)).toBe('−1,234.6')
    expect(grouped(-0.01, 1)).toBe('0.0')
    expect(grouped(Number.NaN)).toBe('—')
  })

  it('show a measured value with one decimal at most', () => {
    expect(measured(-7.25)).toBe('−7.2')
    expect(measured(-12)).toBe('−12')
    expect(measured(41.19)).toBe('41.2')
  })

  it('show no share of nothing', () => {
    expect(percent(7410, 7710)).toBe('96.1%')
    expect(percent(0, 0)).toBe('—')
    expect(perThousand(30, 3300)).toBeCloseTo(9.09)
    expect(perThousand(1, 0)).toBe(0)
  })

  it('compare with an earlier figure, if there was one', () => {
    expect(changePercent(118, 140)).toBe(-16)
    expect(changePercent(5, 0)).toBeNull()
  })

  it('shorten by ten thousands in Chinese and by thousands in English', () => {
    expect(short(24_767_000, 'zh')).toBe('2,476.7万')
    expect(short(9_999, 'zh')).toBe('9,999')
    expect(short(12_500, 'en')).toBe('12.5k')
  })
})
