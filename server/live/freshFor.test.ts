import { expect, it } from 'vitest'
import { FreshFor } from './freshFor.ts'

it('asks once for all who want the same at the same time, and again when it is stale', async () => {
  let now = 0
  let asked = 0
  const fresh = new FreshFor(() => now, 0.1)
  const ask = (): Promise<number> => fresh.get('key', 1_000, async () => ++asked)
  expect(await Promise.all([ask(), ask(), ask()])).toEqual([1, 1, 1])
  now = 999
  expect(await ask()).toBe(1)
  now = 1_000
  expect(await ask()).toBe(2)
})

it('keeps an answer the longer, the longer it took', async () => {
  let now = 0
  const fresh = new FreshFor(() => now, 0.1)
  const slow = (): Promise<number> => fresh.get('key', 0, async () => (now += 200))
  expect(await slow()).toBe(200)
  now = 200 + 1_799
  expect(await slow()).toBe(200)
  now = 200 + 1_800
  expect(await slow()).toBe(2_200)
})

it('does not keep a failure', async () => {
  const fresh = new FreshFor(() => 0, 0.1)
  await expect(fresh.get('key', 1_000, () => Promise.reject(new Error('away')))).rejects.toThrow('away')
  expect(await fresh.get('key', 1_000, async () => 'back')).toBe('back')
})
