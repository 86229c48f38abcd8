import type { Queryable } from './pool.ts'

/** A still that has been told of. */
export interface Still {
  readonly id: string
  readonly sha256: string
  readonly size: number
  /** Whether all its bytes are there. */
  readonly kept: boolean
}

export async function insertStill(client: Queryable, still: { id: string; inspectionId: string; key: string; sha256: string; size: number }): Promise<void> {
  await client.query('INSERT INTO inspection_still (id, inspection_id, key, sha256, size) VALUES ($1, $2, $3, $4, $5)', [still.id, still.inspectionId, still.key, still.sha256, still.size])
}

/** The still of that id; locked until the transaction ends where asked. */
export async function findStill(db: Queryable, inspectionId: string, id: string, lock = false): Promise<Still | null> {
  const { rows: [row] } = await db.query<Still>(
    `SELECT id, sha256, size, bytes IS NOT NULL AS kept FROM inspection_still WHERE inspection_id = $1 AND id = $2 ${lock ? 'FOR UPDATE' : ''}`, [inspectionId, id])
  return row ?? null
}

/** How many bytes of it are there. */
export async function stillOffset(db: Queryable, still: Still): Promise<number> {
  if (still.kept) return still.size
  const { rows: [row] } = await db.query<{ bytes: number }>('SELECT coalesce(max(at_byte + length(bytes)), 0)::int AS bytes FROM inspection_still_piece WHERE still_id = $1', [still.id])
  return row?.bytes ?? 0
}

export async function appendStill(client: Queryable, id: string, offset: number, bytes: Buffer): Promise<void> {
  await client.query('INSERT INTO inspection_still_piece (still_id, at_byte, bytes) VALUES ($1, $2, $3)', [id, offset, bytes])
}

export async function stillPieces(client: Queryable, id: string): Promise<Buffer> {
  const { rows } = await client.query<{ bytes: Buffer }>('SELECT bytes FROM inspection_still_piece WHERE still_id = $1 ORDER BY at_byte', [id])
  return Buffer.concat(rows.map((row) => row.bytes))
}

/** All bytes are there: they are kept as they came, with a small picture to look at. */
export async function keepStill(client: Queryable, id: string, bytes: Buffer, preview: Buffer): Promise<void> {
  await client.query('UPDATE inspection_still SET bytes = $2, preview = $3 WHERE id = $1', [id, bytes, preview])
  await dropPieces(client, id)
}

/** What came is not what was told: it may come again. */
export async function dropPieces(client: Queryable, id: string): Promise<void> {
  await client.query('DELETE FROM inspection_still_piece WHERE still_id = $1', [id])
}

export const STILL_RENDERINGS = ['original', 'preview'] as const
export type StillRendering = (typeof STILL_RENDERINGS)[number]

export async function stillPicture(db: Queryable, inspectionId: string, id: string, rendering: StillRendering): Promise<Buffer | null> {
  const column = rendering === 'original' ? 'bytes' : 'preview'
  const { rows: [row] } = await db.query<{ bytes: Buffer | null }>(`SELECT ${column} AS bytes FROM inspection_still WHERE inspection_id = $1 AND id = $2`, [inspectionId, id])
  return row?.bytes ?? null
}
