import type { Order } from '../../domain/order.ts'
import { ORDER_COLUMNS, orderFromRow, type OrderRow } from './orders.ts'
import type { Queryable } from './pool.ts'

/** What a person says of a new order. */
export interface NewOrder extends Pick<Order, 'id' | 'unitId' | 'unitName' | 'district' | 'title' | 'severity' | 'source' | 'sourceId' | 'basis' | 'fact' | 'items'> {
  /** `user:<username>`. */
  readonly by: string
  /** Epoch milliseconds. */
  readonly at: number
}

/** Opens an order in state `found`. */
export async function insertOrder(client: Queryable, order: NewOrder): Promise<Order> {
  const at = new Date(order.at).toISOString()
  const timeline: Order['timeline'] = [{ at, event: 'found', by: order.by, note: [order.source, order.sourceId].filter(Boolean).join(' ') }]
  const { rows: [row] } = await client.query<OrderRow>(
    `INSERT INTO rectification_order AS o (id, unit_id, unit_name, district, title, severity, state, source, source_id, basis, fact, items, timeline, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, 'found', $7, $8, $9::jsonb, $10, $11::jsonb, $12::jsonb, $13) RETURNING ${ORDER_COLUMNS}`,
    [order.id, order.unitId, order.unitName, order.district, order.title, order.severity, order.source, order.sourceId, JSON.stringify(order.basis),
      order.fact, JSON.stringify(order.items), JSON.stringify(timeline), at])
  if (!row) throw new Error(`order ${order.id} was not written`)
  return orderFromRow(row, order.at)
}
