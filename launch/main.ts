import fs from 'node:fs'
import { EnvironmentError, readEnvironment, type Environment } from '../config/environment.ts'
import { endWithParent } from '../config/parentProcess.ts'
import { LaunchFailure } from './failure.ts'
import { Supervisor } from './supervisor.ts'

const say = (line: string) => process.stdout.write(`${line}\n`)

/** Runs the whole system until it is told to stop. */
async function main(): Promise<void> {
  const environment = readEnvironment()
  const supervisor = new Supervisor(environment, say)
  stopOnSignal(supervisor)
  endWithParent(10_000)
  endWithNpm()
  const began = Number(process.env.LAUNCH_BEGAN) || Date.now()
  delete process.env.LAUNCH_BEGAN
  try {
    await supervisor.start()
  } catch (error) {
    await supervisor.stop()
    if (error instanceof Error && error.name === 'AbortError') return
    throw error
  }
  announce(environment, supervisor.folder.firstLogin, (Date.now() - began) / 1000)
}

function stopOnSignal(supervisor: Supervisor): void {
  let asked = false
  const stop = async () => {
    if (asked) {
      supervisor.kill()
      process.exit(1)
    }
    asked = true
    say('Stopping')
    const began = Date.now()
    await supervisor.stop()
    say(`Stopped in ${((Date.now() - began) / 1000).toFixed(1)} s`)
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop())
}

/**
 * A signal sent to `npm` does not always reach us: the shell between may die of it alone. Run by npm, the loss of that
 * shell therefore means stop; run by hand in the background, the loss of the terminal does not.
 */
function endWithNpm(): void {
  if (process.env.npm_lifecycle_event !== 'start') return
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    process.kill(process.pid, 'SIGTERM')
  }, 500)
  watch.unref()
}

function announce({ role, port }: Environment, firstLogin: string, seconds: number): void {
  const address = role === 'worker' ? '' : `: http://localhost:${port}`
  say(`\nMingjian 明鉴 is ready in ${seconds.toFixed(1)} s${address}`)
  if (role !== 'worker' && fs.existsSync(firstLogin)) {
    const logins = fs.readFileSync(firstLogin, 'utf8').split('\n')
    for (const login of logins) if (login.startsWith('Demo ')) say(login)
    // The server has printed what it made up, once.
    if (logins.some((login) => login.startsWith('Administrator'))) say(`Administrator: see ${firstLogin}`)
  }
  say('Ctrl-C stops it.\n')
}

main().catch((error: unknown) => {
  const known = error instanceof LaunchFailure || error instanceof EnvironmentError
  process.stderr.write(known ? `${error.message}\n` : `${error instanceof Error ? error.stack : String(error)}\n`)
  process.exit(1)
})
