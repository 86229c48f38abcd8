import { expect, test } from 'vitest'
import { silencedUntil, type SilencePeriod } from './silencePeriod.ts'

const period = (parts: Partial<SilencePeriod>): SilencePeriod => ({
  id: 's', scope: { units: ['u1'] }, jurisdiction: { scope: 'city' }, from: '2026-11-22T00:00:00.000Z', until: '2026-11-22T08:00:00.000Z', reason: '检修',
  author: 'user:a', createdAt: '2026-11-22T00:00:00.000Z', endedAt: null, endedBy: null, ...parts,
})
const alert = { deviceId: 'd1', unitId: 'u1', district: '131102', ruleId: 'r1', metric: 'temperature', type: null }

test('an alert is silenced until the last end of what names it', () => {
  expect(silencedUntil(alert, [])).toBeNull()
  expect(silencedUntil(alert, [period({}), period({ until: '2026-11-22T09:00:00.000Z', scope: { devices: ['d1'] } })])).toBe('2026-11-22T09:00:00.000Z')
  expect(silencedUntil(alert, [period({ scope: { units: ['u2'] } })])).toBeNull()
})

test('every part of the scope must name it, and it reaches no further than its author', () => {
  expect(silencedUntil(alert, [period({ scope: { units: ['u1'], rules: ['r2'] } })])).toBeNull()
  expect(silencedUntil(alert, [period({ scope: { units: ['u1'], rules: ['r1'] } })])).not.toBeNull()
  expect(silencedUntil(alert, [period({ scope: { rules: ['r1'] }, jurisdiction: { scope: 'districts', districts: ['131103'] } })])).toBeNull()
})

test('gas and fire are never silenced, whatever the scope', () => {
  for (const metric of ['gas_lel', 'co', 'co2', 'nh3']) expect(silencedUntil({ ...alert, metric }, [period({})])).toBeNull()
  for (const type of ['fire_smoke', 'unattended_fire']) expect(silencedUntil({ ...alert, metric: null, type }, [period({})])).toBeNull()
  expect(silencedUntil({ ...alert, metric: null, type: 'no_mask' }, [period({})])).not.toBeNull()
})
