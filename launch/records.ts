import fs from 'node:fs'
import path from 'node:path'
import { mark, type ProcessMark } from './processes.ts'

/**
 * Tells of the processes that run: `<role>.pid` for whoever watches from outside, and `processes.json` with their
 * beginnings, by which the next supervisor knows a left-over of a killed one from a stranger with the same id.
 */
export class ProcessRecords {
  readonly #folder: string
  readonly #marks = new Map<string, ProcessMark>()

  constructor(runFolder: string) {
    this.#folder = runFolder
  }

  started(role: string, pid: number): void {
    const seen = mark(pid)
    if (seen !== null) this.#marks.set(role, seen)
    replace(path.join(this.#folder, `${role}.pid`), `${pid}\n`)
    this.#save()
  }

  stopped(role: string): void {
    this.#marks.delete(role)
    fs.rmSync(path.join(this.#folder, `${role}.pid`), { force: true })
    this.#save()
  }

  /** What an earlier supervisor wrote and did not take back. */
  left(): [role: string, mark: ProcessMark][] {
    try {
      return Object.entries(JSON.parse(fs.readFileSync(this.#file, 'utf8')) as Record<string, ProcessMark>)
    } catch {
      return []
    }
  }

  /** Forgets what an earlier supervisor left, once its processes are stopped. */
  clear(): void {
    for (const entry of fs.readdirSync(this.#folder)) {
      if (entry.endsWith('.pid')) fs.rmSync(path.join(this.#folder, entry), { force: true })
    }
    this.#save()
  }

  get #file(): string {
    return path.join(this.#folder, 'processes.json')
  }

  #save(): void {
    replace(this.#file, JSON.stringify(Object.fromEntries(this.#marks)))
  }
}

/** Readers see the old content or the new, never half of it. A full disk loses the record, not the process. */
function replace(file: string, content: string): void {
  try {
    fs.writeFileSync(`${file}.new`, content)
    fs.renameSync(`${file}.new`, file)
  } catch {
    fs.rmSync(`${file}.new`, { force: true })
  }
}
