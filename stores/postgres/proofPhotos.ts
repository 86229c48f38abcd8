import type { OrderPhoto } from '../../domain/order.ts'
import type { ProofPhoto } from '../../domain/order/dossier.ts'
import type { Capture } from '../../domain/proof/capture.ts'
import type { Check } from '../../domain/proof/check.ts'
import { compareLooks, margin, readHashes, writeHashes, type Hash, type Look, type Nearness } from '../../domain/proof/look.ts'
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
  readonly look: Look
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
    `INSERT INTO proof_photo (id, order_id, unit_id, item, by, at, sha256, bytes, preview, portrait, portrait_sha256, width, height, hash, crop_hashes, capture, checks, holds)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14::text::bit(64), $15, $16::jsonb, $17::jsonb, $18)`,
    [photo.id, photo.orderId, photo.unitId, photo.item, photo.by, new Date(photo.at), photo.sha256, photo.bytes, photo.preview, photo.portrait?.bytes ?? null,
      photo.portrait?.sha256 ?? null, photo.width, photo.height, bitsOf(photo.look.whole), writeHashes(photo.look.cropped), JSON.stringify(photo.capture), JSON.stringify(photo.checks), photo.holds],
  )
}

interface Likeness {
  readonly sameAs: string | null
  readonly nearest: ({ readonly photo: string } & Nearness) | null
  /** An earlier photo that came with the same portrait. */
  readonly portraitUsedBy: string | null
}

export interface Compared {
  readonly unitId: string
  readonly orderId: string
  readonly sha256: string
  readonly look: Look
  readonly portraitSha256: string | null
}

/**
 * What of the firm's earlier photos the new one resembles. A photo that this very order refused may be taken again and
 * look alike; the same bytes may not come twice.
 */
export async function findLikeness(client: Queryable, { unitId, orderId, sha256, look, portraitSha256 }: Compared): Promise<Likeness> {
  const { rows: [same] } = await client.query<{ id: string }>('SELECT id FROM proof_photo WHERE unit_id = $1 AND sha256 = $2 LIMIT 1', [unitId, sha256])
  const { rows: [portrait] } = await client.query<{ id: string }>('SELECT id FROM proof_photo WHERE unit_id = $1 AND portrait_sha256 = $2 LIMIT 1', [unitId, portraitSha256])
  const { rows } = await client.query<{ id: string; hash: string; crop_hashes: string }>(
    'SELECT id, hash::text, crop_hashes FROM proof_photo WHERE unit_id = $1 AND (order_id <> $2 OR holds) ORDER BY id', [unitId, orderId])
  let nearest: Likeness['nearest'] = null
  for (const row of rows) {
    const found = { photo: row.id, ...compareLooks(look, { whole: hashOf(row.hash), cropped: readHashes(row.crop_hashes) }) }
    if (nearest === null || margin(found) < margin(nearest)) nearest = found
  }
  return { sameAs: same?.id ?? null, nearest, portraitUsedBy: portrait?.id ?? null }
}

/** 64 bits as 0 and 1. */
function bitsOf(hash: Hash): string {
  return hash.map((word) => word.toString(2).padStart(32, '0')).join('')
}

function hashOf(bits: string): Hash {
  return [Number.parseInt(bits.slice(0, 32), 2), Number.parseInt(bits.slice(32), 2)]
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
