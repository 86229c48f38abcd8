import { describe, expect, it } from 'vitest'
import { chaos } from '../chaos/run.ts'

describe('under processes that are killed without warning', () => {
  it('every acknowledged reading is kept and every alert and order of it is there, once', { timeout: 240_000 }, async () => {
    const said: string[] = []
    const result = await chaos({ kills: 8, seed: 20_260, devices: 15, senders: 2, rhythmMs: 700, gapMs: 2_500, say: (line) => said.push(line) })
    expect({ lost: result.lost, doubled: result.doubled }, said.join('\n')).toEqual({ lost: [], doubled: [] })
    expect(result.acknowledged).toBe(result.sent)
    expect(result.alerted).toBe(result.planned)
    expect(result.ordered).toBe(result.planned)
    // The run did what it says: every role was killed, and there was something to lose.
    expect(new Set(result.faults.map(({ role }) => role)).size).toBe(5)
    expect(result.planned).toBeGreaterThan(15)
    expect(result.resumes).toBeGreaterThan(0)
    expect(result.slow, 'back later than 5 s').toEqual([])
  })
})
