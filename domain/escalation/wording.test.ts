import { expect, it } from 'vitest'
import { METRICS } from '../metrics.ts'
import { wordingOf } from './wording.ts'

const alert = { id: 'A', severity: 'critical', unitName: '育才小学食堂', deviceId: 'D1', ruleName: '冷藏过温', place: '冷库', openedAt: '2026-11-22T01:00:00Z', review: null, metric: 'temperature', value: 9.5, limit: 8 } as const
const { unit } = METRICS.temperature
const linesOf = (given: object): string[] => wordingOf({ ...alert, ...given }, { number: 1 }).text.split('\n')

it('tells the worst that was measured, as the highest or the lowest, with the limit', () => {
  expect(linesOf({})).toContain(`最高 9.5${unit}，限值 8${unit}`)
  expect(linesOf({ value: 52, limit: 60 })).toContain(`最低 52${unit}，限值 60${unit}`)
})

it('tells of a camera how sure it was, as a share without a limit', () => {
  const lines = linesOf({ metric: null, value: 0.874, limit: 0.45, review: 'pending' })
  expect(lines).toContain('摄像机识别的把握 87%')
  expect(lines.join()).not.toContain('限值')
})
