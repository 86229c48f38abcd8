import { endProcesses, isAlive } from './processes.ts'
import type { ProcessRecords } from './records.ts'

/**
 * Stops what a supervisor that was killed left running. Called under the folder's lock, so what the records name
 * belongs to nobody any more. Programs go before the stores they use.
 */
export async function stopLeftovers(records: ProcessRecords, say: (line: string) => void): Promise<void> {
  const alive = records.left().filter(([, mark]) => isAlive(mark))
  if (alive.length > 0) {
    say(`Stopping what an earlier run left: ${alive.map(([role, { pid }]) => `${role} (${pid})`).join(', ')}`)
    const marks = (roles: (role: string) => boolean) => alive.filter(([role]) => roles(role)).map(([, mark]) => mark)
    await endProcesses(
      marks((role) => role !== 'redis' && role !== 'postgres'),
      'SIGTERM',
      2_000,
    )
    await Promise.all([
      endProcesses(
        marks((role) => role === 'redis'),
        'SIGTERM',
        3_000,
      ),
      endProcesses(
        marks((role) => role === 'postgres'),
        'SIGINT',
        5_000,
      ),
    ])
  }
  records.clear()
}
