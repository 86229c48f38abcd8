import { describe, expect, it } from 'vitest'
import { limitName, subjectOf, type Wordbook } from './alertText.ts'
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

describe('the name on the limit line', () => {
  it('tells a legal limit with its document from a platform default', () => {
    expect(limitName(anAlert(), words)).toBe('法定限值 −12 °C · GB 31654')
    expect(limitName(anAlert({ basis: null }), words)).toBe('平台默认限值 −12 °C')
    expect(limitName(anAlert({ limit: null }), words)).toBeNull()
  })

  it('calls a standard by its number and cuts a long title', () => {
    const named = (document: string) => limitName(anAlert({ basis: { kind: 'legal', document, status: 'unverified' } }), words)
    expect(named('GB 31654-2021 餐饮服务通用卫生规范')).toBe('法定限值 −12 °C · GB 31654-2021')
    expect(named('GB/T 28843-2012 食品冷链物流追溯管理要求')).toBe('法定限值 −12 °C · GB/T 28843-2012')
    expect(named('EN 50291-1')).toBe('法定限值 −12 °C · EN 50291-1')
    expect(named('餐饮服务食品安全操作规范（2018）')).toBe('法定限值 −12 °C · 餐饮服务食品安全操作规范（…')
  })
})
