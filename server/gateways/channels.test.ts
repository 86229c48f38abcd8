import { expect, it } from 'vitest'
import { Channels } from './channels.ts'

it('lets a recorder vouch for its channels every quarter of a minute, but not for those that are lost', () => {
  const channels = new Channels()
  const vouched = (now: number): string[] => channels.vouchedFor('nvr', ['c1', 'c2'], now)
  expect(vouched(0)).toEqual(['c1', 'c2'])
  expect(vouched(14_999)).toEqual([])
  channels.heard('nvr', 'c2', false)
  channels.heard('other', 'c1', false)
  expect(vouched(15_000)).toEqual(['c1'])
  channels.heard('nvr', 'c2', true)
  expect(vouched(30_000)).toEqual(['c1', 'c2'])
})
