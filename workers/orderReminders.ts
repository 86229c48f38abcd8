import type { Logger } from 'pino'
import { remindOfDeadlines, type ReminderRules } from '../stores/postgres/orderReminders.ts'
import { transaction, type Pool } from '../stores/postgres/pool.ts'
import { Recurring } from './recurring.ts'

export interface ReminderParts extends ReminderRules {
  readonly db: Pool
  readonly clock: () => number
  /** Called when people are to be told. */
  readonly onJobs: () => void
  readonly log: Logger
}

/** Looks after the deadlines of orders. Every worker does; the database lets each reminder through once. */
export function orderReminders({ db, clock, onJobs, log, ...rules }: ReminderParts): Recurring {
  return new Recurring({ name: 'reminding of deadlines', everyMs: 10_000, log }, async () => {
    while ((await transaction(db, (client) => remindOfDeadlines(client, rules, clock()))).length > 0) onJobs()
  })
}
