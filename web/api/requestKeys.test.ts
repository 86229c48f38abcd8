import { expect, it } from 'vitest'
import { RequestKeys } from './requestKeys.ts'

it('keeps the key of a request until somebody answers it, or it is too long ago', () => {
  let now = 0
  const keys = new RequestKeys(() => now)
  const key = keys.keyOf('comment')
  expect(key).toMatch(/^[0-9a-f]{32}$/)
  expect(keys.keyOf('another')).not.toBe(key)
  expect(keys.keyOf('comment')).toBe(key)
  keys.answered('comment')
  const second = keys.keyOf('comment')
  expect(second).not.toBe(key)
  now = 10 * 60_000
  expect(keys.keyOf('comment')).toBe(second)
  now += 10 * 60_000 + 1
  expect(keys.keyOf('comment')).not.toBe(second)
})
