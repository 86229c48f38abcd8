import { z } from 'zod'
import { beijingMinute } from '../beijingTime.ts'
import { channels, target } from '../escalation/policy.ts'
import type { Order } from '../order.ts'

/** When the unit is reminded, in hundredths of the time it has. */
export const REMINDERS = [50, 80, 100] as const
export type Reminder = (typeof REMINDERS)[number]

/** The unit has yet to act: while an officer looks, nobody reminds it. */
export const REMINDED = ['assigned', 'accepted', 'in_progress', 'returned'] as const satisfies readonly Order['state'][]

const line = z.strictObject({
  at: z.literal(REMINDERS),
  /** As in an escalation, and `involved`: who did something to the order or watches over it. */
  who: z.array(z.union([z.literal('involved'), target])).min(1).max(20),
  channels,
  /** Puts the order under supervision (督办), one level more. */
  supervise: z.boolean().default(false),
})

/** Which officers are told of each reminder; one that is not listed shows on the pages only. */
export const reminderLines = z.array(line)
  .refine((lines) => new Set(lines.map(({ at }) => at)).size === lines.length, 'a reminder is listed twice')
export type ReminderLine = z.output<typeof line>

/** The last reminder that is due; of several missed ones only that. Epoch milliseconds. */
export function reminderDue(from: number, due: number, now: number): Reminder | null {
  return REMINDERS.findLast((share) => now >= from + ((due - from) * share) / 100) ?? null
}

/** Whom a line names for this order, as an escalation's step would; those involved who are no officers are left out by who looks them up. */
export function toldOf({ who }: ReminderLine, order: Pick<Order, 'timeline' | 'watcher'>): string[] {
  const involved = [...order.timeline.map(({ by }) => by).filter((by) => by.startsWith('user:')), ...(order.watcher === null ? [] : [`user:${order.watcher}`])]
  return [...new Set(who.flatMap((each) => (each === 'involved' ? involved : [each])))]
}

/** What an officer is told of an order whose time runs out, in Chinese; times are Beijing's. */
export function reminderWording(order: Order, share: Reminder): { title: string; text: string } {
  const due = order.extendedTo ?? order.deadline
  const lines = [
    [order.number, order.title].filter(Boolean).join(' · '), due === null ? '' : `整改期限 ${beijingMinute(Date.parse(due))}（北京时间）`,
    share === 100 ? '期限已到，尚未提交整改' : `期限已过 ${share}%`, share === 100 && order.escalationLevel > 0 ? `督办 ${order.escalationLevel} 级` : '',
  ]
  return { title: `【${share === 100 ? '整改逾期' : '整改提醒'}】${order.unitName ?? order.id}`, text: lines.filter((each) => each !== '').join('\n') }
}
