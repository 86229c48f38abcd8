import { describe, expect, test } from 'vitest'
import { checkGb28181, gb28181Region, makeGb28181, parseGb28181 } from './gb28181.ts'

describe('a GB/T 28181 device id', () => {
  test('falls into its parts', () => {
    expect(parseGb28181('13110200091320000001')).toEqual({ centre: '13110200', industry: '09', type: '132', network: '0', serial: '000001' })
    expect(parseGb28181('34020000002000000001').type).toBe('200')
    expect(gb28181Region('13110200091320000001')).toBe('131102')
  })

  test('of a type not listed is no error', () => {
    expect(checkGb28181('13110200099990000001')).toBeNull()
    expect(parseGb28181('13110200099990000001').type).toBeNull()
  })

  test('is refused with the reason', () => {
    expect(checkGb28181('1311020009132000001')).toBe('length')
    expect(checkGb28181('1311020009132000000X')).toBe('digits')
  })

  test('is made from region, type and serial', () => {
    expect(makeGb28181('131102', '132', 1)).toBe('13110200091320000001')
    expect(() => makeGb28181('131102', '132', 1_000_000)).toThrow(RangeError)
    expect(() => makeGb28181('13', '132', 1)).toThrow(RangeError)
  })
})
