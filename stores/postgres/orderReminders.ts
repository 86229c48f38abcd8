import type { Order } from '../../domain/order.ts'
import { REMINDED, reminderDue } from '../../domain/order/reminder.ts'
import { appendLiveEvents } from './liveEvents.ts'
import { ORDER_COLUMNS, orderEvent, orderFromRow, updateOrder, type OrderRow } from './orders.ts'
import type { Queryable } from './pool.ts'

const AT_ONCE = 100

/**
 * All of the order's own row, never of a table read beside it: only of the row that it locks does PostgreSQL look again
 * whether it still meets the conditions, where somebody else has changed it and let it go meanwhile.
 */
const DUE = 'coalesce(o.extended_to, o.deadline)'
const HAD = `CASE WHEN o.reminded_for = ${DUE} THEN o.reminded ELSE 0 END`
const TIME_FROM = "coalesce((SELECT max((entry ->> 'at')::timestamptz) FROM jsonb_array_elements(o.timeline) AS entry WHERE entry ->> 'event' = 'reopened'), o.issued_at)"

/**
 * Marks the orders whose time has gone by half, by four fifths or wholly: in the timeline, and for live subscribers.
 * The mark lies in the order's own row and belongs to one deadline, so that nobody is reminded twice, whoever asks and
 * however often, and an extended or reopened order is reminded anew. Others may do the same at once: each takes its own.
 * @returns the orders reminded; as many as there is room for may mean that there are more
 */
export async function remindOfDeadlines(client: Queryable, now: number): Promise<Order[]> {
  const { rows } = await client.query<OrderRow & { time_from: Date; due: Date }>(
    `SELECT ${ORDER_COLUMNS}, ${TIME_FROM} AS time_from, ${DUE} AS due FROM rectification_order o
     WHERE o.state = ANY($1::text[]) AND o.deadline IS NOT NULL AND o.issued_at IS NOT NULL AND ${HAD} < 100
       AND $2 >= ${TIME_FROM} + (${DUE} - ${TIME_FROM}) * CASE WHEN ${HAD} >= 80 THEN 1.0 WHEN ${HAD} >= 50 THEN 0.8 ELSE 0.5 END
     ORDER BY ${DUE} LIMIT $3 FOR UPDATE SKIP LOCKED`, [REMINDED, new Date(now), AT_ONCE])
  const told: Order[] = []
  for (const row of rows) {
    const share = reminderDue(row.time_from.getTime(), row.due.getTime(), now)
    if (share === null) continue
    const order = orderFromRow(row, now)
    const after: Order = { ...order, timeline: [...order.timeline, { at: new Date(now).toISOString(), event: 'reminded', by: 'system', note: String(share) }], version: order.version + 1 }
    await updateOrder(client, after)
    await client.query('UPDATE rectification_order SET reminded = $2, reminded_for = $3 WHERE id = $1', [order.id, share, row.due])
    told.push(after)
  }
  await appendLiveEvents(client, told.map((order) => orderEvent('order.reminder', now, order)))
  return told
}
