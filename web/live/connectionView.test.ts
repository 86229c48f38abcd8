import { expect, it } from 'vitest'
import { healthOf } from './connectionView.ts'

it('says since when, and for how many seconds, the connection is lost', () => {
  expect(healthOf({ state: 'lost', since: 1000 }, 900, 13_400)).toEqual({ kind: 'lost', since: 1000, seconds: 12 })
})

it('marks figures that are older than promised though the connection stands', () => {
  expect(healthOf({ state: 'live' }, 1000, 6000)).toEqual({ kind: 'live' })
  expect(healthOf({ state: 'live' }, 1000, 9000)).toEqual({ kind: 'stale', since: 1000, seconds: 8 })
})

it('does not call late what has not yet come', () => {
  expect(healthOf({ state: 'live' }, null, 99_000)).toEqual({ kind: 'live' })
  expect(healthOf({ state: 'connecting' }, null, 99_000)).toEqual({ kind: 'connecting' })
})
