import type { Constellation } from '../integration/constellation.ts'

const EVERY_MS = 50

/**
 * Keeps the server away for a while: kills its process, and each one that the supervisor starts in its place.
 * Answers the time at which it was killed for the last time.
 */
export async function awayFor(system: Pick<Constellation, 'pids'>, ms: number): Promise<number> {
  const until = Date.now() + ms
  let last = 0
  while (Date.now() < until) {
    const { server } = system.pids()
    if (server !== undefined && kill(server)) last = Date.now()
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS))
  }
  return last
}

/** False where there is no such process any more. */
function kill(pid: number): boolean {
  try {
    process.kill(pid, 'SIGKILL')
    return true
  } catch {
    return false
  }
}
