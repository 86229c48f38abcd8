import { describe, expect, it } from 'vitest'
import { createI18n } from 'vue-i18n'
import { zh } from '../i18n/zh.ts'
import type { MetricRuleInput } from '../../domain/rule.ts'
import type { Wordbook } from '../screen/alertText.ts'
import { ruleSentences, type RuleView } from './ruleText.ts'

const { global } = createI18n({ legacy: false, locale: 'zh', messages: { zh } })
const words: Wordbook = { locale: 'zh', vocabulary: null, t: (key, values) => global.t(key, values ?? {}) }
const rule = (fields: Partial<MetricRuleInput>): RuleView => ({ id: 'r', name: 'r', version: 1, scope: { profiles: ['x'] }, metric: 'temperature', ...fields })

describe('what a rule says', () => {
  it('says what is asked of a camera before it is believed', () => {
    const seen = { id: 's', name: 's', version: 1, type: 'smoking', severity: 'critical', minConfidence: 0.7, persist: '3s', cooldown: '5m', windows: { hit: 2, of: 3, length: '3s' }, onlyIn: ['专间'], reviewOnly: true } as const
    expect(ruleSentences({ ...seen, onlyIn: [...seen.onlyIn] }, words)).toEqual([
      'smoking：可信度 ≥ 70 %，持续 3 秒，最近 3 个 3 秒中有 2 个，报严重', '同一摄像头、同一目标 5 分钟内算一次', '只在 专间', '先由人查看，不直接报警',
    ])
  })

  it('names every level with its limit, its duration and its severity, and how it clears', () => {
    const levels: MetricRuleInput['levels'] = [{ severity: 'minor', above: -12, for: '30m' }, { severity: 'critical', atLeast: -9, for: 0 }]
    expect(ruleSentences(rule({ levels }), words)).toEqual([
      '温度高于 −12 °C，持续 30 分钟：一般', '温度不低于 −9 °C，立即：严重', '回到限值内 0.5 °C 并保持 5 分钟后恢复',
    ])
  })

  it('says of a door that it is open, and of power that it is off', () => {
    expect(ruleSentences(rule({ metric: 'door', above: 0.5, for: '5m', severity: 'major' }), words)).toEqual(['门打开，持续 5 分钟：较重', '回到限值内即恢复'])
    expect(ruleSentences(rule({ metric: 'power', equals: 0, for: '1m' }), words)[0]).toBe('供电断电，持续 1 分钟：一般')
  })

  it('says over what time minutes are summed, and within what time a value changes', () => {
    expect(ruleSentences(rule({ above: 8, for: '2h', mode: 'cumulative', window: '1d', clear: { margin: 0, for: '10m' } }), words)).toEqual([
      '温度高于 8 °C，1 天内累计 2 小时：一般', '回到限值内 10 分钟后恢复',
    ])
    expect(ruleSentences(rule({ below: 60, downTo: 8, for: '90m' }), words)[0]).toBe('温度低于 60 °C、高于 8 °C，持续 1 小时 30 分：一般')
    expect(ruleSentences(rule({ changesBy: { amount: 5, within: '10m' }, severity: 'major' }), words)[0]).toBe('温度在 10 分钟内变化超过 5 °C，立即：较重')
  })

  it('says of a process what is to be done by when, rather than a limit that it has not', () => {
    const cooling = { kind: 'cooling' as const, from: 60, stages: [{ to: 21, within: '2h' }, { to: 8, within: '2h' }] }
    expect(ruleSentences(rule({ process: cooling, severity: 'critical' }), words)).toEqual(['从 60 °C 冷却，2 小时内降到 21 °C，再 2 小时内降到 8 °C，未按时做到：严重'])
    expect(ruleSentences(rule({ process: { kind: 'batch', start: 80, reach: 100, hold: '10m' }, severity: 'major' }), words)).toEqual(['升过 80 °C 后没有达到 100 °C 并保持 10 分钟：较重'])
    expect(ruleSentences(rule({ process: { kind: 'defrost' }, above: -18 }), words)).toEqual(['融霜 1 小时 15 分后温度仍高于 −18 °C，或一天融霜多于 8 次：一般'])
    expect(ruleSentences(rule({ process: { kind: 'degree-minutes', window: '1d', budget: 60 }, above: 8 }), words)[0]).toBe('温度高于 8 °C，1 天内累计超过 60 度·分钟：一般')
    expect(ruleSentences(rule({ process: { kind: 'mean-kinetic', window: '7d' }, above: 8 }), words)[0]).toBe('7 天内的平均动力学温度高于 8 °C：一般')
  })
})
