import fs from 'node:fs'
import path from 'node:path'
import { LaunchFailure } from './failure.ts'
import { isAlive, mark, type ProcessMark } from './processes.ts'

/**
 * Holds a data folder for one supervisor. The lock names its holder by process id and beginning, so that one left by a
 * killed holder is known for what it is and taken over.
 */
export class FolderLock {
  readonly #file: string
  readonly #folder: string
  #held = false

  constructor(folder: string, runFolder: string) {
    this.#folder = folder
    this.#file = path.join(runFolder, 'supervisor.lock')
  }

  /** Throws a {@link LaunchFailure} naming the holder if another supervisor that lives holds the folder. */
  acquire(): void {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      if (this.#create()) {
        this.#held = true
        return
      }
      const holder = this.#holder()
      if (holder !== null && isAlive(holder)) {
        throw new LaunchFailure(
          `Mingjian already runs on ${this.#folder} (process ${holder.pid}): stop it first, or choose another folder with DATA_DIR=/path`,
        )
      }
      fs.rmSync(this.#file, { force: true })
    }
    throw new LaunchFailure(
      `The lock ${this.#file} can't be taken: remove that file if no Mingjian runs on this folder`,
    )
  }

  release(): void {
    if (!this.#held) return
    this.#held = false
    fs.rmSync(this.#file, { force: true })
  }

  /** A hard link appears at once with its content, so no reader ever sees a lock half-written. */
  #create(): boolean {
    const draft = `${this.#file}.${process.pid}`
    fs.writeFileSync(draft, JSON.stringify(mark(process.pid)))
    try {
      fs.linkSync(draft, this.#file)
      return true
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
      fs.copyFileSync(draft, this.#file, fs.constants.COPYFILE_EXCL)
      return true
    } finally {
      fs.rmSync(draft, { force: true })
    }
  }

  #holder(): ProcessMark | null {
    try {
      return JSON.parse(fs.readFileSync(this.#file, 'utf8')) as ProcessMark
    } catch {
      return null
    }
  }
}
