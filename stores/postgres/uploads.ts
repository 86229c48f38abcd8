import type { Queryable } from './pool.ts'

/** A photo on its way. Times are epoch milliseconds. */
export interface Upload {
  readonly id: string
  readonly orderId: string
  readonly username: string
  readonly phone: string
  readonly code: string
  readonly witness: { readonly phone: string; readonly code: string } | null
  readonly word: string
  /** Bytes of the photo, and of the portrait, where 0 means none; null until the phone has taken it. */
  readonly size: number | null
  readonly portraitSize: number | null
  readonly beganAt: number
  readonly expiresAt: number
  /** When the first byte of the photo arrived. */
  readonly receivedAt: number | null
  /** The photo it became. */
  readonly photoId: string | null
}

export const PARTS = ['photo', 'portrait'] as const
export type Part = (typeof PARTS)[number]

interface UploadRow {
  id: string
  order_id: string
  username: string
  phone: string
  code: string
  witness_phone: string | null
  witness_code: string | null
  word: string
  size: number | null
  portrait_size: number | null
  began_at: Date
  expires_at: Date
  received_at: Date | null
  photo_id: string | null
}

export async function insertUpload(client: Queryable, upload: Upload): Promise<void> {
  await client.query(
    `INSERT INTO upload (id, order_id, username, phone, code, witness_phone, witness_code, word, size, portrait_size, began_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [upload.id, upload.orderId, upload.username, upload.phone, upload.code, upload.witness?.phone ?? null, upload.witness?.code ?? null, upload.word,
      upload.size, upload.portraitSize, new Date(upload.beganAt), new Date(upload.expiresAt)],
  )
}

/** The user's own upload; locked until the transaction ends where asked. */
export async function findUpload(db: Queryable, id: string, username: string, lock = false): Promise<Upload | null> {
  const { rows: [row] } = await db.query<UploadRow>(`SELECT * FROM upload WHERE id = $1 AND username = $2 ${lock ? 'FOR UPDATE' : ''}`, [id, username])
  if (!row) return null
  return {
    id: row.id, orderId: row.order_id, username: row.username, phone: row.phone, code: row.code,
    witness: row.witness_phone !== null && row.witness_code !== null ? { phone: row.witness_phone, code: row.witness_code } : null,
    word: row.word, size: row.size, portraitSize: row.portrait_size, beganAt: row.began_at.getTime(), expiresAt: row.expires_at.getTime(),
    receivedAt: row.received_at?.getTime() ?? null, photoId: row.photo_id,
  }
}

/** What the phone took has so many bytes. */
export async function setPartSize(client: Queryable, id: string, part: Part, size: number): Promise<void> {
  await client.query(`UPDATE upload SET ${part === 'photo' ? 'size' : 'portrait_size'} = $2 WHERE id = $1`, [id, size])
}

/** How many bytes of the part are there. */
export async function receivedBytes(db: Queryable, id: string, part: Part): Promise<number> {
  const { rows: [row] } = await db.query<{ bytes: number }>(
    'SELECT coalesce(max(at_byte + length(bytes)), 0)::int AS bytes FROM upload_piece WHERE upload_id = $1 AND part = $2', [id, part])
  return row?.bytes ?? 0
}

/** All bytes of the part that are there. */
export async function uploadedBytes(db: Queryable, id: string, part: Part): Promise<Buffer> {
  const { rows } = await db.query<{ bytes: Buffer }>('SELECT bytes FROM upload_piece WHERE upload_id = $1 AND part = $2 ORDER BY at_byte', [id, part])
  return Buffer.concat(rows.map((row) => row.bytes))
}

/** Puts bytes behind those that are there; the caller has locked the upload and knows where it stands. */
export async function appendBytes(client: Queryable, id: string, part: Part, offset: number, bytes: Buffer, at: number): Promise<void> {
  await client.query('INSERT INTO upload_piece (upload_id, part, at_byte, bytes) VALUES ($1, $2, $3, $4)', [id, part, offset, bytes])
  if (part === 'photo' && offset === 0) await client.query('UPDATE upload SET received_at = $2 WHERE id = $1', [id, new Date(at)])
}

/** The upload has become a photo: its pieces go. */
export async function finishUpload(client: Queryable, id: string, photoId: string): Promise<void> {
  await client.query('UPDATE upload SET photo_id = $2 WHERE id = $1', [id, photoId])
  await client.query('DELETE FROM upload_piece WHERE upload_id = $1', [id])
}
