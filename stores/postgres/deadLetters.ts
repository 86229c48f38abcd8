import type { DeadLetter } from '../../domain/feed.ts'
import type { Jurisdiction } from '../../domain/user.ts'
import { jurisdictionSql } from './jurisdiction.ts'
import { Conditions, readPage, type Page, type PageRequest } from './page.ts'
import type { Queryable } from './pool.ts'

/** A dead letter as the API gives it. */
export type DeadLetterView = Omit<DeadLetter, 'kind' | 'receivedAt'> & { id: string; receivedAt: string }

interface DeadLetterRow {
  id: string
  device: string | null
  received_at: Date
  source: DeadLetter['source']
  address: string
  type: DeadLetter['type']
  detail: string
  payload: string
}

export interface DeadLetterFilter {
  readonly type?: string
  readonly device?: string
  /** Bounds of `receivedAt`: from it on, and before it. Epoch milliseconds. */
  readonly from?: number
  readonly to?: number
}

/** Newest first. What no known device sent lies in the whole city only. */
export async function listDeadLetters(
  db: Queryable, jurisdiction: Jurisdiction, filter: DeadLetterFilter, request: PageRequest,
): Promise<Page<DeadLetterView>> {
  const conditions = new Conditions()
  conditions.raw(jurisdictionSql(jurisdiction, { unit: 'u.id', district: 'u.district' }, conditions.params))
  if (filter.type) conditions.where('l.type = ?', filter.type)
  if (filter.device) conditions.where('l.device = ?', filter.device)
  if (filter.from !== undefined) conditions.where('l.received_at >= ?', new Date(filter.from))
  if (filter.to !== undefined) conditions.where('l.received_at < ?', new Date(filter.to))
  const { items, next } = await readPage<DeadLetterRow>(db, {
    columns: 'l.id, l.device, l.received_at, l.source, l.address, l.type, l.detail, l.payload',
    from: jurisdiction.scope === 'city' ? 'dead_letter l' : 'dead_letter l LEFT JOIN device v ON v.id = l.device LEFT JOIN unit u ON u.id = v.unit',
    time: 'l.received_at', id: 'l.id',
  }, conditions, request)
  return { items: items.map(present), next }
}

function present(row: DeadLetterRow): DeadLetterView {
  const { id, device, source, address, type, detail, payload } = row
  return { id, device, receivedAt: row.received_at.toISOString(), source, address, type, detail, payload }
}
