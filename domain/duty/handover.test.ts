import { expect, it } from 'vitest'
import { HANDOVER_ACTIONS, HANDOVER_STATES, refuseHandover } from './handover.ts'

it('allows each action in one state and to one side only', () => {
  const allowed = HANDOVER_STATES.flatMap((state) => HANDOVER_ACTIONS.flatMap((action) => ['li', 'wang'].flatMap((username) =>
    (refuseHandover({ state, author: 'li' }, action, username) === null ? [`${state} ${action} ${username}`] : []))))
  expect(allowed).toEqual(['draft write li', 'draft sign-out li', 'offered take-back li', 'offered sign-in wang'])
})

it('nobody takes over from themselves', () => {
  expect(refuseHandover({ state: 'offered', author: 'li' }, 'sign-in', 'li')).toBe('same-person')
})
