import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Remembers over restarts up to when the demonstration has been told. */
export class Progress {
  readonly #file: string

  constructor(dataDir: string) {
    this.#file = join(dataDir, 'demo', 'told-until')
  }

  /** Epoch milliseconds, or null where nothing has been told. */
  read(): number | null {
    const text = existsSync(this.#file) ? readFileSync(this.#file, 'utf8').trim() : ''
    return /^\d{13}$/.test(text) ? Number(text) : null
  }

  write(until: number): void {
    mkdirSync(dirname(this.#file), { recursive: true })
    writeFileSync(this.#file, `${Math.round(until)}\n`)
  }
}
