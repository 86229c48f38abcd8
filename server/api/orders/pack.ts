import { createHash } from 'node:crypto'
import { Router, type Response } from 'express'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { canonicalJson } from '../../../domain/auditChain.ts'
import type { Order } from '../../../domain/order.ts'
import { OFFICERS } from '../../../domain/order/transitions.ts'
import type { User } from '../../../domain/user.ts'
import { findAlert } from '../../../stores/postgres/alerts.ts'
import { auditOf } from '../../../stores/postgres/audit.ts'
import { findOrder } from '../../../stores/postgres/orders.ts'
import { findRendering } from '../../../stores/postgres/proofPhotos.ts'
import { findSnapshot } from '../../../stores/postgres/snapshots.ts'
import { requireRole } from '../../session/authenticate.ts'
import { pathParameter, userOf } from '../input.ts'
import { describe } from '../openapi.ts'
import { Problem } from '../problem.ts'
import type { OrderContext } from './routes.ts'

/** One line of the pack: a record, or the bytes of a picture in base64. */
interface PackEntry {
  readonly kind: 'order' | 'alert' | 'audit' | 'photo' | 'portrait' | 'snapshot'
  readonly id: string
  readonly record?: unknown
  readonly base64?: string
}

/** What is handed over with a case: everything the order rests on, and a manifest of hashes to prove it by. */
export function packRoutes(context: OrderContext): Router {
  const router = Router()
  router.get('/orders/:id/pack', requireRole(...OFFICERS), async (request, response) => {
    const user = userOf(response)
    const order = await findOrder(context.db, pathParameter(request, 'id'), user.jurisdiction, context.clock())
    if (!order) throw new Problem('not-found')
    await sendPack(response, `${order.number ?? order.id}.jsonl`, packLines(entriesOf(context, order, user), context.clock()))
  })
  return router
}

async function sendPack(response: Response, name: string, lines: AsyncGenerator<string>): Promise<void> {
  response.type('application/x-ndjson').set('Content-Disposition', `attachment; filename="order.jsonl"; filename*=UTF-8''${encodeURIComponent(name)}`)
  await pipeline(Readable.from(lines), response)
}

/** Pictures are hashed as bytes, records as canonical JSON; the manifest at the end lists every line's hash in order. */
async function* packLines(entries: AsyncGenerator<PackEntry>, now: number): AsyncGenerator<string> {
  const manifest: { kind: string; id: string; sha256: string }[] = []
  for await (const entry of entries) {
    const content = entry.base64 === undefined ? canonicalJson(entry.record) : Buffer.from(entry.base64, 'base64')
    const sha256 = createHash('sha256').update(content).digest('hex')
    manifest.push({ kind: entry.kind, id: entry.id, sha256 })
    yield `${JSON.stringify({ ...entry, sha256 })}\n`
  }
  const record = { madeAt: new Date(now).toISOString(), entries: manifest }
  yield `${JSON.stringify({ kind: 'manifest', id: 'manifest', record, sha256: createHash('sha256').update(canonicalJson(record)).digest('hex') })}\n`
}

async function* entriesOf({ db }: OrderContext, order: Order, { jurisdiction }: User): AsyncGenerator<PackEntry> {
  yield { kind: 'order', id: order.id, record: order }
  for (const id of order.alertIds) {
    const alert = await findAlert(db, id, jurisdiction)
    if (!alert) continue
    yield { kind: 'alert', id, record: alert }
    const snapshot = alert.evidence?.snapshot
    const bytes = snapshot && /^[0-9a-f]{64}$/.test(snapshot) ? await findSnapshot(db, snapshot, jurisdiction) : null
    if (snapshot && bytes) yield { kind: 'snapshot', id: snapshot, base64: bytes.toString('base64') }
  }
  for (const { id, portrait } of order.photos) {
    const bytes = await findRendering(db, order.id, id, 'original', jurisdiction)
    if (bytes) yield { kind: 'photo', id, base64: bytes.toString('base64') }
    const face = portrait ? await findRendering(db, order.id, id, 'portrait', jurisdiction) : null
    if (face) yield { kind: 'portrait', id, base64: face.toString('base64') }
  }
  for (const record of await auditOf(db, `order:${order.id}`)) yield { kind: 'audit', id: String(record.seq), record }
}

describe({
  method: 'get', path: '/api/v1/orders/{id}/pack', tag: 'orders', summary: 'The evidence pack of an order, as JSON lines', roles: OFFICERS,
  description: 'The order, its alerts with all readings, original pictures in base64 and the audit entries, each with its SHA-256 (of the bytes, or of the record as JSON with sorted keys and no spaces); the last line is a manifest of all of them.',
})
