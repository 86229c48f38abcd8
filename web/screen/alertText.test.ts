import { describe, expect, it } from 'vitest'
import { againstLimit, limitName, subjectOf, type Wordbook } from './alertText.ts'
import { anAlert } from './anAlert.ts'

const words: Wordbook = {
  locale: 'zh',
  vocabulary: { violations: { no_mask: { zh: '未戴口罩', en: 'No mask' } }, profiles: {} },
  t: (key) => ({ 'metric.temperature': '温度', 'fault.silence': '设备失联', 'basis.legal': '法定限值', 'basis.platform': '平台默认限值' })[key] ?? key,
}

describe('what an alert is about', () => {
  it('is the metric, the device fault or the violation of the catalogue', () => {
    expect(subjectOf(anAlert(), words)).toBe('温度')
    expect(subjectOf(anAlert({ metric: null, type: 'silence' }), words)).toBe('设备失联')
    expect(subjectOf(anAlert({ metric: null, type: 'no_mask' }), words)).toBe('未戴口罩')
    expect(subjectOf(anAlert({ metric: null, type: 'no_mask' }), { ...words, locale: 'en' })).toBe('No mask')
  })

  it('shows a label that is not in the catalogue as it came', () => {
    expect(subjectOf(anAlert({ metric: null, type: 'raccoon' }), words)).toBe('raccoon')
    expect(subjectOf(anAlert({ metric: null, type: 'no_mask' }), { ...words, vocabulary: null })).toBe('no_mask')
  })
})

describe('a value against its limit', () => {
  it('says on which side it lies', () => {
    expect(againstLimit(anAlert({ value: -7.2, limit: -12 }))).toEqual({ value: '−7.2 °C', limit: '−12', side: 'above' })
    expect(againstLimit(anAlert({ value: -1.5, limit: 0 }))?.side).toBe('below')
  })

  it('is absent where there is no number', () => {
    expect(againstLimit(anAlert({ value: null, limit: null, metric: null, type: 'no_mask' }))).toBeNull()
  })
})

describe('the name on the limit line', () => {
  it('tells a legal limit with its document from a platform default', () => {
    expect(limitName(anAlert(), words)).toBe('法定限值 −12 °C · GB 31654')
    expect(limitName(anAlert({ basis: null }), words)).toBe('平台默认限值 −12 °C')
    expect(limitName(anAlert({ limit: null }), words)).toBeNull()
  })
})
