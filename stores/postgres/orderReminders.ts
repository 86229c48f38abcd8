import { rosterSchema } from '../../domain/duty/roster.ts'
import type { Order } from '../../domain/order.ts'
import { REMINDED, reminderDue, reminderWording, toldOf, type Reminder, type ReminderLine } from '../../domain/order/reminder.ts'
import { appendAudit, type AuditEntry } from './audit.ts'
import { dutyDocument } from './dutyDocuments.ts'
import type { ShippedDuty } from './escalations.ts'
import { appendLiveEvents, type NewLiveEvent } from './liveEvents.ts'
import { queueNotification } from './notifications.ts'
import { doToOrder, type OrderRules } from './orderActions.ts'
import { ORDER_COLUMNS, orderEvent, orderFromRow, updateOrder, type OrderRow } from './orders.ts'
import { peopleFor, type Duty } from './people.ts'
import type { Queryable } from './pool.ts'

const AT_ONCE = 100
/** Who puts a late order under supervision. */
const LATE = { by: 'rule:deadline', name: '整改期限', party: 'rule', mayIssue: false } as const

/**
 * All of the order's own row, never of a table read beside it: only of the row that it locks does PostgreSQL look again
 * whether it still meets the conditions, where somebody else has changed it and let it go meanwhile.
 */
const DUE = 'coalesce(o.extended_to, o.deadline)'
const HAD = `CASE WHEN o.reminded_for = ${DUE} THEN o.reminded ELSE 0 END`
const TIME_FROM = "coalesce((SELECT max((entry ->> 'at')::timestamptz) FROM jsonb_array_elements(o.timeline) AS entry WHERE entry ->> 'event' = 'reopened'), o.issued_at)"

/** Whom reminders go to, and how orders are supervised. */
export interface ReminderRules {
  readonly orders: OrderRules & { readonly reminders: readonly ReminderLine[] }
  readonly duty: Pick<ShippedDuty, 'roster' | 'calendar'>
}

/** What one reminder left behind for the end of the transaction. */
interface Reminded {
  readonly order: Order
  readonly events: readonly NewLiveEvent[]
  readonly audit: readonly AuditEntry[]
}

/**
 * Marks the orders whose time has gone by half, by four fifths or wholly: in the timeline and the audit log, and for live
 * subscribers; officers are told as the rules name them, and what is late is supervised. The mark lies in the order's own
 * row and belongs to one deadline, so that nobody is reminded twice, whoever asks and however often, and an extended or
 * reopened order is reminded anew. Others may do the same at once: each takes its own.
 * @returns the orders reminded; as many as there is room for may mean that there are more
 */
export async function remindOfDeadlines(client: Queryable, rules: ReminderRules, now: number): Promise<Order[]> {
  const { rows } = await client.query<OrderRow & { time_from: Date; due: Date }>(
    `SELECT ${ORDER_COLUMNS}, ${TIME_FROM} AS time_from, ${DUE} AS due FROM rectification_order o
     WHERE o.state = ANY($1::text[]) AND o.deadline IS NOT NULL AND o.issued_at IS NOT NULL AND ${HAD} < 100
       AND $2 >= ${TIME_FROM} + (${DUE} - ${TIME_FROM}) * CASE WHEN ${HAD} >= 80 THEN 1.0 WHEN ${HAD} >= 50 THEN 0.8 ELSE 0.5 END
     ORDER BY ${DUE} LIMIT $3 FOR UPDATE SKIP LOCKED`, [REMINDED, new Date(now), AT_ONCE])
  if (rows.length === 0) return []
  const duty = { roster: (await dutyDocument(client, 'roster', rosterSchema, rules.duty.roster)).document, calendar: rules.duty.calendar }
  const done: Reminded[] = []
  for (const row of rows) {
    const share = reminderDue(row.time_from.getTime(), row.due.getTime(), now)
    if (share !== null) done.push(await remind(client, orderFromRow(row, now), { share, due: row.due }, rules, duty, now))
  }
  await appendLiveEvents(client, done.flatMap(({ events }) => events))
  for (const entry of done.flatMap(({ audit }) => audit)) await appendAudit(client, entry)
  return done.map(({ order }) => order)
}

async function remind(client: Queryable, order: Order, { share, due }: { share: Reminder; due: Date }, rules: ReminderRules, duty: Duty, now: number): Promise<Reminded> {
  const marked: Order = { ...order, timeline: [...order.timeline, { at: new Date(now).toISOString(), event: 'reminded', by: 'system', note: String(share) }], version: order.version + 1 }
  await updateOrder(client, marked)
  await client.query('UPDATE rectification_order SET reminded = $2, reminded_for = $3 WHERE id = $1', [order.id, share, due])
  const line = rules.orders.reminders.find(({ at }) => at === share)
  const supervised = line?.supervise ? await supervise(client, marked, rules.orders, now) : null
  const after = supervised ?? marked
  const told = line ? await tellOfficers(client, after, line, due, duty, now) : []
  const subject = `order:${order.id}`
  const audit: AuditEntry[] = [{ at: now, actor: 'system', action: 'order.remind', subject, detail: { share, deadline: due.toISOString(), told } }]
  if (supervised) audit.push({ at: now, actor: LATE.by, action: 'order.escalate', subject, detail: { level: supervised.escalationLevel, deadline: due.toISOString() } })
  const events = [orderEvent('order.reminder', now, marked), ...(supervised ? [orderEvent('order.escalated', now, supervised)] : [])]
  return { order: after, events, audit }
}

/** The order one level higher; null where it takes no such action. */
async function supervise(client: Queryable, order: Order, rules: OrderRules, now: number): Promise<Order | null> {
  const result = await doToOrder(client, order, { action: 'escalate', input: { reason: '逾期未提交整改' }, actor: LATE, at: now }, rules)
  return result.ok ? result.order : null
}

/** Each person once an order, deadline and reminder; the notification's unique key decides. */
async function tellOfficers(client: Queryable, order: Order, line: ReminderLine, due: Date, duty: Duty, now: number): Promise<string[]> {
  const { title, text } = reminderWording(order, line.at)
  const people = await peopleFor(client, toldOf(line, order), order, duty, now)
  for (const person of people) {
    await queueNotification(client, {
      subject: { kind: 'order', id: order.id }, step: `reminder-${line.at}@${due.toISOString()}`, person, unitId: order.unitId, district: order.district,
      severity: order.severity, title, text, channels: line.channels, link: `/orders?order=${encodeURIComponent(order.id)}`,
    }, now)
  }
  return people
}
