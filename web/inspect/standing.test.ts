import { expect, it } from 'vitest'
import { suggested } from './standing.ts'

const people = ['a', 'b'].map((username) => ({ username, name: username, running: 0, free: true, metres: null, lastAt: null }))

it('sends each inspector to one unit of a plan while there are others, and says nobody where there is none', () => {
  expect(suggested(people, new Set())).toBe('a')
  expect(suggested(people, new Set(['a']))).toBe('b')
  expect(suggested(people, new Set(['a', 'b']))).toBe('a')
  expect(suggested([], new Set())).toBe('')
})
