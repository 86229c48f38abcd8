import type { Order } from '../../domain/order.ts'
import { ageOf, beijingDate, beijingStamp } from '../format/time.ts'
import { ageText, type Wordbook } from '../screen/alertText.ts'
import { spanText } from '../screen/finding.ts'

/** By when the unit must be done, in Beijing time: the last minute of a day is called 24:00 of it. */
export function dueTime(order: Pick<Order, 'deadline' | 'extendedTo'>): string | null {
  const due = order.extendedTo ?? order.deadline
  return due === null ? null : deadlineStamp(due)
}

/** With the year where it is not this one. */
export function deadlineStamp(iso: string, now = Date.now()): string {
  const [at, { year }] = [Date.parse(iso), beijingDate(Date.parse(iso))]
  return `${year === beijingDate(now).year ? '' : `${year}-`}${beijingStamp(at).replace('23:59', '24:00')}`
}

const RUNNING = new Set<Order['state']>(['assigned', 'accepted', 'in_progress', 'returned'])

/** How the deadline stands: what is left, how late, or since when it waits for an officer. */
export function dueText(order: Order, now: number, words: Wordbook): { text: string; late: boolean } {
  const due = order.extendedTo ?? order.deadline
  if (order.state === 'submitted' && order.submittedAt) return { text: words.t('orders.list.handed', { age: ageText(ageOf(Date.parse(order.submittedAt), now), words) }), late: order.overdue }
  if (due === null) return { text: words.t('orders.list.undue'), late: false }
  if (!RUNNING.has(order.state)) return { text: words.t('orders.list.due', { time: deadlineStamp(due) }), late: false }
  const left = Date.parse(due) - now
  return left < 0 ? { text: words.t('orders.list.late', { span: spanText(-left, words) }), late: true } : { text: words.t('orders.list.left', { span: spanText(left, words) }), late: false }
}
