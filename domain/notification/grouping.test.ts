import { expect, it } from 'vitest'
import { policiesSchema } from '../escalation/policy.ts'
import { gatheredWording, groupOf, type Gathered } from './grouping.ts'

const policy = (group: object | null) => policiesSchema.parse({ policies: [{ id: 'critical', name: '严重', severities: ['critical'], steps: [{ after: '0', who: ['on-duty'], channels: ['sms'] }], group }] }).policies[0] ?? null
const alert = { unitId: 'U1', district: '131102', deviceId: 'D1', ruleId: 'hot', metric: 'temperature', type: null } as const
const perUnit = policy({ within: '1m' })

it('alerts of one unit and rule are of one group, whatever their devices', () => {
  expect(groupOf(alert, perUnit)).toEqual(groupOf({ ...alert, deviceId: 'D2' }, perUnit))
  expect(groupOf(alert, perUnit)).toMatchObject({ withinMs: 60_000 })
  for (const other of [{ ...alert, unitId: 'U2' }, { ...alert, ruleId: 'cold' }]) expect(groupOf(other, perUnit)?.key).not.toBe(groupOf(alert, perUnit)?.key)
  const perDistrict = policy({ by: ['district', 'rule'], within: '5m' })
  expect(groupOf(alert, perDistrict)).toEqual(groupOf({ ...alert, unitId: 'U2' }, perDistrict))
})

it('devices of no unit share no group', () => {
  expect(groupOf({ ...alert, unitId: null }, perUnit)?.key).not.toBe(groupOf({ ...alert, unitId: null, deviceId: 'D2' }, perUnit)?.key)
})

it('gas, fire and what no policy groups go out alone', () => {
  expect(groupOf({ ...alert, metric: 'gas_lel' }, perUnit)).toBeNull()
  expect(groupOf({ ...alert, metric: null, type: 'fire_smoke' }, perUnit)).toBeNull()
  expect(groupOf(alert, policy(null))).toBeNull()
  expect(groupOf(alert, null)).toBeNull()
})

it('a policy says by what and within what time it groups', () => {
  for (const group of [{ within: '0' }, { within: '2h' }, { by: [], within: '1m' }, { by: ['city'], within: '1m' }]) expect(() => policy(group)).toThrow()
})

it('the message counts all and names the first of the others', () => {
  const other = (n: number): Gathered => ({ id: `n-${n}`, subject: { kind: 'alert', id: `A${n}` }, text: `冷库 ${n} · 温度过高\n发生于` })
  expect(gatheredWording('【严重预警】一食堂', '冷库 0 · 温度过高', [])).toEqual({ title: '【严重预警】一食堂', text: '冷库 0 · 温度过高' })
  const { title, text } = gatheredWording('【严重预警】一食堂', '冷库 0 · 温度过高', Array.from({ length: 11 }, (_, i) => other(i + 1)))
  expect(title).toBe('【严重预警】一食堂（共 12 起）')
  expect(text.split('\n')).toEqual(['冷库 0 · 温度过高', '另有同类预警 11 起：', ...[1, 2, 3, 4, 5].map((n) => `· 冷库 ${n} · 温度过高`), '· 还有 6 起，见值班台'])
})
