import { createHash } from 'node:crypto'
import express, { Router, type Request, type Response } from 'express'
import { z } from 'zod'
import { entryKey, happenedAt } from '../../../domain/inspection/entry.ts'
import { place } from '../../../domain/inspection/input.ts'
import { partyOf } from '../../../domain/inspection/transitions.ts'
import { orderInstant } from '../../../domain/order/input.ts'
import { convertPoint } from '../../../domain/proof/coordinates.ts'
import type { User } from '../../../domain/user.ts'
import { entryOfKey } from '../../../stores/postgres/inspectionEntries.ts'
import { appendStill, dropPieces, findStill, insertStill, keepStill, STILL_RENDERINGS, stillOffset, stillPicture, stillPieces, type Still } from '../../../stores/postgres/inspectionStills.ts'
import { transaction, type Client } from '../../../stores/postgres/pool.ts'
import { readPicture } from '../../proof/picture.ts'
import { pathParameter, readBody, userOf } from '../input.ts'
import { describe } from '../openapi.ts'
import { offsetOf, PIECE_TYPE, tellOffset } from '../orders/uploads.ts'
import { Problem } from '../problem.ts'
import { makeId } from '../register.ts'
import { inspectionFor, inspectionOfMember, refuseOnceCancelled } from './access.ts'
import { enter } from './enter.ts'
import type { InspectionContext } from './routes.ts'

const MOST_BYTES = 20 * 1024 * 1024
const stillInput = z.strictObject({
  key: entryKey, client: z.string().max(64).optional(), at: orderInstant.optional(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'the SHA-256 in small hexadecimal digits'),
  size: z.int().min(1).max(MOST_BYTES),
  place: z.strictObject(place).optional().meta({ description: 'Where the phone was' }),
  answers: entryKey.optional().meta({ description: 'Key of the entry that asked for it' }),
  item: z.string().regex(/^[\w-]{1,64}$/).optional(),
}).meta({ id: 'InspectionStillInput' })
type StillInput = z.output<typeof stillInput>
const stillSchema = z.object({ id: z.string(), sha256: z.string(), size: z.int(), offset: z.int(), kept: z.boolean() }).meta({ id: 'InspectionStill' })

/** Stills of an inspection: told with their hash, then their bytes in pieces, then kept as evidence. */
export function stillRoutes(context: InspectionContext): Router {
  const router = Router()
  router.post('/inspections/:id/stills', async (request, response) => {
    const still = await tellStill(context, userOf(response), pathParameter(request, 'id'), readBody(request, stillInput))
    response.status(201).json({ ...still, offset: await stillOffset(context.db, still) })
  })
  router.patch('/inspections/:id/stills/:still', express.raw({ type: PIECE_TYPE, limit: '4mb' }), async (request, response) => {
    const bytes: unknown = request.body
    if (!Buffer.isBuffer(bytes)) throw new Problem('unsupported-media-type', `Send ${PIECE_TYPE}`)
    await takePiece(context, request, response, bytes)
  })
  for (const rendering of STILL_RENDERINGS) {
    router.get(`/inspections/:id/stills/:still/${rendering}`, async (request, response) => {
      const inspection = await inspectionFor(context.db, pathParameter(request, 'id'), userOf(response), 'content')
      const bytes = await stillPicture(context.db, inspection.id, pathParameter(request, 'still'), rendering)
      if (!bytes) throw new Problem('not-found')
      response.set({ 'Cache-Control': 'private, max-age=31536000, immutable', 'Content-Disposition': 'inline', 'X-Content-Type-Options': 'nosniff' }).type('image/jpeg').send(bytes)
    })
  }
  return router
}

