import type { Logger } from 'pino'
import { remindOfDeadlines } from '../stores/postgres/orderReminders.ts'
import { transaction, type Pool } from '../stores/postgres/pool.ts'
import { Recurring } from './recurring.ts'

/** Looks after the deadlines of orders. Every worker does; the database lets each reminder through once. */
export function orderReminders(db: Pool, clock: () => number, log: Logger): Recurring {
  return new Recurring({ name: 'reminding of deadlines', everyMs: 10_000, log }, async () => {
    while ((await transaction(db, (client) => remindOfDeadlines(client, clock()))).length > 0) { /* there may be more */ }
  })
}
