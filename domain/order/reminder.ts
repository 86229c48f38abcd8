import type { Order } from '../order.ts'

/** When the unit is reminded, in hundredths of the time it has. */
export const REMINDERS = [50, 80, 100] as const
export type Reminder = (typeof REMINDERS)[number]

/** The unit has yet to act: while an officer looks, nobody reminds it. */
export const REMINDED = ['assigned', 'accepted', 'in_progress', 'returned'] as const satisfies readonly Order['state'][]

/** The last reminder that is due; of several missed ones only that. Epoch milliseconds. */
export function reminderDue(from: number, due: number, now: number): Reminder | null {
  return REMINDERS.findLast((share) => now >= from + ((due - from) * share) / 100) ?? null
}
