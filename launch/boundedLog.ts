import fs from 'node:fs'

/** A log file that never grows past twice its bound: at the bound it becomes `.1`, in place of the older one. */
export class BoundedLog {
  readonly #file: string
  readonly #bound: number
  #size: number
  #lastLine = ''

  constructor(file: string, bound = 8 * 1024 * 1024) {
    this.#file = file
    this.#bound = bound
    this.#size = fs.existsSync(file) ? fs.statSync(file).size : 0
  }

  /** The last line that was written, for a message about a process that ended. */
  get lastLine(): string {
    return this.#lastLine
  }

  /** Appends; what a full disk can't take is lost, as a log must not stop what it tells of. */
  write(text: string): void {
    this.#lastLine = text.trimEnd().split('\n').at(-1) ?? this.#lastLine
    try {
      if (this.#size > this.#bound) {
        fs.renameSync(this.#file, `${this.#file}.1`)
        this.#size = 0
      }
      fs.appendFileSync(this.#file, text, { mode: 0o600 })
      this.#size += Buffer.byteLength(text)
    } catch {
      // The disk is full or gone; the supervisor says so by itself.
    }
  }
}
