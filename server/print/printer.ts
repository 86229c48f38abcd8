import { Worker } from 'node:worker_threads'
import type { PrintedForm } from './form.ts'

const THREAD = new URL('./thread.mjs', import.meta.url)
/** A form needs a fraction: a thread that grows past this is broken and ends. */
const LIMITS = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 64 }
/** A thread that nobody asks for this long gives its memory back. */
const IDLE_MS = 60_000

export interface Asked {
  readonly id: number
  readonly form: PrintedForm
}

export type Told = { readonly id: number; readonly bytes: Uint8Array } | { readonly id: number; readonly error: string }

interface Waiting {
  readonly resolve: (bytes: Buffer) => void
  readonly reject: (error: Error) => void
}

/** Prints forms in one thread beside, which starts with the first, so that the server goes on answering. */
export class Printer {
  #thread: Worker | null = null
  #idle: NodeJS.Timeout | null = null
  #last = 0
  readonly #waiting = new Map<number, Waiting>()

  /** The form as PDF. Rejects where the form can't be set. */
  print(form: PrintedForm): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      if (this.#idle) clearTimeout(this.#idle)
      const asked: Asked = { id: ++this.#last, form }
      this.#waiting.set(asked.id, { resolve, reject })
      this.#thread ??= this.#begin()
      this.#thread.postMessage(asked, [])
    })
  }

  #begin(): Worker {
    const thread = new Worker(THREAD, { execArgv: [], resourceLimits: LIMITS })
    // It must not keep a server alive that is to end.
    thread.unref()
    thread.on('message', (told: Told) => this.#hear(told))
    thread.on('error', (error) => this.#lose(thread, error))
    thread.on('exit', () => this.#lose(thread, new Error('the thread that prints ended before its time')))
    return thread
  }

  #hear(told: Told): void {
    const waiting = this.#waiting.get(told.id)
    this.#waiting.delete(told.id)
    if ('error' in told) waiting?.reject(new Error(told.error))
    else waiting?.resolve(Buffer.from(told.bytes.buffer, told.bytes.byteOffset, told.bytes.byteLength))
    if (this.#waiting.size > 0) return
    this.#idle = setTimeout(() => this.#end(), IDLE_MS)
    this.#idle.unref()
  }

  #end(): void {
    const thread = this.#thread
    this.#thread = null
    void thread?.terminate()
  }

  /** What was asked of a thread that is gone fails; the next print starts another. */
  #lose(thread: Worker, error: Error): void {
    if (thread !== this.#thread) return
    this.#thread = null
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
  }
}
