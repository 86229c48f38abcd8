import { expect, test } from 'vitest'
import { isCameraRight } from './cameraPrecision.ts'

test('a camera is right where a person confirms what it said, and wrong where it was something else', () => {
  expect(isCameraRight('rodent', { confirmedType: 'rodent' })).toBe(true)
  expect(isCameraRight('rodent', { confirmedType: 'animal_intrusion' })).toBe(false)
})

test('a dismissal blames the camera, unless its reason says otherwise', () => {
  expect(isCameraRight('rodent', { dismissedFor: 'false-positive' })).toBe(false)
  expect(isCameraRight('rodent', { dismissedFor: '是猫' })).toBe(false)
  for (const reason of ['duplicate', 'normal', 'handled', 'other']) expect(isCameraRight('rodent', { dismissedFor: reason })).toBeNull()
  for (const reason of ['mistaken', 'device']) expect(isCameraRight('rodent', { dismissedFor: reason })).toBe(false)
  expect(isCameraRight('rodent', { dismissedFor: 'permitted' })).toBeNull()
})
