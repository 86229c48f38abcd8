import { expect, it } from 'vitest'
import { createI18n } from 'vue-i18n'
import { en } from '../i18n/en.ts'
import { zh } from '../i18n/zh.ts'
import { comparisonText } from './comparison.ts'

const words = (locale: 'zh' | 'en') => {
  const { t } = createI18n({ legacy: false, locale, messages: { zh, en } }).global
  return (key: string, values: Record<string, unknown> = {}): string => t(key, values)
}

it('says probe and sensor with their unit, when the sensor said so in Beijing, and how far they differ', () => {
  const body = { metric: 'temperature', probe: 6.4, sensor: 5.1, sensorAt: '2026-11-22T02:23:45.000Z' } as const
  expect(comparisonText(body, words('zh'))).toBe('比对：现场 6.4 °C，传感器 5.1 °C（10:23:45），相差 1.3 °C')
  expect(comparisonText(body, words('en'))).toBe('Compared: probe 6.4 °C, sensor 5.1 °C (10:23:45), differs by 1.3 °C')
})

it('shows what waits for the server as not known yet, and a sensor that said nothing as silent', () => {
  expect(comparisonText({ metric: 'humidity', probe: 61 }, words('zh'))).toBe('比对：现场 61 %RH，传感器 …')
  expect(comparisonText({ metric: 'humidity', probe: 61, sensor: null, sensorAt: null }, words('zh'))).toBe('比对：现场 61 %RH，传感器 无读数')
})
