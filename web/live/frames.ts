/**
 * Gathers what arrives and lets a page act at most once a frame and, in a flood, at most every `rest`
 * milliseconds. The first arrival after a quiet spell is shown on the very next frame.
 */
export interface FrameClock {
  now(): number
  frame(run: () => void): () => void
  later(ms: number, run: () => void): () => void
  hidden(): boolean
}

export const browserFrames: FrameClock = {
  now: () => performance.now(),
  frame(run) {
    const id = requestAnimationFrame(run)
    return () => cancelAnimationFrame(id)
  },
  later(ms, run) {
    const id = setTimeout(run, ms)
    return () => clearTimeout(id)
  },
  hidden: () => document.hidden,
}

export class FrameBatch {
  private readonly run: () => void
  private readonly rest: number
  private readonly clock: FrameClock
  private cancel: (() => void) | null = null
  private lastRun = Number.NEGATIVE_INFINITY

  constructor(run: () => void, rest: number, clock: FrameClock) {
    this.run = run
    this.rest = rest
    this.clock = clock
  }

  /** Asks for a run; asking again before it has happened changes nothing. */
  request(): void {
    if (this.cancel) return
    const wait = this.lastRun + this.rest - this.clock.now()
    // A hidden page gets no frames: it goes by the timer alone.
    if (this.clock.hidden()) this.cancel = this.clock.later(Math.max(wait, 250), () => this.go())
    else if (wait > 0) this.cancel = this.clock.later(wait, () => (this.cancel = this.clock.frame(() => this.go())))
    else this.cancel = this.clock.frame(() => this.go())
  }

  stop(): void {
    this.cancel?.()
    this.cancel = null
  }

  private go(): void {
    this.cancel = null
    this.lastRun = this.clock.now()
    this.run()
  }
}
