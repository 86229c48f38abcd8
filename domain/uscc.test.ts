import { describe, expect, test } from 'vitest'
import { checkUscc, makeUscc, usccRegion, usccWarnings } from './uscc.ts'

const VALID = [
  '91110000600037341L', '91110108551385082Q', '911101083303521997',
  '91131102MA0TE5T163', '92131121MA07ABC20T', '12131100401800017C',
]
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'

describe('a unified social credit code', () => {
  test.each(VALID)('%s is valid, without a warning', (code) => {
    expect(checkUscc(code)).toBeNull()
    expect(usccWarnings(code)).toEqual([])
  })

  test.each(VALID)('%s fails with any one character changed', (code) => {
    for (let i = 0; i < code.length; i++)
      for (const other of ALPHABET)
        if (other !== code[i]) expect(checkUscc(code.slice(0, i) + other + code.slice(i + 1))).toBe('check')
  })

  test('is refused with the reason', () => {
    expect(checkUscc('')).toBe('length')
    expect(checkUscc('91110000600037341')).toBe('length')
    expect(checkUscc('91110000600037341LL')).toBe('length')
    for (const letter of 'IOSVZ') expect(checkUscc(`9111000060003734${letter}L`)).toBe('alphabet')
    expect(checkUscc('91110000600037341l')).toBe('alphabet')
    expect(checkUscc('91110000600037341L'.replace('L', 'M'))).toBe('check')
  })

  test('with a wrong inner check or an unknown kind is only warned of', () => {
    expect(usccWarnings('91110000600037342L')).toEqual(['organisation-check'])
    expect(usccWarnings('Y1110000600037341L')).toEqual(['unknown-entity-kind'])
  })

  test('names its region', () => expect(usccRegion('92131121MA07ABC20T')).toBe('131121'))
})

describe('a made-up code', () => {
  test('is valid, of its region and kind, and no other serial gives it', () => {
    const made = Array.from({ length: 2000 }, (_, serial) => makeUscc('131102', '92', serial))
    for (const code of made) {
      expect(checkUscc(code)).toBeNull()
      expect(usccWarnings(code)).toEqual([])
      expect(code.startsWith('92131102')).toBe(true)
    }
    expect(new Set(made).size).toBe(2000)
    expect(checkUscc(makeUscc('131182', '91', 31 ** 6 - 1))).toBeNull()
  })

  test('of a part that can not be is refused', () => {
    expect(() => makeUscc('1311', '92', 1)).toThrow(RangeError)
    expect(() => makeUscc('131102', '9', 1)).toThrow(RangeError)
    for (const serial of [-1, 1.5, 31 ** 6]) expect(() => makeUscc('131102', '92', serial)).toThrow(RangeError)
  })
})
