import type { Logger } from 'pino'
import { gatherEvidence } from '../stores/postgres/evidence.ts'
import type { Pool } from '../stores/postgres/pool.ts'
import { Recurring } from './recurring.ts'

/** Gathers the evidence that is due, many alerts at a time. Every worker may; each note is seen to by one. */
export function evidenceKeeper(db: Pool, clock: () => number, log: Logger): Recurring {
  return new Recurring({ name: 'gathering evidence', everyMs: 1_000, log }, async () => {
    while ((await gatherEvidence(db, clock())) > 0) { /* there is more */ }
  })
}
