import type { Order } from '../order.ts'
import type { Severity } from '../severity.ts'
import { afterWorkingDays, type WorkCalendar } from '../workingDays.ts'

/** A span the law or the platform sets: so many milliseconds, or so many working days to their end. */
export type Term = { readonly ms: number } | { readonly workingDays: number }

/** What an office sets for its orders: platform defaults, not law. */
export interface OrderTerms {
  /** How long a unit has to put right what is wrong, by severity. */
  readonly fix: Readonly<Record<Severity, Term>>
  readonly calendar: WorkCalendar
  /** How long readings must have been back in range before a sensor's case is verified, milliseconds. */
  readonly backInRangeMs: number
  /** How long after its closing an order is opened again by itself where the same happens again, milliseconds. */
  readonly watchMs: number
}

export interface Deadline {
  /** Epoch milliseconds. */
  readonly at: number
  /** Years of the calendar that the count needed and that are not loaded. */
  readonly unknownYears: readonly number[]
}

/** By when an order of this severity, issued now, is to be put right. */
export function deadlineFor(severity: Severity, terms: OrderTerms, now: number): Deadline {
  const term = terms.fix[severity]
  return 'ms' in term ? { at: now + term.ms, unknownYears: [] } : afterWorkingDays(terms.calendar, now, term.workingDays)
}

/** Nothing more is expected of the unit in these. */
export const SETTLED = ['rejected', 'withdrawn', 'verified', 'closed'] as const

/** Whether the unit is late. What it has submitted counts from when it did: waiting for an officer makes nobody late. */
export function isOverdue(order: Pick<Order, 'state' | 'deadline' | 'extendedTo' | 'submittedAt'>, now: number): boolean {
  const due = order.extendedTo ?? order.deadline
  if (due === null || (SETTLED as readonly string[]).includes(order.state)) return false
  const until = order.state === 'submitted' && order.submittedAt !== null ? Date.parse(order.submittedAt) : now
  return Date.parse(due) < until
}
