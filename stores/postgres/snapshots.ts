import type { Jurisdiction } from '../../domain/user.ts'
import { jurisdictionSql } from './jurisdiction.ts'
import type { Queryable } from './pool.ts'

/** The picture, if a detection in the jurisdiction names it. */
export async function findSnapshot(db: Queryable, sha256: string, jurisdiction: Jurisdiction): Promise<Buffer | null> {
  const params: unknown[] = [sha256]
  const within = jurisdictionSql(jurisdiction, { unit: 'u.id', district: 'u.district' }, params)
  const { rows: [row] } = await db.query<{ bytes: Buffer }>(
    `SELECT s.bytes FROM snapshot s WHERE s.sha256 = $1 AND EXISTS (
       SELECT 1 FROM detection d LEFT JOIN device v ON v.id = d.device_id LEFT JOIN unit u ON u.id = v.unit
       WHERE d.snapshot = s.sha256 AND ${within})`,
    params,
  )
  return row?.bytes ?? null
}
