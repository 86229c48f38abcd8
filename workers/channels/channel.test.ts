import { expect, it } from 'vitest'
import { linkText } from './channel.ts'

it('a message gives a whole address, or says what to set instead of a path that leads nowhere', () => {
  expect(linkText({ link: 'https://mj.example/duty?alert=A' })).toBe('https://mj.example/duty?alert=A')
  expect(linkText({ link: '/duty?alert=A' })).toMatch(/PUBLIC_URL/)
})
