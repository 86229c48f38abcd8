import { phoneDigits } from '../../domain/proof/boundPhone.ts'
import type { Queryable } from './pool.ts'

/** How often this number was to stand for a face at the unit since then. */
export async function countWitnessed(db: Queryable, unitId: string, phone: string, since: number): Promise<number> {
  const { rows } = await db.query<{ witness_phone: string }>(
    'SELECT u.witness_phone FROM upload u JOIN rectification_order o ON o.id = u.order_id WHERE o.unit_id = $1 AND u.witness_phone IS NOT NULL AND u.began_at > $2 LIMIT 1000', [unitId, new Date(since)])
  return rows.filter((row) => phoneDigits(row.witness_phone) === phoneDigits(phone)).length
}

/** Whose code is still to be told, of the order's open uploads: no text message went out, or it reached nobody. */
export async function awaitedWitnesses(client: Queryable, orderId: string, at: number): Promise<{ upload: string; phone: string; code: string; expiresAt: number }[]> {
  const { rows } = await client.query<{ id: string; witness_phone: string; witness_code: string; expires_at: Date }>(
    `SELECT u.id, u.witness_phone, u.witness_code, u.expires_at FROM upload u
     LEFT JOIN notification n ON n.subject_kind = 'phone' AND n.subject_id = u.id AND n.step = 'witness'
     WHERE u.order_id = $1 AND u.witness_code IS NOT NULL AND u.photo_id IS NULL AND u.expires_at > $2 AND (n.id IS NULL OR n.state IN ('failed', 'unsent', 'cancelled'))
     ORDER BY u.began_at`, [orderId, new Date(at)])
  return rows.map((row) => ({ upload: row.id, phone: row.witness_phone, code: row.witness_code, expiresAt: row.expires_at.getTime() }))
}
