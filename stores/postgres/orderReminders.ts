import type { Order } from '../../domain/order.ts'
import { REMINDED, reminderDue } from '../../domain/order/reminder.ts'
import { appendLiveEvents } from './liveEvents.ts'
import { ORDER_COLUMNS, orderEvent, orderFromRow, updateOrder, type OrderRow } from './orders.ts'
import type { Queryable } from './pool.ts'

const AT_ONCE = 100

/**
 * Marks the orders whose time has gone by half, by four fifths or wholly: in the timeline, and for live subscribers.
 * The mark lies in the order's own row and belongs to one deadline, so that nobody is reminded twice, whoever asks and
 * however often, and an extended or reopened order is reminded anew. Others may do the same at once: each takes its own.
 * @returns the orders reminded; as many as there is room for may mean that there are more
 */
export async function remindOfDeadlines(client: Queryable, now: number): Promise<Order[]> {
  const { rows } = await client.query<OrderRow & { time_from: Date; due: Date }>(
    `WITH running AS (
       SELECT o.id, coalesce(o.extended_to, o.deadline) AS due, CASE WHEN o.reminded_for = coalesce(o.extended_to, o.deadline) THEN o.reminded ELSE 0 END AS reminded,
         coalesce((SELECT max((entry ->> 'at')::timestamptz) FROM jsonb_array_elements(o.timeline) AS entry WHERE entry ->> 'event' = 'reopened'), o.issued_at) AS time_from
       FROM rectification_order o WHERE o.state = ANY($1::text[]) AND o.deadline IS NOT NULL AND o.issued_at IS NOT NULL
     )
     SELECT ${ORDER_COLUMNS}, running.time_from, running.due FROM running JOIN rectification_order o ON o.id = running.id
     WHERE running.reminded < 100 AND $2 >= running.time_from + (running.due - running.time_from) * CASE WHEN running.reminded >= 80 THEN 1.0 WHEN running.reminded >= 50 THEN 0.8 ELSE 0.5 END
     ORDER BY running.due LIMIT $3 FOR UPDATE OF o SKIP LOCKED`, [REMINDED, new Date(now), AT_ONCE])
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
