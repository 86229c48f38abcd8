import { beforeEach, describe, expect, it } from 'vitest'
import { FrameBatch, type FrameClock } from './frames.ts'

/** Time that the test moves; a frame is 16 ms away. */
class FakeFrames implements FrameClock {
  at = 0
  isHidden = false
  private queue: { due: number; run: () => void }[] = []
  now = () => this.at
  hidden = () => this.isHidden
  frame = (run: () => void) => this.later(16, run)
  later = (ms: number, run: () => void) => {
    const item = { due: this.at + ms, run }
    this.queue.push(item)
    return () => void (this.queue = this.queue.filter((other) => other !== item))
  }
  advance(ms: number): void {
    const end = this.at + ms
    for (;;) {
      const next = this.queue.filter((item) => item.due <= end).sort((a, b) => a.due - b.due)[0]
      if (!next) break
      this.queue = this.queue.filter((item) => item !== next)
      this.at = next.due
      next.run()
    }
    this.at = end
  }
}

describe('FrameBatch', () => {
  let clock: FakeFrames
  let runs: number[]
  let batch: FrameBatch
  beforeEach(() => {
    clock = new FakeFrames()
    runs = []
    batch = new FrameBatch(() => runs.push(clock.now()), 200, clock)
  })

  it('acts on the next frame after a quiet spell', () => {
    batch.request()
    clock.advance(16)
    expect(runs).toEqual([16])
  })

  it('acts once for all that came before the frame', () => {
    for (let i = 0; i < 50; i++) batch.request()
    clock.advance(100)
    expect(runs).toHaveLength(1)
  })

  it('rests between runs in a flood, and never leaves the last arrival unshown', () => {
    for (let t = 0; t < 1000; t += 2) {
      batch.request()
      clock.advance(2)
    }
    clock.advance(500)
    expect(runs.length).toBeLessThanOrEqual(6)
    for (let i = 1; i < runs.length; i++) expect((runs[i] ?? 0) - (runs[i - 1] ?? 0)).toBeGreaterThanOrEqual(200)
    expect(runs.at(-1)).toBeGreaterThan(998)
  })

  it('keeps up by the timer while the page is hidden and gets no frames', () => {
    clock.isHidden = true
    batch.request()
    clock.advance(250)
    expect(runs).toHaveLength(1)
  })

  it('does nothing after stop', () => {
    batch.request()
    batch.stop()
    clock.advance(1000)
    expect(runs).toEqual([])
  })
})
