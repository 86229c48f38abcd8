import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import readline from 'node:readline/promises'
import { LaunchFailure } from './failure.ts'

/** A program that npm can't bring, and the system package that does. */
export interface SystemProgram {
  title: string
  /** Names under which it may be on the PATH, the preferred one first. */
  commands: string[]
  packages: Record<'apt-get' | 'dnf' | 'apk' | 'brew', string>
}

type Manager = keyof SystemProgram['packages']

const installs: Record<Manager, (name: string) => string[][]> = {
  'apt-get': (name) => [
    ['apt-get', '-q', 'update'],
    ['apt-get', '-q', '-y', '-o', 'DPkg::Lock::Timeout=60', 'install', '--no-install-recommends', name],
  ],
  dnf: (name) => [['dnf', '-q', '-y', 'install', name]],
  apk: (name) => [['apk', 'add', '--no-cache', name]],
  brew: (name) => [['brew', 'install', ...name.split(' ')]],
}

/** The path of a program on the PATH, or null. */
export function onPath(commands: string[], searched = process.env.PATH ?? ''): string | null {
  const folders = [...searched.split(path.delimiter), '/usr/sbin', '/usr/local/sbin'].filter(Boolean)
  for (const command of commands) {
    for (const folder of folders) {
      const file = path.join(folder, command)
      if (isExecutable(file)) return file
    }
  }
  return null
}

/**
 * The path of the program, installed first by the system's package manager where it is missing. A person at the
 * terminal who is not root is asked first; where it can't be installed, one line says what to type.
 */
export async function findOrInstall(program: SystemProgram, say: (line: string) => void): Promise<string> {
  const present = onPath(program.commands)
  if (present !== null) return present
  const manager = (['apt-get', 'dnf', 'apk', 'brew'] as const).find((name) => onPath([name]) !== null)
  if (manager === undefined) {
    throw new LaunchFailure(`${program.title} is missing: install it so that ${program.commands[0]} is on the PATH`)
  }
  const typed = typedCommand(manager, program.packages[manager])
  const prefix = await permission(program.title, manager, typed)
  if (prefix === null) throw new LaunchFailure(`${program.title} is missing: install it with: ${typed}`)
  say(`${program.title} is missing; installing it with ${manager}`)
  for (const command of installs[manager](program.packages[manager])) run([...prefix, ...command])
  const installed = onPath(program.commands)
  if (installed === null) throw new LaunchFailure(`${program.title} could not be installed: install it with: ${typed}`)
  return installed
}

function typedCommand(manager: Manager, name: string): string {
  const install = manager === 'apk' ? `apk add ${name}` : `${manager} install ${name}`
  if (manager === 'brew' || process.getuid?.() === 0) return install
  return manager === 'apt-get' ? `sudo apt-get update && sudo ${install}` : `sudo ${install}`
}

/** The words to put before a command so that it may install, or null if it may not. */
async function permission(title: string, manager: Manager, typed: string): Promise<string[] | null> {
  const root = process.getuid?.() === 0
  if (root && manager !== 'brew') return []
  const sudo = onPath(['sudo'])
  if (process.stdin.isTTY && process.stdout.isTTY) {
    if (manager !== 'brew' && sudo === null) return null
    const yes = await confirmed(`${title} is missing. Install it now with "${typed}"? [Y/n] `)
    if (!yes) return null
    return manager === 'brew' ? [] : ['sudo']
  }
  if (manager === 'brew') return []
  const silent = sudo !== null && spawnSync(sudo, ['-n', 'true'], { stdio: 'ignore' }).status === 0
  return silent ? [sudo, '-n'] : null
}

async function confirmed(question: string): Promise<boolean> {
  const terminal = readline.createInterface({ input: process.stdin, output: process.stdout })
  try {
    return !/^n/i.test((await terminal.question(question)).trim())
  } finally {
    terminal.close()
  }
}

/** Failures are judged by the outcome, whether the program is there: an update of the lists may fail in part. */
function run([command = '', ...rest]: string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  spawnSync(command, rest, { stdio: ['inherit', 'ignore', 'inherit'], env })
}

function isExecutable(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK)
    return fs.statSync(file).isFile()
  } catch {
    return false
  }
}
