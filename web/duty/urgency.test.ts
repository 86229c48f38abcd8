import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { UnitKind } from '../../domain/unit.ts'
import { anAlert } from '../screen/anAlert.ts'
import { actBy, byUrgency, reordered, urgencyAt, urgencyOf } from './urgency.ts'

const NOW = Date.parse('2026-11-22T02:00:00.000Z')
const ago = (minutes: number): string => new Date(NOW - minutes * 60_000).toISOString()
const KINDS: Record<string, UnitKind> = { school: 'canteen', shop: 'retail' }
const ids = (...alerts: ReturnType<typeof anAlert>[]): string[] =>
  byUrgency(alerts, urgencyAt(NOW, (alert) => KINDS[alert.unitId ?? ''] ?? null)).map((alert) => alert.id)

describe('the order of the queue', () => {
  it('puts severity before everything else: a fresh critical alert goes before a major one long overdue in a canteen', () => {
    const fresh = anAlert({ id: 'fresh', severity: 'critical', openedAt: ago(0), unitId: 'shop' })
    const overdue = anAlert({ id: 'overdue', severity: 'major', openedAt: ago(60 * 24 * 9), unitId: 'school' })
    expect(ids(overdue, fresh)).toEqual(['fresh', 'overdue'])
  })

  it('puts the kitchen of many eaters before the shop, and the longer waiting before the later', () => {
    const shop = anAlert({ id: 'shop', severity: 'major', openedAt: ago(30), unitId: 'shop' })
    const school = anAlert({ id: 'school', severity: 'major', openedAt: ago(10), unitId: 'school' })
    const before = anAlert({ id: 'before', severity: 'major', openedAt: ago(90), unitId: 'shop' })
    expect(ids(shop, before, school)).toEqual(['school', 'before', 'shop'])
  })

  it('puts what is past its time to act before the rest of its severity', () => {
    const late = anAlert({ id: 'late', severity: 'critical', openedAt: ago(121), unitId: 'shop' })
    const school = anAlert({ id: 'school', severity: 'critical', openedAt: ago(1), unitId: 'school' })
    expect(ids(school, late)).toEqual(['late', 'school'])
    expect(actBy(late)).toBe(NOW - 60_000)
  })

  it('counts what is in somebody\'s hands one severity less', () => {
    const taken = anAlert({ id: 'taken', severity: 'critical', state: 'acknowledged', openedAt: ago(5), unitId: 'shop' })
    const major = anAlert({ id: 'major', severity: 'major', openedAt: ago(5), unitId: 'school' })
    expect(ids(taken, major)).toEqual(['major', 'taken'])
  })

  it('takes an alert from the future as one of now', () => {
    expect(urgencyOf(anAlert({ severity: 'major', openedAt: ago(-5) }), null, NOW)).toBe(2000)
  })

  it('is the same whether it is found anew or from the order before, whatever came, went or changed', () => {
    const some = fc.uniqueArray(fc.record({ id: fc.constantFrom(...'abcdefghij'), severity: fc.constantFrom('critical' as const, 'major' as const), minutes: fc.constantFrom(1, 5, 200) }), { selector: ({ id }) => id })
    fc.assert(fc.property(some, some, fc.boolean(), (one, two, keep) => {
      const alerts = one.map(({ id, severity, minutes }) => anAlert({ id, severity, openedAt: ago(minutes) }))
      const next = [...(keep ? alerts.filter((_alert, n) => n % 2 === 0) : []), ...two.filter(({ id }) => !keep || !one.some((other) => other.id === id)).map(({ id, severity, minutes }) => anAlert({ id, severity, openedAt: ago(minutes) }))]
      const urgency = urgencyAt(NOW, () => null)
      expect(reordered(byUrgency(alerts, urgency), next, urgency)).toEqual(byUrgency(next, urgency))
    }))
  })

  it('is the former list itself where nothing has changed', () => {
    const urgency = urgencyAt(NOW, () => null)
    const before = byUrgency(['b', 'a'].map((id) => anAlert({ id, openedAt: ago(1) })), urgency)
    expect(reordered(before, [...before].reverse(), urgency)).toBe(before)
  })
})
