import { expect, test } from 'vitest'
import { isFaultValue } from './profile.ts'

const profile = { faultValues: { temperature: [85, -127, 850, -250], nh3: [32767] } }

test('a digital fault code is one exactly, so that 85.1 °C stays a measurement', () => {
  expect(isFaultValue(profile, 'temperature', 85)).toBe(true)
  expect(isFaultValue(profile, 'temperature', -127)).toBe(true)
  expect(isFaultValue(profile, 'temperature', 85.1)).toBe(false)
  expect(isFaultValue(profile, 'temperature', 84.9)).toBe(false)
})

test('a broken PT100 gives about its code', () => {
  expect(isFaultValue(profile, 'temperature', 850.6)).toBe(true)
  expect(isFaultValue(profile, 'temperature', -249.4)).toBe(true)
  expect(isFaultValue(profile, 'temperature', 848)).toBe(false)
})

test('gas is held a fault only at the code itself', () => {
  expect(isFaultValue(profile, 'nh3', 32767)).toBe(true)
  expect(isFaultValue(profile, 'nh3', 32766.5)).toBe(false)
  expect(isFaultValue(profile, 'humidity', 85)).toBe(false)
})
