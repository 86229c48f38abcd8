import { expect, it } from 'vitest'
import type { SilencePeriod } from '../../../domain/silencePeriod.ts'
import { ENDS, inputOf, isComplete, narrowed, silenceable, standing } from './silenceDraft.ts'

const at = Date.parse('2026-11-23T23:30:00+08:00')

it('ends in the next morning of Beijing, be it today or tomorrow', () => {
  expect(new Date(ENDS.morning(at)).toISOString()).toBe('2026-11-24T00:00:00.000Z')
  expect(new Date(ENDS.morning(Date.parse('2026-11-24T03:00:00+08:00'))).toISOString()).toBe('2026-11-24T00:00:00.000Z')
  expect(new Date(ENDS.morning(Date.parse('2026-11-24T08:00:00+08:00'))).toISOString()).toBe('2026-11-25T00:00:00.000Z')
})

it('tells where a silence stands', () => {
  const period: SilencePeriod = { id: 's', scope: { units: ['u'] }, jurisdiction: { scope: 'city' }, from: '2026-11-23T15:00:00Z', until: '2026-11-23T16:00:00Z', reason: 'x', author: 'user:a', createdAt: '2026-11-23T12:00:00Z', endedAt: null, endedBy: null }
  expect([-HOUR, 0, HOUR].map((shift) => standing(period, at + shift))).toEqual(['coming', 'active', 'over'])
  expect(standing({ ...period, createdAt: period.from }, at - HOUR)).toBe('active')
  expect(standing({ ...period, endedAt: '2026-11-23T15:10:00Z' }, at)).toBe('ended')
})

it('offers neither gas nor fire', () => {
  expect(silenceable(['rat', 'fire_smoke', 'unattended_fire'])).toEqual(['silence', 'fault-value', 'stuck', 'jump', 'battery', 'clock', 'calibration-due', 'rat'])
})

it('is complete with something, an end and a reason, and is sent in Beijing time', () => {
  const scope = narrowed({}, 'units', ['u'])
  expect(narrowed(scope, 'units', [])).toEqual({})
  const draft = { scope, from: '', until: '2026-11-24T08:00', reason: ' 检修 ' }
  expect([draft, { ...draft, reason: ' ' }, { ...draft, until: '' }, { ...draft, scope: {} }].map(isComplete)).toEqual([true, false, false, false])
  expect(inputOf(draft)).toEqual({ scope: { units: ['u'] }, until: '2026-11-24T08:00:00+08:00', reason: '检修' })
})

const HOUR = 3_600_000
