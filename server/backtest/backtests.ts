import { Worker } from 'node:worker_threads'
import { Problem } from '../api/problem.ts'
import { expectedReadings } from './bites.ts'
import type { DeviceCount, FoundPart, Task, Told, WouldBe } from './task.ts'

const AT_ONCE = 2
/** Below this many readings a second thread takes longer to start than it saves. */
const WORTH_A_THREAD = 500_000
/** Ask again after so many seconds. */
const RETRY_S = 10
const THREAD = new URL('./thread.mjs', import.meta.url)
/** Bites and folds need far less: a thread that grows past this is broken and ends. */
const LIMITS = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 64 }

export interface Progress {
  /** Of the span, 0 to 1. */
  readonly share: number
  readonly readings: number
}

export interface Found {
  readonly alerts: WouldBe[]
  readonly counts: DeviceCount[]
  readonly readings: number
  readonly seconds: number
}

/** Runs backtests in threads of their own, so that the server goes on answering; few at once, one a user. */
export class Backtests {
  readonly #users = new Set<string>()

  /** Keeps a place for the user while `work` runs. Throws a Problem where there is none. */
  async inPlace<T>(user: string, work: () => Promise<T>): Promise<T> {
    const headers = { 'Retry-After': String(RETRY_S) }
    if (this.#users.has(user)) throw new Problem('too-many-requests', 'A backtest of yours is running: wait for it, or end it', { headers })
    if (this.#users.size >= AT_ONCE) throw new Problem('unavailable', `${AT_ONCE} backtests are running already`, { headers })
    this.#users.add(user)
    try {
      return await work()
    } finally {
      this.#users.delete(user)
    }
  }

  /** Long work has two threads, unless another is running; else one does it. Rejects when the signal says that nobody waits any more. */
  async run(task: Task, onProgress: (progress: Progress) => void, signal: AbortSignal): Promise<Found> {
    const began = performance.now()
    const isLong = task.kind === 'metric' && expectedReadings(task.devices, task.from, task.to) > WORTH_A_THREAD
    const parts = shares(task, isLong && this.#users.size < AT_ONCE ? 2 : 1)
    const states: Progress[] = parts.map(() => ({ share: 0, readings: 0 }))
    const stop = new AbortController()
    try {
      const found = await Promise.all(parts.map((part, i) => inThread(part, AbortSignal.any([signal, stop.signal]), (progress) => {
        states[i] = progress
        onProgress({ share: states.reduce((sum, one) => sum + one.share, 0) / states.length, readings: states.reduce((sum, one) => sum + one.readings, 0) })
      })))
      const counts = found.flatMap((one) => one.counts)
      return {
        alerts: found.flatMap((one) => one.alerts).sort((a, b) => b.episode.openedAt - a.episode.openedAt).slice(0, task.limit), counts,
        readings: counts.reduce((sum, one) => sum + one.readings, 0), seconds: (performance.now() - began) / 1000,
      }
    } finally {
      stop.abort()
    }
  }
}

function shares(task: Task, threads: number): Task[] {
  const all = Array.from({ length: threads }, (_, n) => ({ ...task, devices: task.devices.filter((_device, i) => i % threads === n) }))
  return all.filter((one) => one.devices.length > 0)
}

function inThread(task: Task, signal: AbortSignal, onProgress: (progress: Progress) => void): Promise<FoundPart> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const thread = new Worker(THREAD, { workerData: task, execArgv: [], resourceLimits: LIMITS })
    const end = (): void => void thread.terminate()
    signal.addEventListener('abort', end, { once: true })
    thread.on('message', (told: Told) => {
      if (told.kind === 'progress') onProgress(told)
      else resolve(told)
    })
    thread.on('error', reject)
    thread.on('exit', () => {
      signal.removeEventListener('abort', end)
      reject(new Error('the thread of a backtest ended before its time'))
    })
  })
}
