import type { ChildProcess } from 'node:child_process'
import type { ProcessRecords } from './records.ts'

/** How one supervised process is started and stopped. */
export interface ChildPlan {
  /** Its name in pid files and messages. */
  role: string
  /** Starts the process. Called for every start, the repeated ones too; may first mend what the last one left. */
  launch(): ChildProcess | Promise<ChildProcess>
  /** The signal that asks it to stop in good order. */
  stopSignal: NodeJS.Signals
  /** Milliseconds it is given for that before it is killed. */
  grace: number
  /** A hint for the message about an unasked end, such as the last line of its log. */
  lastWords?(): string
}

/** A process that lived shorter than this failed at its start, and the next start waits a little longer. */
const steadyAfter = 5_000
const pauses = [0, 250, 500, 1_000, 2_000, 3_000]

/** Keeps one process running: whenever it ends unasked it is started again, at once or after at most 3 s. */
export class SupervisedChild {
  readonly #plan: ChildPlan
  readonly #records: ProcessRecords
  readonly #say: (line: string) => void
  #process: ChildProcess | null = null
  #loop: Promise<void> | null = null
  #stopping = new AbortController()
  #failures = 0

  constructor(plan: ChildPlan, records: ProcessRecords, say: (line: string) => void) {
    this.#plan = plan
    this.#records = records
    this.#say = say
  }

  get role(): string {
    return this.#plan.role
  }

  /** The id of the process that runs now, or null between two. */
  get pid(): number | null {
    return this.#process?.pid ?? null
  }

  /** How many times in a row it ended shortly after its start. */
  get failures(): number {
    return this.#failures
  }

  start(): void {
    this.#stopping = new AbortController()
    this.#loop ??= this.#keepRunning()
  }

  /** Asks it to stop, kills it if it has not after its grace, and returns once it is gone. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    const running = this.#process
    running?.kill(this.#plan.stopSignal)
    const hard = setTimeout(() => this.kill(), this.#plan.grace)
    await this.#loop
    clearTimeout(hard)
    this.#loop = null
  }

  /** Ends the process, and what it may have started in its group, without asking. */
  kill(): void {
    const pid = this.pid
    if (pid === null) return
    try {
      process.kill(-pid, 'SIGKILL')
    } catch {
      this.#process?.kill('SIGKILL')
    }
  }

  async #keepRunning(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      const began = Date.now()
      const end = await this.#runOnce()
      this.#process = null
      if (this.#stopping.signal.aborted) break
      this.#failures = Date.now() - began > steadyAfter ? 0 : this.#failures + 1
      const pause = pauses[Math.min(this.#failures, pauses.length) - 1] ?? 0
      const words = this.#plan.lastWords?.()
      this.#say(`${this.role} ended (${end})${words ? `: ${words}` : ''}; it is started again`)
      await this.#pause(pause)
    }
    this.#records.stopped(this.role)
  }

  /** Runs the process to its end and tells how it ended. */
  async #runOnce(): Promise<string> {
    try {
      const started = await this.#plan.launch()
      this.#process = started
      const ended = endOf(started)
      if (started.pid !== undefined) this.#records.started(this.role, started.pid)
      if (this.#stopping.signal.aborted) started.kill(this.#plan.stopSignal)
      return await ended
    } catch (error) {
      return error instanceof Error ? error.message : String(error)
    }
  }

  #pause(milliseconds: number): Promise<void> {
    return new Promise((done) => {
      const timer = setTimeout(done, milliseconds)
      this.#stopping.signal.addEventListener('abort', () => (clearTimeout(timer), done()), { once: true })
    })
  }
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((done) => {
    child.once('error', (error) => done(error.message))
    child.once('exit', (code, signal) => done(signal ?? `code ${code}`))
  })
}
