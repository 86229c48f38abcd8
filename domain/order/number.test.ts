import { expect, it } from 'vitest'
import { officeFor, orderNumber, serialYear, type Office } from './number.ts'

const city: Office = { id: 'city', name: '市局', prefix: '衡市监责改', districts: [] }
const taocheng: Office = { id: 'taocheng', name: '区局', prefix: '桃市监责改', districts: ['131102'] }

it('writes the number of an order as the form has it', () => {
  expect(orderNumber(city, 2026, 12)).toBe('衡市监责改〔2026〕12号')
})

it('begins a new year at midnight in Beijing', () => {
  expect(serialYear(Date.parse('2026-12-31T15:59:59Z'))).toBe(2026)
  expect(serialYear(Date.parse('2026-12-31T16:00:00Z'))).toBe(2027)
})

it('has the office of the district issue, or else the one for all', () => {
  expect(officeFor([city, taocheng], '131102')).toBe(taocheng)
  expect(officeFor([taocheng, city], '131103')).toBe(city)
  expect(officeFor([taocheng, city], null)).toBe(city)
  expect(officeFor([taocheng], '131103')).toBeNull()
})
