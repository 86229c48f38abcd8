import { expect, it } from 'vitest'
import { shareUsed } from './memoryBound.ts'

it('reads the share of the memory bound in use, and none where there is no bound', () => {
  expect(shareUsed('# Memory\r\nused_memory:850\r\nused_memory_human:850B\r\nmaxmemory:1000\r\nmaxmemory_policy:noeviction\r\n')).toBe(0.85)
  expect(shareUsed('used_memory:850\r\nmaxmemory:0\r\n')).toBe(0)
  expect(shareUsed('')).toBe(0)
})
