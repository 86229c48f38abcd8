import { describe, expect, it } from 'vitest'
import type { Alert } from '../../domain/alert.ts'
import { ApiProblem } from '../api/problem.ts'
import { anAlert } from '../screen/anAlert.ts'
import { DeedDesk, foreseen, type Deed } from './deeds.ts'

/** A desk whose clock and server are ours. */
function setUp() {
  const sent: { deed: Deed; answer: (alert: Alert) => void; fail: (problem: ApiProblem) => void }[] = []
  const done: Alert[] = []
  const timers: { ms: number; run: () => void; off: boolean }[] = []
  const desk = new DeedDesk({
    send: (deed) => new Promise((answer, fail) => sent.push({ deed, answer, fail })),
    done: (alert) => void done.push(alert),
    changed: () => {},
    now: () => 1000,
    later: (ms, run) => {
      const timer = { ms, run, off: false }
      timers.push(timer)
      return () => (timer.off = true)
    },
  })
  const pass = (): void => timers.filter((timer) => !timer.off).forEach((timer) => timer.run())
  return { desk, sent, done, timers, pass }
}
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0))
const alert = anAlert({ id: 'a' })

describe('what people do at the desk', () => {
  it('is shown at once and sent at once', () => {
    const { desk, sent } = setUp()
    desk.take([{ id: 'a', action: 'acknowledge' }])
    expect(desk.foreseen(alert).state).toBe('acknowledged')
    expect(sent.map(({ deed }) => deed.id)).toEqual(['a'])
  })

  it('gives way to what the server answers', async () => {
    const { desk, sent, done } = setUp()
    desk.take([{ id: 'a', action: 'acknowledge' }])
    sent[0]?.answer(anAlert({ id: 'a', state: 'acknowledged', version: 2 }))
    await settle()
    expect(done.map(({ version }) => version)).toEqual([2])
    expect(desk.foreseen(alert)).toBe(alert)
  })

  it('goes back to how it was where the server refuses, keeps the reason, and can be tried again', async () => {
    const { desk, sent } = setUp()
    desk.take([{ id: 'a', action: 'dismiss', reason: '误报' }])
    expect(desk.foreseen(alert).state).toBe('dismissed')
    sent[0]?.fail(new ApiProblem(409, '/problems/conflict', 'no'))
    await settle()
    expect(desk.foreseen(alert)).toBe(alert)
    expect(desk.failed.map(({ deed, problem }) => [deed.reason, problem.status])).toEqual([['误报', 409]])
    desk.retry(desk.failed[0]?.key ?? -1)
    expect(desk.failed).toEqual([])
    expect(sent[1]?.deed).toEqual(sent[0]?.deed)
  })

  it('can be taken back while it is held, and then was never sent', () => {
    const { desk, sent, pass } = setUp()
    desk.take([{ id: 'a', action: 'acknowledge' }, { id: 'b', action: 'acknowledge' }], 6000)
    expect(desk.foreseen(alert).state).toBe('acknowledged')
    expect(desk.held[0]?.until).toBe(7000)
    expect(desk.undo(desk.held[0]?.key ?? -1)?.length).toBe(2)
    pass()
    expect(desk.foreseen(alert)).toBe(alert)
    expect(sent).toEqual([])
  })

  it('is sent when its time has come, and not twice when the page is left just then', () => {
    const { desk, sent, pass } = setUp()
    desk.take([{ id: 'a', action: 'acknowledge' }], 6000)
    const key = desk.held[0]?.key ?? -1
    desk.releaseAll()
    pass()
    expect(sent.length).toBe(1)
    expect(desk.undo(key)).toBe(null)
  })

  it('sends few requests at a time and all of them in the end', async () => {
    const { desk, sent } = setUp()
    desk.take(Array.from({ length: 20 }, (_, i) => ({ id: String(i), action: 'acknowledge' as const })))
    expect(sent.length).toBe(6)
    for (let i = 0; i < 20; i++) {
      sent[i]?.answer(anAlert({ id: String(i), version: 2 }))
      await settle()
    }
    expect(sent.map(({ deed }) => deed.id)).toEqual(Array.from({ length: 20 }, (_, i) => String(i)))
  })

  it('foresees nothing where the life cycle forbids it', () => {
    const confirmed = anAlert({ metric: null, type: 'no_mask', review: 'confirmed' })
    expect(foreseen(confirmed, { action: 'dismiss' })).toBe(confirmed)
    expect(foreseen(anAlert({ metric: null, type: 'no_mask', review: 'pending' }), { action: 'confirm' }).review).toBe('confirmed')
  })
})
