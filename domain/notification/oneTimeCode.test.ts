import { expect, it } from 'vitest'
import { CODE_PLACE, masked, withCode, withoutCode } from './oneTimeCode.ts'

it('puts the code into what goes out, and into nothing that is kept', () => {
  const text = `验证码 ${CODE_PLACE}，10 分钟内有效`
  expect(withCode(text, '123456')).toBe('验证码 123456，10 分钟内有效')
  expect(withCode(text, null)).toBe(masked(text))
  expect(masked(text)).not.toMatch(/\d{6}|\{code\}/)
  expect(withoutCode('200 {"text":"验证码 123456"}', '123456')).toBe('200 {"text":"验证码 ······"}')
})
