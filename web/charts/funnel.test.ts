import { expect, it } from 'vitest'
import { funnelOption } from './funnel.ts'
import { aTheme } from './aTheme.ts'

it('draws every step in its order with its number, against the fullest', () => {
  const { series: [funnel] } = funnelOption([{ name: '发现', count: 449, note: '' }, { name: '销号', count: 0, note: '占发现 0.0%' }], aTheme) as { series: { sort: string; max: number; data: { name: string; value: number }[] }[] }
  expect(funnel).toMatchObject({ sort: 'none', max: 449, data: [{ name: '发现  449', value: 449 }, { name: '销号  0  占发现 0.0%', value: 0 }] })
  expect(funnelOption([], aTheme)).toMatchObject({ series: [{ max: 1 }] })
})
