import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { LaunchFailure } from './failure.ts'

/** Bytes the disk must have free at the start: the first minutes' log files of both stores fit in it. */
const neededBytes = 256 * 1024 * 1024

/** Where each thing lives under DATA_DIR. */
export class DataFolder {
  readonly root: string

  constructor(root: string) {
    this.root = root
  }

  get run(): string {
    return path.join(this.root, 'run')
  }

  get log(): string {
    return path.join(this.root, 'log')
  }

  get secrets(): string {
    return path.join(this.root, 'secrets')
  }

  get redis(): string {
    return path.join(this.root, 'redis')
  }

  get postgres(): string {
    return path.join(this.root, 'postgres')
  }

  get firstLogin(): string {
    return path.join(this.root, 'first-login.txt')
  }

  /** Makes the folders and proves that they can be written; throws one line that says what to do if not. */
  prepare(): void {
    try {
      for (const folder of [this.root, this.run, this.log]) makeFolder(folder)
      makeFolder(this.secrets, 0o700)
      this.#proveWritable()
    } catch (error) {
      throw new LaunchFailure(this.#complaint(error), { cause: error })
    }
    const full = this.fullness()
    if (full !== null) throw new LaunchFailure(full)
  }

  /** A line about a disk that is nearly full, or null if there is room. */
  fullness(): string | null {
    const { bavail, bsize } = fs.statfsSync(this.root)
    const free = bavail * bsize
    if (free >= neededBytes) return null
    const room = `${Math.floor(free / 1024 / 1024)} MB free, ${neededBytes / 1024 / 1024} MB needed`
    return `The disk under DATA_DIR ${this.root} is full (${room}): free some space, or choose another folder with DATA_DIR=/path`
  }

  #proveWritable(): void {
    for (const folder of [this.root, this.run, this.log, this.secrets]) {
      const probe = path.join(folder, `.probe-${process.pid}`)
      const handle = fs.openSync(probe, 'w')
      try {
        fs.writeSync(handle, 'probe')
        fs.fsyncSync(handle)
      } finally {
        fs.closeSync(handle)
        fs.rmSync(probe, { force: true })
      }
    }
  }

  #complaint(error: unknown): string {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    const remedy = `choose a folder you may write, e.g. DATA_DIR=${path.join(os.homedir(), 'mingjian')} npm start`
    const reasons: Record<string, string> = {
      EACCES: 'permission denied',
      EPERM: 'permission denied',
      EROFS: 'the disk is read-only',
      ENOSPC: 'the disk is full',
      EDQUOT: 'the disk quota is used up',
      ENOTDIR: 'part of the path is a file',
      EEXIST: 'it is a file',
      ENOENT: 'no folder can be made there',
    }
    return `DATA_DIR ${this.root} can't be written (${reasons[code] ?? code}): ${remedy}`
  }
}

/**
 * Makes the folder and those above it. Node's own recursive way hides the reason on a read-only disk, and never returns
 * on some file systems of the kernel.
 */
function makeFolder(folder: string, mode = 0o755): void {
  if (fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return
  const above = path.dirname(folder)
  if (!fs.existsSync(above)) makeFolder(above)
  fs.mkdirSync(folder, { mode })
}
