import { expect, it } from 'vitest'
import { anAlert } from '../screen/anAlert.ts'
import { pickAt } from './pick.ts'

const project = ([x, y]: readonly [number, number]): [number, number] => [x, y]
const units = { ids: ['u1', 'u2'], names: ['一店', '二店'], lng: [10, 14], lat: [10, 10], kind: [0, 0], district: ['a', 'b'], instrumented: [0, 0] }
const at = (point: [number, number], severity: 'minor' | 'critical') => anAlert({ id: severity, severity, point, unitId: `of-${severity}`, unitName: severity })

it('finds the nearest unit within reach, where units are points', () => {
  expect(pickAt([13, 10], { alerts: [], units, project, scale: 1 })).toMatchObject({ unitId: 'u2', name: '二店', district: 'b', alert: null, x: 14 })
  expect(pickAt([40, 10], { alerts: [], units, project, scale: 1 })).toBeNull()
  expect(pickAt([10, 10], { alerts: [], units: null, project, scale: 1 })).toBeNull()
})

it('takes an alert before a unit, and of several alerts the gravest', () => {
  const alerts = [at([10, 10], 'minor'), at([20, 10], 'critical')]
  expect(pickAt([11, 10], { alerts, units, project, scale: 1 })?.unitId).toBe('of-critical')
  expect(pickAt([-2, 10], { alerts, units, project, scale: 1 })?.unitId).toBe('of-minor')
})
