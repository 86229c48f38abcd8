import { randomInt } from 'node:crypto'
import express, { Router, type Request, type Response } from 'express'
import { z } from 'zod'
import { permit } from '../../../domain/order/transitions.ts'
import { CODE_WAYS, type CodeWay } from '../../../domain/proof/boundPhone.ts'
import { phoneNumber } from '../../../domain/proof/capture.ts'
import { challengeWord } from '../../../domain/proof/subject.ts'
import type { User } from '../../../domain/user.ts'
import { transaction, type Client } from '../../../stores/postgres/pool.ts'
import { appendBytes, findUpload, insertUpload, PARTS, receivedBytes, setPartSize, uploadedBytes, type Part, type Upload } from '../../../stores/postgres/uploads.ts'
import { pathParameter, readBody, readQuery, userOf } from '../input.ts'
import { describe } from '../openapi.ts'
import { Problem } from '../problem.ts'
import { makeId } from '../register.ts'
import { tellWitness, witnessedUnit } from './witness.ts'
import { actorOf, orderWithin, problemOf } from './actor.ts'
import type { OrderContext } from './routes.ts'

const MINUTE_MS = 60_000
/** The photo's first byte must arrive by then; the rest may take longer. */
const OPEN_MS = 10 * MINUTE_MS
const MOST_BYTES = 20 * 1024 * 1024
export const PIECE_TYPE = 'application/offset+octet-stream'

const uploadInput = z.strictObject({
  phone: phoneNumber.meta({ description: 'Of the registered person who takes the photo' }),
  witnessPhone: phoneNumber.optional().meta({ description: 'Of a second registered person, where no face will be shown' }),
  size: z.int().min(1).max(MOST_BYTES).optional().meta({ description: 'Bytes of the photo; left out where it is yet to be taken, the first piece then says so in `Upload-Length`' }),
  portraitSize: z.int().min(0).max(MOST_BYTES).optional().meta({ description: 'Bytes of the front camera\'s picture; 0 for none, which is meant where only `size` is given' }),
}).meta({ id: 'UploadInput' })
const uploadSchema = z.object({
  id: z.string(), orderId: z.string(), word: z.string().meta({ description: 'The challenge word to show in the photo' }),
  code: z.string().meta({ description: 'One-time code of the phone' }), witnessWay: z.enum(CODE_WAYS).nullable().meta({ description: 'How the second person gets the code: by a text message, or read out by an officer who calls; null where none stands for the face' }), size: z.int().nullable(), portraitSize: z.int().nullable(), expiresAt: z.iso.datetime(),
}).meta({ id: 'Upload' })
const partQuery = z.strictObject({ part: z.enum(PARTS).default('photo') })

/** Photos come in like files over tus: open, append pieces from an offset, ask how far it got. */
export function uploadRoutes(context: OrderContext): Router {
  const router = Router()
  router.post('/orders/:id/uploads', async (request, response) => {
    const { upload, way } = await openUpload(context, userOf(response), pathParameter(request, 'id'), readBody(request, uploadInput))
    response.status(201).location(`${request.baseUrl}/uploads/${upload.id}`).json({
      id: upload.id, orderId: upload.orderId, word: upload.word, code: upload.code, witnessWay: way,
      size: upload.size, portraitSize: upload.portraitSize, expiresAt: new Date(upload.expiresAt).toISOString(),
    })
  })
  router.head('/uploads/:id', async (request, response) => {
    const { part } = readQuery(request, partQuery)
    const upload = await findUpload(context.db, pathParameter(request, 'id'), userOf(response).username)
    if (!upload) throw new Problem('not-found')
    const there = upload.photoId === null ? await receivedBytes(context.db, upload.id, part) : (sizeOf(upload, part) ?? 0)
    tellOffset(response, there, sizeOf(upload, part)).status(200).end()
  })
  router.patch('/uploads/:id', express.raw({ type: PIECE_TYPE, limit: '4mb' }), async (request, response) => {
    const { part } = readQuery(request, partQuery)
    const bytes: unknown = request.body
    if (!Buffer.isBuffer(bytes)) throw new Problem('unsupported-media-type', `Send ${PIECE_TYPE}`)
    const { there, size } = await takePiece(context, userOf(response), pathParameter(request, 'id'), { part, offset: offsetOf(request), length: lengthOf(request), bytes })
    tellOffset(response, there, size).status(204).end()
  })
  return router
}

function openUpload(context: OrderContext, user: User, id: string, input: z.output<typeof uploadInput>): Promise<{ upload: Upload; way: CodeWay | null }> {
  const at = context.clock()
  return transaction(context.db, async (client) => {
    const order = await orderWithin(client, id, user, at)
    const refused = permit(order, 'attach', actorOf(user))
    if (refused) throw problemOf(refused, 'upload')
    const upload: Upload = {
      id: makeId('up'), orderId: id, username: user.username, phone: input.phone, code: makeCode(),
      witness: input.witnessPhone === undefined ? null : { phone: input.witnessPhone, code: makeCode() },
      word: challengeWord(randomInt(1_000_000) / 1_000_000),
      size: input.size ?? null, portraitSize: input.portraitSize ?? (input.size === undefined ? null : 0),
      beganAt: at, expiresAt: at + OPEN_MS, receivedAt: null, photoId: null,
    }
    const unit = upload.witness && await witnessedUnit(client, order, user, upload)
    await insertUpload(client, upload)
    return { upload, way: unit && await tellWitness(client, context, upload, unit) }
  })
}