/** The hash that the phone took of the picture is on record before its bytes are on the way. */
function tellStill(context: InspectionContext, user: User, id: string, input: StillInput): Promise<Still> {
  const receivedAt = context.clock()
  return transaction(context.db, async (client) => {
    const inspection = await inspectionOfMember(client, id, user)
    const before = await entryOfKey(client, id, input.key)
    if (before?.kind === 'still') return stillOf(client, id, before.body.still)
    if (before) throw new Problem('conflict', 'Something else was entered with this key')
    if (partyOf(inspection, user) !== 'inspector') throw new Problem('forbidden', 'Stills come from the inspector\'s phone')
    refuseOnceCancelled(inspection, happenedAt(input.at, receivedAt, inspection.openedAt))
    if (input.item !== undefined && !inspection.checklist.items.some((item) => item.id === input.item)) throw new Problem('invalid', `item: the checklist has no ${input.item}`)
    const still: Still = { id: makeId('still'), sha256: input.sha256, size: input.size, kept: false }
    await insertStill(client, { ...still, inspectionId: id, key: input.key })
    const { place: where, key, client: phone, at, answers, item, sha256, size } = input
    const body = { still: still.id, sha256, size, point: where ? convertPoint(where.point, where.coordinates, 'wgs84') : null, accuracy: where?.accuracy ?? null, answers, item }
    await enter(client, inspection, user, { kind: 'still', key, client: phone, at, body }, receivedAt)
    return still
  })
}

async function takePiece(context: InspectionContext, request: Request, response: Response, bytes: Buffer): Promise<void> {
  const user = userOf(response)
  const [id, stillId] = [pathParameter(request, 'id'), pathParameter(request, 'still')]
  const offset = offsetOf(request)
  const receivedAt = context.clock()
  const outcome = await transaction(context.db, async (client) => {
    const inspection = await inspectionOfMember(client, id, user)
    const still = await findStill(client, id, stillId, true)
    if (!still) throw new Problem('not-found')
    const there = await stillOffset(client, still)
    if (still.kept) return { there, size: still.size, fault: null }
    if (offset > there) throw new Problem('conflict', `Go on from byte ${there}`, { headers: { 'Upload-Offset': String(there) } })
    if (offset + bytes.length > still.size) throw new Problem('invalid', `The still has ${still.size} bytes`)
    const fresh = bytes.subarray(there - offset)
    if (fresh.length > 0) await appendStill(client, stillId, there, fresh)
    const now = there + fresh.length
    if (now < still.size) return { there: now, size: still.size, fault: null }
    const fault = await finish(client, still, (kept) => enter(client, inspection, user, { kind: 'still-kept', key: `${stillId}-kept`, body: { still: stillId, sha256: still.sha256, ...kept } }, receivedAt))
    return { there: fault ? 0 : now, size: still.size, fault }
  })
  // What does not fit its hash is dropped, and the drop is kept: so it is told only after the transaction.
  if (outcome.fault !== null) throw new Problem('invalid', outcome.fault, { headers: { 'Upload-Offset': '0' } })
  tellOffset(response, outcome.there, outcome.size).status(204).end()
}

/** All bytes are there: what they are, or what is wrong with them. */
async function finish(client: Client, still: Still, keep: (size: { width: number; height: number }) => Promise<unknown>): Promise<string | null> {
  const whole = await stillPieces(client, still.id)
  const picture = createHash('sha256').update(whole).digest('hex') === still.sha256 ? await readPicture(whole) : null
  if (!picture) {
    await dropPieces(client, still.id)
    return 'The bytes are not those of which the hash was told, or no JPEG'
  }
  await keepStill(client, still.id, whole, picture.preview)
  await keep({ width: picture.facts.width, height: picture.facts.height })
  return null
}

async function stillOf(client: Client, inspectionId: string, id: string): Promise<Still> {
  const still = await findStill(client, inspectionId, id)
  if (!still) throw new Problem('not-found')
  return still
}

const path = '/api/v1/inspections/{id}/stills'
describe(
  { method: 'post', path, tag: 'inspections', summary: 'Tell of a still with its hash', description: 'The inspector only. Its bytes follow by PATCH.', body: stillInput, status: 201, answer: stillSchema },
  { method: 'patch', path: `${path}/{still}`, tag: 'inspections', summary: 'Append a piece of the still', description: 'The header `Upload-Offset` says from which byte on; the answer\'s says how far it got. With the last piece the hash is checked and the still is kept.', bodyTypes: [PIECE_TYPE], status: 204 },
  ...STILL_RENDERINGS.map((rendering) => ({ method: 'get' as const, path: `${path}/{still}/${rendering}`, tag: 'inspections', summary: `The ${rendering} of a still, as image/jpeg`, description: 'For members; once the inspection is signed also for officers of the jurisdiction and the unit.' })),
)
