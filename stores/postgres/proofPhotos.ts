import type { OrderPhoto } from '../../domain/order.ts'
import type { ProofPhoto } from '../../domain/order/dossier.ts'
import type { Capture } from '../../domain/proof/capture.ts'
import type { Check } from '../../domain/proof/check.ts'
import type { Jurisdiction } from '../../domain/user.ts'
import { orderJurisdictionSql } from './orderJurisdiction.ts'
import type { Queryable } from './pool.ts'

/** A photo as it is kept: the bytes as they arrived, and what was found of them. */
export interface NewProofPhoto {
  readonly id: string
  readonly orderId: string
  readonly unitId: string
  readonly item: string
  readonly by: string
  /** Epoch milliseconds. */
  readonly at: number
  readonly sha256: string
  readonly bytes: Buffer
  readonly preview: Buffer
  readonly portrait: { readonly bytes: Buffer; readonly sha256: string } | null
  readonly width: number
  readonly height: number
  /** 64 bits as 0 and 1. */
  readonly hash: string
  readonly capture: Capture
  readonly checks: readonly Check[]
  readonly holds: boolean
}

/** Any fixed number: photos of one firm are compared one after another. */
const LOCK = 724_505

/** Nobody else adds a photo of the firm until the transaction ends. */
export async function lockPhotosOf(client: Queryable, unitId: string): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock($1, hashtext($2))', [LOCK, unitId])
}

export async function insertPhoto(client: Queryable, photo: NewProofPhoto): Promise<void> {
  await client.query(
    `INSERT INTO proof_photo (id, order_id, unit_id, item, by, at, sha256, bytes, preview, portrait, portrait_sha256, width, height, hash, capture, checks, holds)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14::text::bit(64), $15::jsonb, $16::jsonb, $17)`,
    [photo.id, photo.orderId, photo.unitId, photo.item, photo.by, new Date(photo.at), photo.sha256, photo.bytes, photo.preview, photo.portrait?.bytes ?? null,
      photo.portrait?.sha256 ?? null, photo.width, photo.height, photo.hash, JSON.stringify(photo.capture), JSON.stringify(photo.checks), photo.holds],
  )
}

export interface Likeness {
  readonly sameAs: string | null
  readonly nearest: { readonly photo: string; readonly distance: number } | null
}

/**
 * What of the firm's earlier photos the new one resembles. A photo that this very order refused may be taken again and
 * look alike; the same bytes may not come twice.
 */
export async function findLikeness(client: Queryable, photo: { unitId: string; orderId: string; sha256: string; hash: string }): Promise<Likeness> {
  const { rows: [same] } = await client.query<{ id: string }>('SELECT id FROM proof_photo WHERE unit_id = $1 AND sha256 = $2 LIMIT 1', [photo.unitId, photo.sha256])
  const { rows: [near] } = await client.query<{ id: string; distance: number }>(
    `SELECT id, bit_count(hash # $3::text::bit(64))::int AS distance FROM proof_photo
     WHERE unit_id = $1 AND (order_id <> $2 OR holds) ORDER BY distance, id LIMIT 1`, [photo.unitId, photo.orderId, photo.hash])
  return { sameAs: same?.id ?? null, nearest: near ? { photo: near.id, distance: near.distance } : null }
}

interface PhotoRow {
  id: string
  item: string
  by: string
  at: Date
  sha256: string
  width: number
  height: number
  capture: Capture
  checks: Check[]
  holds: boolean
  has_portrait: boolean
}

/** The order's photos, oldest first. */
export async function photosOf(db: Queryable, orderId: string): Promise<OrderPhoto[]> {
  const { rows } = await db.query<PhotoRow>(
    `SELECT id, item, by, at, sha256, width, height, capture, checks, holds, portrait IS NOT NULL AS has_portrait
     FROM proof_photo WHERE order_id = $1 ORDER BY at, id`, [orderId])
  return rows.map((row) => ({
    id: row.id, item: row.item, by: row.by, at: row.at.toISOString(), sha256: row.sha256, width: row.width, height: row.height, point: row.capture.point,
    accuracy: row.capture.accuracy, word: row.capture.word, caption: row.capture.caption ?? null, portrait: row.has_portrait, checks: row.checks, holds: row.holds,
  }))
}

/** What of the photos decides about the order. */
export async function proofOf(db: Queryable, orderId: string): Promise<ProofPhoto[]> {
  const { rows } = await db.query<Pick<PhotoRow, 'id' | 'item' | 'at' | 'holds'>>('SELECT id, item, at, holds FROM proof_photo WHERE order_id = $1', [orderId])
  return rows.map((row) => ({ ...row, at: row.at.getTime() }))
}

export async function checksOf(client: Queryable, orderId: string, id: string): Promise<Check[] | null> {
  const { rows: [row] } = await client.query<{ checks: Check[] }>('SELECT checks FROM proof_photo WHERE order_id = $1 AND id = $2 FOR UPDATE', [orderId, id])
  return row?.checks ?? null
}

export async function setChecks(client: Queryable, id: string, checks: readonly Check[], holds: boolean): Promise<void> {
  await client.query('UPDATE proof_photo SET checks = $2::jsonb, holds = $3 WHERE id = $1', [id, JSON.stringify(checks), holds])
}

export const RENDERINGS = ['original', 'preview', 'portrait'] as const
const COLUMN = { original: 'bytes', preview: 'preview', portrait: 'portrait' } as const satisfies Record<(typeof RENDERINGS)[number], string>

/** The picture, where its order lies in the jurisdiction. */
export async function findRendering(
  db: Queryable, orderId: string, id: string, rendering: (typeof RENDERINGS)[number], jurisdiction: Jurisdiction,
): Promise<Buffer | null> {
  const params: unknown[] = [orderId, id]
  const within = orderJurisdictionSql(jurisdiction, params)
  const { rows: [row] } = await db.query<{ bytes: Buffer | null }>(
    `SELECT p.${COLUMN[rendering]} AS bytes FROM proof_photo p JOIN rectification_order o ON o.id = p.order_id WHERE p.order_id = $1 AND p.id = $2 AND ${within}`, params)
  return row?.bytes ?? null
}
