import { describe, expect, it } from 'vitest'
import { breachText, citation, findingText } from './notice.ts'

describe('what a notice cites', () => {
  const document = '餐饮服务食品安全操作规范'

  it('is a clause only where somebody has checked it', () => {
    expect(citation({ kind: 'guidance', document, clause: '第七条', status: 'unverified' })).toBe(`《${document}》`)
    expect(citation({ kind: 'guidance', document, clause: '第七条', status: 'verified' })).toBe(`《${document}》第七条`)
  })

  it('is no foreign text, and no limit that the platform or the operator set', () => {
    expect(citation(null)).toBeNull()
    expect(citation({ kind: 'platform', document, status: 'verified' })).toBeNull()
    expect(citation({ kind: 'legal', document: 'Directive 89/108/EEC', status: 'verified' })).toBeNull()
  })

  it('is broken where it is law, not met where it is a standard, and left to the hand where there is none', () => {
    expect(breachText({ kind: 'legal', document: '某法', status: 'verified' }, '__')).toBe('上述行为违反了《某法》的规定。')
    expect(breachText({ kind: 'standard', document, status: 'verified' }, '__')).toContain(`不符合《${document}》的要求`)
    expect(breachText(null, '__')).toContain('违反了__的规定')
  })
})

describe('what a notice tells of an alert', () => {
  it('is the worst value against its limit, or what the camera saw', () => {
    const alert = { metric: 'temperature' as const, value: -9.26, limit: -12, unitOfMeasure: '°C', ruleName: '冷冻超温' }
    expect(findingText(alert)).toBe('温度 −9.3 °C（限值 −12 °C）')
    expect(findingText({ ...alert, metric: null })).toBe('冷冻超温')
  })
})
