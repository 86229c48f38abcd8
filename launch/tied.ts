import { spawnSync } from 'node:child_process'
import { onPath } from './packageManager.ts'

/**
 * The command by which a store ends with us even if we are killed: on Linux `setpriv` asks the kernel to send it the
 * signal. Elsewhere the plain command; a left-over is then stopped by the next start.
 */
export function tiedToUs(signal: 'TERM' | 'INT', program: string, args: string[]): [string, string[]] {
  const setpriv = setprivPath()
  if (setpriv === null) return [program, args]
  return [setpriv, ['--pdeathsig', signal, '--', program, ...args]]
}

let known: string | null | undefined

/** Where util-linux's `setpriv` is, or null; the one of busybox knows too few options and is no use here. */
export function setprivPath(): string | null {
  known ??= usableSetpriv()
  return known
}

function usableSetpriv(): string | null {
  const found = process.platform === 'linux' ? onPath(['setpriv']) : null
  if (found === null) return null
  return spawnSync(found, ['--pdeathsig', 'clear', '--', 'true']).status === 0 ? found : null
}
