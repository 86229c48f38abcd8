import { spawn, type ChildProcess } from 'node:child_process'
import path from 'node:path'
import type { Readable, Writable } from 'node:stream'
import type { ChildPlan } from './child.ts'

/** A program of ours, run by this same Node. */
export interface NodeProgram {
  role: string
  /** Path of the file to run. */
  file: string
  env: NodeJS.ProcessEnv
  /** Milliseconds for its stop in good order. */
  grace: number
}

/** The root of the project, which holds every entry file. */
export const projectRoot = path.resolve(import.meta.dirname, '..')

/** Room for what lives only as long as its way through: without it half of it is copied about before it dies. */
const flags = ['--max-semi-space-size=64', '--enable-source-maps']

/** Runs apart from the terminal, so that Ctrl-C reaches the supervisor only, which stops things in their order. */
export function nodePlan({ role, file, env, grace }: NodeProgram): ChildPlan {
  return {
    role,
    stopSignal: 'SIGTERM',
    grace,
    launch(): ChildProcess {
      const child = spawn(process.execPath, [...flags, file], {
        cwd: projectRoot,
        env,
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      })
      if (child.stdout) passLines(child.stdout, process.stdout, role)
      if (child.stderr) passLines(child.stderr, process.stderr, role)
      return child
    },
  }
}

/** Hands on whole lines. A log line in JSON names its role by itself; any other is given it. */
function passLines(from: Readable, to: Writable, role: string): void {
  let rest = ''
  const pass = (line: string) => line !== '' && to.write(line.startsWith('{') ? `${line}\n` : `[${role}] ${line}\n`)
  from.setEncoding('utf8')
  from.on('data', (text: string) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    lines.forEach(pass)
  })
  from.on('end', () => pass(rest))
}
