import { describe, expect, test } from 'vitest'
import { checkLicence, licenceKind, licenceRegion, licenceWarnings, makeLicence, type LicenceTemplate } from './licence.ts'

const VALID = [
  'JY11108071215650', 'JY11105050876919', 'JY21311020001236', 'JY31311020000455', 'JY11311810000075', 'SC10413110200019',
]

describe('a licence number', () => {
  test.each(VALID)('%s is valid', (number) => expect(checkLicence(number)).toBeNull())

  test.each(VALID)('%s fails with any one digit changed', (number) => {
    for (let i = 2; i < number.length; i++)
      for (const other of '0123456789')
        if (other !== number[i]) expect(checkLicence(number.slice(0, i) + other + number.slice(i + 1))).toBe('check')
  })

  test('of public test data with a wrong check digit is refused, and right with the right one', () => {
    expect(checkLicence('JY11105000000001')).toBe('check')
    expect(checkLicence('JY11105000000005')).toBeNull()
  })

  test('is refused with the reason', () => {
    expect(checkLicence('')).toBe('empty')
    expect(checkLicence('   ')).toBe('empty')
    expect(checkLicence('jy21311020001236')).toBe('case')
    expect(checkLicence('JY2131102000123')).toBe('length')
    expect(checkLicence('JY2131102000123X')).toBe('digits')
    expect(checkLicence('局'.repeat(65))).toBe('too-long')
  })

  test('with a right check digit and a business that does not exist is refused', () => {
    const numbers = Array.from({ length: 10 }, (_, digit) => `JY4131102000001${digit}`)
    expect(numbers.map(checkLicence).filter((problem) => problem === 'business-kind')).toHaveLength(1)
    expect(numbers.map(checkLicence).filter((problem) => problem === 'check')).toHaveLength(9)
  })

  test('of a local format is accepted as it is', () => {
    expect(checkLicence('冀小餐131102000123')).toBeNull()
    expect(licenceKind('冀小餐131102000123')).toBe('local')
    expect(licenceRegion('冀小餐131102000123')).toBeNull()
  })

  test('of an unknown region is only warned of, as real numbers carry such', () => {
    const regions = new Set(['131102'])
    expect(licenceWarnings('JY21311020001236', regions)).toEqual([])
    expect(licenceWarnings('JY11108071215650', regions)).toEqual(['unknown-region'])
    expect(licenceWarnings('SC10413110200019', regions)).toEqual([])
    expect(licenceWarnings(makeLicence('SC199', '131102', 1), regions)).toEqual(['unknown-class'])
    expect(licenceWarnings('冀小餐131102000123', regions)).toEqual(['local-format'])
  })
})

describe('a made-up licence number', () => {
  const templates: LicenceTemplate[] = ['JY1', 'JY2', 'JY3', 'SC104', 'SC201', 'YB1', 'YB2']
  test.each(templates)('of %s is valid and of its region', (template) => {
    for (let serial = 0; serial < 500; serial++) {
      const number = makeLicence(template, '131121', serial)
      expect(checkLicence(number)).toBeNull()
      expect(number).toHaveLength(16)
      expect(licenceRegion(number)).toBe('131121')
    }
  })

  test('equals the known ones', () => {
    expect(makeLicence('JY2', '131102', 123)).toBe('JY21311020001236')
    expect(makeLicence('JY3', '131102', 45)).toBe('JY31311020000455')
    expect(makeLicence('SC104', '131102', 1)).toBe('SC10413110200019')
  })

  test('of a part that can not be is refused', () => {
    expect(() => makeLicence('SC1', '131102', 1)).toThrow(RangeError)
    expect(() => makeLicence('JY2', '13', 1)).toThrow(RangeError)
    expect(() => makeLicence('SC104', '131102', 10_000)).toThrow(RangeError)
  })
})
