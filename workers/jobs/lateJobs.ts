import type { Logger } from 'pino'
import { requeueLateLooks } from '../../stores/postgres/escalationLooks.ts'
import { requeueLateNotifications } from '../../stores/postgres/notifications.ts'
import { transaction, type Pool } from '../../stores/postgres/pool.ts'
import { Recurring } from '../recurring.ts'

/** So late is what no job sees to. */
const GRACE_MS = 4_000
/** The queue is told again of the same thing no sooner. */
const AGAIN_MS = 10_000

/** Finds the notices and escalations the queue has forgotten, and tells it again: PostgreSQL knows what is due, whatever Redis lost. */
export function lateJobs(db: Pool, clock: () => number, onJobs: () => void, log: Logger): Recurring {
  return new Recurring({ name: 'looking for late work', everyMs: 2_000, log }, async () => {
    const found = await transaction(db, async (client) => {
      const now = clock()
      return (await requeueLateNotifications(client, now, GRACE_MS, AGAIN_MS)) + (await requeueLateLooks(client, now, GRACE_MS, AGAIN_MS))
    })
    if (found > 0) onJobs()
  })
}
