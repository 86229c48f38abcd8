import { describe, expect, it } from 'vitest'
import { en } from '../i18n/en.ts'
import { zh } from '../i18n/zh.ts'
import type { Alert } from '../../domain/alert.ts'
import type { Wordbook } from './alertText.ts'
import { anAlert } from './anAlert.ts'
import { findingOf, sinceText } from './finding.ts'

/** Real words, so that a test reads what a viewer reads. */
function wordbook(locale: 'zh' | 'en'): Wordbook {
  const t = (key: string, values: Record<string, unknown> = {}): string => {
    const text = key.split('.').reduce<unknown>((node, part) => (node as Record<string, unknown>)[part], locale === 'zh' ? zh : en)
    return String(text).replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name]))
  }
  return { locale, vocabulary: null, t }
}

const now = Date.parse('2026-11-22T01:03:12.000Z')
const said = (fields: Partial<Alert>, locale: 'zh' | 'en' = 'zh'): string => {
  const found = findingOf(anAlert({ breachedAt: '2026-11-22T01:00:00.000Z', ...fields }), now, wordbook(locale))
  return [found?.value, found?.limit].filter(Boolean).join(' ')
}
const fault = (type: string, value: number | null = null): Partial<Alert> => ({ metric: null, type, value, limit: null, unitOfMeasure: null })
const door: Partial<Alert> = { metric: 'door', value: 1, limit: 0.5, unitOfMeasure: '' }
const camera: Partial<Alert> = { metric: null, type: 'no_mask', value: 0.83, limit: 0.6, unitOfMeasure: null }

describe('what an alert found', () => {
  it.each<[Partial<Alert>, string, string]>([
    [{ value: -10.2, limit: -12 }, '−10.2 °C 高于 −12 °C', '−10.2 °C above −12 °C'],
    [{ value: -1.5, limit: 0 }, '−1.5 °C 低于 0 °C', '−1.5 °C below 0 °C'],
    [camera, '置信度 83%', '83% confidence'],
    [door, '门开着 3 分 12 秒', 'open for 3 min 12 s'],
    [{ ...door, metric: 'power', value: 0 }, '断电 3 分 12 秒', 'off for 3 min 12 s'],
    [fault('silence'), '已静默 3 分钟', 'silent for 3 min'],
    [fault('stuck', 4), '已 3 分钟 不变', 'unchanged for 3 min'],
    [fault('fault-value', 850), '传感器报出 850', 'sensor gave 850'],
    [fault('battery', 12), '电量 12%', 'battery at 12%'],
    [fault('jump', 30.5), '跳变到 30.5', 'jumped to 30.5'],
    [fault('clock', 90), '偏差 1 分钟', 'off by 1 min'],
    [{ ...camera, value: null }, '', ''],
  ])('of %j reads "%s"', (fields, chinese, english) => {
    expect(said(fields)).toBe(chinese)
    expect(said(fields, 'en')).toBe(english)
  })

  it('of a door that was shut tells how long it stood open, whatever the time is now', () => {
    expect(said({ ...door, state: 'resolved', resolvedAt: '2026-11-22T01:00:45.000Z' })).toBe('门开着 45 秒')
  })
})

it.each([[{}, '越限起于 09:00'], [camera, '发现于 09:00'], [door, '始于 09:00'], [fault('silence'), '最后读数 09:00'], [fault('fault-value'), '出现于 09:00']])('%j began as "%s"', (fields, text) => {
  expect(sinceText(anAlert({ breachedAt: '2026-11-22T01:00:00.000Z', ...fields }), wordbook('zh'))).toBe(text)
})
