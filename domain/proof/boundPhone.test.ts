import { expect, it } from 'vitest'
import { answerCode, phoneDigits, TRIES, type AskedBinding } from './boundPhone.ts'

const asked: AskedBinding = { state: 'asked', code: '123456', tries: 0, expiresAt: 1_000 }

it('takes the right code in time, once', () => {
  expect(answerCode(asked, '123456', 1_000)).toBe('right')
  expect(answerCode(asked, '123456', 1_001)).toBe('expired')
  expect(answerCode({ ...asked, state: 'bound', code: null }, '123456', 1)).toBe('over')
})

it('is spent by as many wrong codes as are allowed', () => {
  expect(answerCode(asked, '654321', 1)).toBe('wrong')
  expect(answerCode({ ...asked, tries: TRIES - 1 }, '654321', 1)).toBe('spent')
})

it('knows a number however it is written', () => {
  expect(new Set(['+86 138 0000 1111', '0086-13800001111', '138-0000-1111'].map(phoneDigits))).toEqual(new Set(['13800001111']))
})
