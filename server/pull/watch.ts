/** Breaks off what takes its signal when nothing has come for too long, or when it is told to stop. */
export class Watch {
  readonly #silence: number
  readonly #stopped: AbortSignal
  readonly #abort = new AbortController()
  readonly #onStop = (): void => this.#abort.abort()
  #timer: NodeJS.Timeout | null = null
  silent = false

  constructor(silence: number, stopped: AbortSignal) {
    this.#silence = silence
    this.#stopped = stopped
    stopped.addEventListener('abort', this.#onStop)
    this.begin()
  }

  get signal(): AbortSignal {
    return this.#abort.signal
  }

  begin(): void {
    this.pause()
    this.#timer = setTimeout(() => {
      this.silent = true
      this.#abort.abort()
    }, this.#silence)
  }

  /** The time that we take ourselves is not the device's silence. */
  pause(): void {
    if (this.#timer) clearTimeout(this.#timer)
  }

  end(): void {
    this.pause()
    this.#stopped.removeEventListener('abort', this.#onStop)
    this.#abort.abort()
  }
}

/** Waits this many milliseconds, or until it is told to stop. */
export async function rest(ms: number, stopped: AbortSignal): Promise<void> {
  if (stopped.aborted) return
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer)
      stopped.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    stopped.addEventListener('abort', done)
  })
}
