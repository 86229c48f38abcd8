import { createHash } from 'node:crypto'
import { Router, type Response } from 'express'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { canonicalJson } from '../../../domain/auditChain.ts'
import type { Order } from '../../../domain/order.ts'
import type { PackEntry, PackManifest } from '../../../domain/order/pack.ts'
import { OFFICERS } from '../../../domain/order/transitions.ts'
import type { User } from '../../../domain/user.ts'
import { findAlert } from '../../../stores/postgres/alerts.ts'
import { auditOf } from '../../../stores/postgres/audit.ts'
import { findOrder } from '../../../stores/postgres/orders.ts'
import { findRendering } from '../../../stores/postgres/proofPhotos.ts'
import { findSnapshot } from '../../../stores/postgres/snapshots.ts'
import { transaction } from '../../../stores/postgres/pool.ts'
import { requireRole } from '../../session/authenticate.ts'
import { pathParameter, userOf } from '../input.ts'
import { describe } from '../openapi.ts'
import { Problem } from '../problem.ts'
import { audit } from '../register.ts'
import type { OrderContext } from './routes.ts'

/**
 * What is handed over with a case: everything the order rests on, and a manifest of hashes to prove it by. The audit log
 * keeps who had it made and the manifest's own hash, so that a pack made up later is told from it.
 */
export function packRoutes(context: OrderContext): Router {
  const router = Router()
  router.get('/orders/:id/pack', requireRole(...OFFICERS), async (request, response) => {
    const user = userOf(response)
    const order = await findOrder(context.db, pathParameter(request, 'id'), user.jurisdiction, context.clock())
    if (!order) throw new Problem('not-found')
    await sendPack(response, `${order.number ?? order.id}.jsonl`, packLines(context, order, user))
  })
  return router
}

async function sendPack(response: Response, name: string, lines: AsyncGenerator<string>): Promise<void> {
  response.type('application/x-ndjson').set('Content-Disposition', `attachment; filename="order.jsonl"; filename*=UTF-8''${encodeURIComponent(name)}`)
  await pipeline(Readable.from(lines), response)
}

/** Pictures are hashed as bytes, records as canonical JSON; the manifest at the end lists every line's hash in order. */
async function* packLines(context: OrderContext, order: Order, user: User): AsyncGenerator<string> {
  const entries: PackManifest['entries'][number][] = []
  for await (const entry of entriesOf(context, order, user)) {
    const { text, sha256 } = lineOf(entry)
    entries.push({ kind: entry.kind, id: entry.id, sha256 })
    yield text
  }
  const at = context.clock()
  const record: PackManifest = { madeAt: new Date(at).toISOString(), entries }
  const { text, sha256 } = lineOf({ kind: 'manifest', id: 'manifest', record })
  await transaction(context.db, (client) => audit(client, { by: user, at, action: 'order.pack', subject: `order:${order.id}`, detail: { manifest: sha256, entries: entries.length } }))
  yield text
}

function lineOf({ kind, id, record, base64 }: PackEntry): { text: string; sha256: string } {
  if (base64 !== undefined) {
    const sha256 = createHash('sha256').update(Buffer.from(base64, 'base64')).digest('hex')
    return { text: `${JSON.stringify({ kind, id, base64, sha256 })}\n`, sha256 }
  }
  // As it will be read back: undefined fields fall away before the hash is taken.
  const kept: unknown = JSON.parse(JSON.stringify(record))
  const sha256 = createHash('sha256').update(canonicalJson(kept)).digest('hex')
  return { text: `${JSON.stringify({ kind, id, record: kept, sha256 })}\n`, sha256 }
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
  description: 'The order, its alerts with all readings, original pictures in base64 and the audit entries, each with its SHA-256 (of the bytes, or of the record as JSON with sorted keys and no spaces); the last line is a manifest of all of them. `npm run verify-log -- FILE` proves it without us.',
})
