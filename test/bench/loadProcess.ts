import { fork, type ChildProcess } from 'node:child_process'

/** Who signs in, and the devices it speaks for: a gateway, or one device for itself. */
export interface Speaker {
  readonly user: string
  readonly token: string
  readonly devices: readonly string[]
}

export interface LoadRun {
  readonly perMessage: number
  /** Messages out on each connection, where there is no rate. */
  readonly inFlight: number
  readonly seconds: number
  /** Messages a second; absent means as fast as they are acknowledged. */
  readonly rate?: number
}

export type ToLoad = { type: 'open'; port: number; speakers: readonly Speaker[]; from: number } | { type: 'run'; run: LoadRun }
export type FromLoad = { type: 'open' } | { type: 'failed'; why: string } | { type: 'done'; readings: number; missing: number; seconds: number }

export interface LoadResult {
  /** Acknowledged. */
  readonly readings: number
  /** Messages never acknowledged. */
  readonly missing: number
  /** From the first message to the last acknowledgement. */
  readonly seconds: number
}

/** A load generator in a process of its own. */
export class LoadProcess {
  readonly #child: ChildProcess

  constructor() {
    this.#child = fork(new URL('./load.ts', import.meta.url), [], { execArgv: ['--import', 'tsx'], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  }

  async open(port: number, speakers: readonly Speaker[]): Promise<void> {
    // A recorded past: no reading lies ahead of our clock, however fast a run is.
    await this.#ask({ type: 'open', port, speakers, from: Math.floor(Date.now() / 60_000) * 60_000 - 3_000 * 86_400_000 })
  }

  async run(run: LoadRun): Promise<LoadResult> {
    const answer = await this.#ask({ type: 'run', run })
    if (answer.type !== 'done') throw new Error(`unexpected answer ${answer.type}`)
    return answer
  }

  stop(): void {
    this.#child.kill('SIGKILL')
  }

  #ask(message: ToLoad): Promise<FromLoad> {
    return new Promise((resolve, reject) => {
      const onExit = (code: number | null): void => reject(new Error(`the load generator ended with ${code}`))
      this.#child.once('exit', onExit)
      this.#child.once('message', (answer: FromLoad) => {
        this.#child.off('exit', onExit)
        if (answer.type === 'failed') reject(new Error(answer.why))
        else resolve(answer)
      })
      this.#child.send(message)
    })
  }
}
