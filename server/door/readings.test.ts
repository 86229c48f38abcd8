import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readReading } from './readings.ts'

const NOW = Date.UTC(2026, 10, 22, 12)
const FAULTS = { faultValues: { temperature: [85, -127] } }
const read = (item: unknown) => readReading('F1', item, NOW, FAULTS)

describe('a native reading', () => {
  it('keeps every known metric and ignores names it does not know beside them', () => {
    const { reading, rejection } = read({ ts: NOW, values: { temperature: -18.4, humidity: 81, door: 0, colour: 'red' } })
    expect(reading).toEqual({ kind: 'reading', device: 'F1', ts: NOW, receivedAt: NOW, values: { temperature: -18.4, humidity: 81, door: 0 } })
    expect(rejection).toBeNull()
  })

  it.each([
    ['not an object', 5, 'invalid'],
    ['an array', [], 'invalid'],
    ['without values', { ts: NOW }, 'invalid'],
    ['with values that are a list', { values: [1] }, 'invalid'],
    ['with no known metric', { values: { colour: 1 } }, 'no-known-metric'],
    ['with empty values', { values: {} }, 'no-known-metric'],
    ['with a text for a number', { values: { temperature: '-18.4' } }, 'not-a-number'],
    ['with null', { values: { temperature: null } }, 'not-a-number'],
    ['with true', { values: { door: true } }, 'not-a-number'],
    ['with NaN', { values: { temperature: Number.NaN } }, 'not-a-number'],
    ['hotter than 1,000 °C', { values: { temperature: 1000.1 } }, 'out-of-range'],
    ['colder than −100 °C', { values: { temperature: -100.1 } }, 'out-of-range'],
    ['more humid than 100 %', { values: { humidity: 101 } }, 'out-of-range'],
    ['of 1970', { ts: 12, values: { temperature: 1 } }, 'time-before-2000'],
  ])('%s is refused whole', (_case, item, type) => {
    const { reading, rejection } = read(item)
    expect(reading).toBeNull()
    expect(rejection).toMatchObject({ type })
  })

  it('keeps the good value beside a bad one, and says what was bad', () => {
    const { reading, rejection } = read({ ts: NOW, values: { temperature: 3.5, humidity: 'wet' } })
    expect(reading?.values).toEqual({ temperature: 3.5 })
    expect(rejection).toMatchObject({ type: 'not-a-number' })
  })

  it('passes a fault value outside the range on to be judged, and refuses it as a measurement', () => {
    const { reading, rejection } = read({ ts: NOW, values: { temperature: -127 } })
    expect(reading?.values).toEqual({ temperature: -127 })
    expect(rejection).toMatchObject({ type: 'out-of-range' })
  })

  it('never throws, whatever comes', () => {
    fc.assert(fc.property(fc.anything(), (item) => {
      const { reading, rejection } = read(item)
      expect(reading !== null || rejection !== null).toBe(true)
    }))
    fc.assert(fc.property(fc.dictionary(fc.constantFrom('ts', 'values', 'temperature', '__proto__'), fc.anything()), (item) => {
      read({ values: item })
      read(item)
    }))
  })
})
