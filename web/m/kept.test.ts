import { beforeEach, expect, it, vi } from 'vitest'
import { aUser } from '../../test/builders/inspections.ts'

/** As a browser's: what is kept are its own properties. */
const storage = Object.create({
  getItem(key: string) { return (this as unknown as Record<string, string>)[key] ?? null },
  setItem(key: string, value: string) { (this as unknown as Record<string, string>)[key] = value },
  removeItem(key: string) { delete (this as unknown as Record<string, string>)[key] },
}) as Storage
vi.stubGlobal('localStorage', storage)
const { forgetKept, keep, readKept } = await import('./kept.ts')
const { session } = await import('../session/session.ts')

beforeEach(() => {
  session.user.value = aUser('inspector', 'inspector')
  keep('inspection.i1', { unitName: '一食堂' })
})

it('shows what one person kept to nobody else on the same browser', () => {
  expect(readKept('inspection.i1')?.value).toEqual({ unitName: '一食堂' })
  session.user.value = aUser('boss', 'enterprise')
  expect(readKept('inspection.i1')).toBeNull()
})

it('keeps nothing of an inspection once somebody signs out', () => {
  forgetKept()
  expect(Object.keys(storage).filter((key) => key.includes('inspection'))).toEqual([])
})