interface Piece {
  readonly part: Part
  readonly offset: number
  /** How many bytes the part has, where the sender says so. */
  readonly length: number | null
  readonly bytes: Buffer
}

/** A piece that was there already is taken again if it is the same; one that would leave a gap is not. */
function takePiece(context: OrderContext, user: User, id: string, piece: Piece): Promise<{ there: number; size: number | null }> {
  const at = context.clock()
  return transaction(context.db, async (client) => {
    const upload = await findUpload(client, id, user.username, true)
    if (!upload) throw new Problem('not-found')
    const known = sizeOf(upload, piece.part)
    if (upload.photoId !== null) return { there: known ?? 0, size: known }
    if (upload.receivedAt === null && at > upload.expiresAt) throw refusal('upload-expired', 'The upload has expired: open another and take the photo anew')
    const size = sizeFor(piece, known)
    if (known === null) await setPartSize(client, id, piece.part, size)
    const there = await receivedBytes(client, id, piece.part)
    if (piece.offset > there) throw new Problem('conflict', `Go on from byte ${there}`, { headers: { 'Upload-Offset': String(there) } })
    if (piece.offset + piece.bytes.length > size) throw new Problem('invalid', `The ${piece.part} has ${size} bytes`)
    const fresh = await beyond(client, id, piece, there)
    if (fresh.length > 0) await appendBytes(client, id, piece.part, there, fresh, at)
    return { there: there + fresh.length, size }
  })
}

/** The size that was said at the start, or else now. */
function sizeFor({ part, length }: Piece, known: number | null): number {
  if (known === null && length === null) throw new Problem('bad-request', `Upload-Length: say how many bytes the ${part} has`)
  if (known !== null && length !== null && length !== known) throw new Problem('conflict', `The ${part} has ${known} bytes`)
  const size = known ?? length ?? 0
  if (size > MOST_BYTES) throw new Problem('invalid', `A photo has at most ${MOST_BYTES} bytes`)
  return size
}

/** What of the piece lies behind the bytes that are there; what overlaps must be the same. */
async function beyond(client: Client, id: string, { part, offset, bytes }: Piece, there: number): Promise<Buffer> {
  const overlap = Math.min(there - offset, bytes.length)
  if (overlap > 0) {
    const known = await uploadedBytes(client, id, part)
    if (!known.subarray(offset, offset + overlap).equals(bytes.subarray(0, overlap))) throw new Problem('conflict', 'Other bytes are there already')
  }
  return bytes.subarray(overlap)
}

function sizeOf(upload: Upload, part: Part): number | null {
  return part === 'photo' ? upload.size : upload.portraitSize
}

export function offsetOf(request: Request): number {
  const text = request.get('upload-offset') ?? ''
  if (!/^\d{1,9}$/.test(text)) throw new Problem('bad-request', 'Upload-Offset: say from which byte on')
  return Number(text)
}

function lengthOf(request: Request): number | null {
  const text = request.get('upload-length')
  if (text !== undefined && !/^[1-9]\d{0,8}$/.test(text)) throw new Problem('bad-request', 'Upload-Length: say how many bytes there are')
  return text === undefined ? null : Number(text)
}

export function tellOffset(response: Response, there: number, size: number | null): Response {
  return response.set({ 'Upload-Offset': String(there), ...(size === null ? {} : { 'Upload-Length': String(size) }) })
}

function refusal(code: string, detail: string): Problem {
  return new Problem('conflict', detail, { errors: [{ path: 'upload', type: code, detail }] })
}

function makeCode(): string {
  return String(randomInt(1_000_000)).padStart(6, '0')
}

describe(
  { method: 'post', path: '/api/v1/orders/{id}/uploads', tag: 'orders', summary: 'Open an upload for a photo of the proof', description: 'Take the photo after this, with the challenge word in it. Its first byte must arrive within ten minutes.', roles: ['admin', 'centre', 'duty', 'inspector', 'enterprise'], body: uploadInput, status: 201, answer: uploadSchema },
  { method: 'patch', path: '/api/v1/uploads/{id}', tag: 'orders', summary: 'Append a piece', description: 'The header `Upload-Offset` says from which byte on; the answer\'s says how far it got. `Upload-Length` says how many bytes there are, where that was not said at the start. A repeat changes nothing; a gap is 409 with the offset to go on from. At most 4 MB a piece. Also `HEAD`, which tells the offset.', query: partQuery, bodyTypes: [PIECE_TYPE], status: 204 },
)
