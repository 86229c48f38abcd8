import { expect, it } from 'vitest'
import { safeReturn } from './safeReturn.ts'

it('goes back to a page of ours', () => {
  expect(safeReturn('/units/u-1?tab=alerts')).toBe('/units/u-1?tab=alerts')
})

it.each(['//evil.example', '/\\evil.example', 'https://evil.example', '', undefined, ['/a'], '/login?back=/login'])('goes to the wall instead of %j', (asked) => {
  expect(safeReturn(asked)).toBe('/')
})
