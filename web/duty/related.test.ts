import { expect, it } from 'vitest'
import { anAlert } from '../screen/anAlert.ts'
import { relate } from './related.ts'

it('tells what is open beside an alert from what was like it before, the most alike first and the newest of these', () => {
  const alert = anAlert({ id: 'this', ruleId: 'warm', deviceId: 'f1' })
  const ended = { state: 'resolved' } as const
  const list = [
    alert,
    anAlert({ id: 'open', ruleId: 'door', deviceId: 'd1', state: 'acknowledged' }),
    anAlert({ id: 'withdrawn', state: 'withdrawn' }),
    anAlert({ id: 'unit', ruleId: 'door', deviceId: 'd1', ...ended }),
    anAlert({ id: 'device', ruleId: 'silence', deviceId: 'f1', ...ended }),
    anAlert({ id: 'rule', ruleId: 'warm', deviceId: 'f2', ...ended, openedAt: '2026-11-21T01:00:00.000Z' }),
    anAlert({ id: 'same-old', ruleId: 'warm', deviceId: 'f1', ...ended, openedAt: '2026-11-01T01:00:00.000Z' }),
    anAlert({ id: 'same-new', ruleId: 'warm', deviceId: 'f1', state: 'dismissed', openedAt: '2026-11-02T01:00:00.000Z' }),
  ]
  const { others, earlier } = relate(alert, list)
  expect(others.map(({ id }) => id)).toEqual(['open'])
  expect(earlier.map((each) => [each.alert.id, each.relation])).toEqual([['same-new', 'rule'], ['same-old', 'rule'], ['rule', 'rule'], ['device', 'device'], ['unit', 'unit']])
})
