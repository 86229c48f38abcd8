import type { Logger } from 'pino'
import { forgetAnswers } from '../stores/postgres/answeredRequests.ts'
import { pruneLiveEvents } from '../stores/postgres/liveEvents.ts'
import type { Pool } from '../stores/postgres/pool.ts'
import { rollUp } from '../stores/postgres/rollups.ts'
import { dropOldReadings, pruneDeadLetters } from '../stores/postgres/retention.ts'
import { Recurring } from './recurring.ts'

/** Full-resolution readings are kept two years, the platform's default. */
const READINGS_MS = 2 * 366 * 86_400_000

/** The house-keeping of history: roll-ups, retention. Every worker tries; the database lets one at a time through. */
export function maintenance(db: Pool, clock: () => number, log: Logger): Recurring {
  return new Recurring({ name: 'house-keeping', everyMs: 60_000, log }, async () => {
    const now = clock()
    while ((await rollUp(db, now)) > 0) { /* there is more */ }
    await dropOldReadings(db, now - READINGS_MS)
    await pruneLiveEvents(db, now)
    await pruneDeadLetters(db)
    await forgetAnswers(db, now)
  })
}
