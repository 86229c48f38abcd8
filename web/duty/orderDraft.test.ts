import { expect, it } from 'vitest'
import { createI18n } from 'vue-i18n'
import { zh } from '../i18n/zh.ts'
import { anAlert } from '../screen/anAlert.ts'
import { factOf, itemsOf } from './orderDraft.ts'

const { global } = createI18n({ legacy: false, locale: 'zh', messages: { zh } })

it('writes down when, where, what and how much, a line an alert', () => {
  const fact = factOf([anAlert(), anAlert({ id: 'b', place: null, value: -3 })], 0, { locale: 'zh', vocabulary: null, t: (key, values) => global.t(key, values ?? {}) })
  expect(fact).toBe('11-22 09:00 冷冻柜 1 号 温度 −7.2 °C 高于 −12 °C\n11-22 09:00 温度 −3 °C 高于 −12 °C')
})

it('makes an item of every line that says something', () => {
  expect(itemsOf(' 修复冷冻柜 \n\n报废受影响食品\n')).toEqual([{ id: '1', text: '修复冷冻柜' }, { id: '2', text: '报废受影响食品' }])
  expect(itemsOf(' \n')).toEqual([])
})
