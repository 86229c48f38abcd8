import { execFileSync } from 'node:child_process'
import fs from 'node:fs'

/**
 * A process is known by its id together with the moment it began: an id alone is given again to another process, and
 * stopping that one would be harm.
 */
export interface ProcessMark {
  pid: number
  began: string
}

/** When the process began, as an opaque text that differs between two processes of the same id; null if it is gone. */
export function processBegan(pid: number): string | null {
  return process.platform === 'linux' ? beganByProc(pid) : beganByPs(pid)
}

export function mark(pid: number): ProcessMark | null {
  const began = processBegan(pid)
  return began === null ? null : { pid, began }
}

export function isAlive({ pid, began }: ProcessMark): boolean {
  return processBegan(pid) === began
}

/** The processes whose command line holds `text`, ourselves left out. */
export function processesTitled(text: string): ProcessMark[] {
  const found = process.platform === 'linux' ? titledByProc(text) : titledByPs(text)
  return found.filter((pid) => pid !== process.pid).flatMap((pid) => mark(pid) ?? [])
}

/** The processes whose working folder is `folder`. Linux only; elsewhere none are found. */
export function processesIn(folder: string): ProcessMark[] {
  if (process.platform !== 'linux') return []
  return procIds()
    .filter((pid) => pid !== process.pid && linkOf(`/proc/${pid}/cwd`) === folder)
    .flatMap((pid) => mark(pid) ?? [])
}

/** Asks the processes to end, and ends those that have not after `grace` milliseconds. */
export async function endProcesses(marks: ProcessMark[], signal: NodeJS.Signals, grace: number): Promise<void> {
  for (const each of marks) sendSignal(each, signal)
  const until = Date.now() + grace
  while (marks.some(isAlive) && Date.now() < until) await new Promise((done) => setTimeout(done, 50))
  for (const each of marks) sendSignal(each, 'SIGKILL')
  const dead = Date.now() + 2_000
  while (marks.some(isAlive) && Date.now() < dead) await new Promise((done) => setTimeout(done, 20))
}

function sendSignal(target: ProcessMark, signal: NodeJS.Signals): void {
  if (!isAlive(target)) return
  try {
    process.kill(target.pid, signal)
  } catch {
    // It ended between the look and the signal.
  }
}

/** Field 22 of the stat file counts clock ticks since boot, so the boot is named too. A zombie counts as gone. */
function beganByProc(pid: number): string | null {
  const stat = textOf(`/proc/${pid}/stat`)
  if (stat === null) return null
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  if (fields[0] === 'Z' || fields[0] === 'X') return null
  return `${textOf('/proc/sys/kernel/random/boot_id')?.trim() ?? ''}:${fields[19]}`
}

function beganByPs(pid: number): string | null {
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null
  } catch {
    return null
  }
}

function titledByProc(text: string): number[] {
  return procIds().filter((pid) => textOf(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ').includes(text))
}

function titledByPs(text: string): number[] {
  const lines = execFileSync('ps', ['-axo', 'pid=,command='], { encoding: 'utf8' }).split('\n')
  return lines.filter((line) => line.includes(text)).map((line) => Number.parseInt(line, 10))
}

function procIds(): number[] {
  return fs
    .readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
}

function textOf(file: string): string | null {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch {
    return null
  }
}

function linkOf(file: string): string | null {
  try {
    return fs.readlinkSync(file)
  } catch {
    return null
  }
}
