import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import express, { Router, type Response } from 'express'
import { z } from 'zod'
import { entryKey } from '../../../domain/inspection/entry.ts'
import { recordingLeave } from '../../../domain/inspection/recording.ts'
import { isMember, partyOf } from '../../../domain/inspection/transitions.ts'
import { within, type User } from '../../../domain/user.ts'
import { entriesOf, entryOfKey } from '../../../stores/postgres/inspectionEntries.ts'
import { appendRecording, findRecording, insertRecording, recordedBytes, recordingPieces, type Recording } from '../../../stores/postgres/inspectionRecordings.ts'
import { findInspection } from '../../../stores/postgres/inspections.ts'
import { transaction, type Client } from '../../../stores/postgres/pool.ts'
import { pathParameter, readBody, userOf } from '../input.ts'
import { describe } from '../openapi.ts'
import { offsetOf, PIECE_TYPE, tellOffset } from '../orders/uploads.ts'
import { Problem } from '../problem.ts'
import { audit, makeId } from '../register.ts'
import { inspectionOfMember } from './access.ts'
import { close } from './closeRecordings.ts'
import { enter } from './enter.ts'
import type { InspectionContext } from './routes.ts'

const MEGABYTE = 1024 * 1024
/** Of one recording; the page begins another before. */
const MOST_BYTES = 256 * MEGABYTE
const TYPES = ['video/webm', 'video/mp4'] as const
const recordingInput = z.strictObject({ key: entryKey, client: z.string().max(64).optional(), type: z.enum(TYPES) }).meta({ id: 'InspectionRecordingInput' })
const recordingSchema = z.object({ id: z.string(), size: z.int(), sha256: z.string().nullable() }).meta({ id: 'InspectionRecording' })

/** Recordings of live sessions: begun only with the inspector's leave, sent while they are made, closed with their hash. */
export function recordingRoutes(context: InspectionContext): Router {
  const router = Router()
  router.post('/inspections/:id/recordings', async (request, response) => {
    response.status(201).json(viewOf(await begin(context, userOf(response), pathParameter(request, 'id'), readBody(request, recordingInput))))
  })
  router.patch('/inspections/:id/recordings/:recording', express.raw({ type: PIECE_TYPE, limit: '4mb' }), async (request, response) => {
    const bytes: unknown = request.body
    if (!Buffer.isBuffer(bytes)) throw new Problem('unsupported-media-type', `Send ${PIECE_TYPE}`)
    const piece = { id: pathParameter(request, 'id'), recording: pathParameter(request, 'recording'), offset: offsetOf(request), bytes }
    tellOffset(response, await take(context, userOf(response), piece), null).status(204).end()
  })
  router.post('/inspections/:id/recordings/:recording/close', async (request, response) => {
    response.json(viewOf(await end(context, userOf(response), pathParameter(request, 'id'), pathParameter(request, 'recording'))))
  })
  router.get('/inspections/:id/recordings/:recording', async (request, response) => {
    await show(context, userOf(response), pathParameter(request, 'id'), pathParameter(request, 'recording'), response)
  })
  return router
}

const viewOf = ({ id, size, sha256 }: Recording): object => ({ id, size, sha256 })

function begin(context: InspectionContext, user: User, id: string, input: z.output<typeof recordingInput>): Promise<Recording> {
  const at = context.clock()
  return transaction(context.db, async (client) => {
    const inspection = await inspectionOfMember(client, id, user)
    if (partyOf(inspection, user) !== 'commander') throw new Problem('forbidden', 'Only the commander records')
    const before = await entryOfKey(client, id, input.key)
    if (before) return own(client, id, before.kind === 'recording' ? before.body.recording : '', user)
    const { state, ask } = recordingLeave(await entriesOf(client, id))
    if (state !== 'allowed' || ask === null || !['checked_in', 'under_way'].includes(inspection.state)) throw new Problem('conflict', 'The inspector has not given leave to record')
    await mayGrow(context, client, 0)
    const recording: Recording = { id: makeId('rec'), inspectionId: id, key: input.key, username: user.username, type: input.type, size: 0, beganAt: at, heardAt: at, sha256: null }
    await insertRecording(client, recording)
    await enter(client, inspection, user, { kind: 'recording', key: input.key, client: input.client, body: { recording: recording.id, ask } }, at)
    return recording
  })
}

/** At the bound nothing more is taken, and what there is stays. */
async function mayGrow({ environment }: InspectionContext, client: Client, bytes: number): Promise<void> {
  if (environment.recordingsMb === 0) throw new Problem('conflict', 'Recording is switched off here (RECORDINGS_MB)')
  if ((await recordedBytes(client)) + bytes > environment.recordingsMb * MEGABYTE) throw new Problem('conflict', 'The space for recordings is full (RECORDINGS_MB)')
}

/** The recording, locked, for who makes it. */
async function own(client: Client, inspectionId: string, id: string, user: User): Promise<Recording> {
  const recording = await findRecording(client, inspectionId, id, true)
  if (!recording || recording.username !== user.username) throw new Problem('not-found')
  return recording
}

interface Piece {
  readonly id: string
  readonly recording: string
  readonly offset: number
  readonly bytes: Buffer
}

function take(context: InspectionContext, user: User, { id, recording: recordingId, offset, bytes }: Piece): Promise<number> {
  const at = context.clock()
  return transaction(context.db, async (client) => {
    const recording = await own(client, id, recordingId, user)
    if (recording.sha256 !== null) throw new Problem('conflict', 'The recording is closed')
    if (offset > recording.size) throw new Problem('conflict', `Go on from byte ${recording.size}`, { headers: { 'Upload-Offset': String(recording.size) } })
    const fresh = bytes.subarray(recording.size - offset)
    if (fresh.length === 0) return recording.size
    if (recording.size + fresh.length > MOST_BYTES) throw new Problem('conflict', `A recording has at most ${MOST_BYTES} bytes`)
    await mayGrow(context, client, fresh.length)
    await appendRecording(client, recordingId, recording.size, fresh, at)
    return recording.size + fresh.length
  })
}

function end(context: InspectionContext, user: User, id: string, recordingId: string): Promise<Recording> {
  const at = context.clock()
  return transaction(context.db, async (client) => {
    const inspection = await inspectionOfMember(client, id, user)
    const recording = await own(client, id, recordingId, user)
    if (recording.sha256 === null) await close(client, inspection, user, recording, at)
    return own(client, id, recordingId, user)
  })
}

/** For members, and for the administrator who answers for the audit log; each look is on it. */
async function show({ db, clock }: InspectionContext, user: User, id: string, recordingId: string, response: Response): Promise<void> {
  const inspection = await findInspection(db, id)
  const may = inspection && (isMember(inspection, user) || (user.role === 'admin' && within(user.jurisdiction, inspection)))
  const recording = may ? await findRecording(db, id, recordingId) : null
  if (!recording || recording.sha256 === null) throw new Problem('not-found')
  await transaction(db, (client) => audit(client, { by: user, at: clock(), action: 'inspection.recording-seen', subject: `inspection:${id}`, detail: { recording: recordingId, sha256: recording.sha256 } }))
  response.set({ 'Cache-Control': 'private, no-store', 'Content-Disposition': 'inline', 'Content-Length': String(recording.size), 'X-Content-Type-Options': 'nosniff' }).type(recording.type)
  // Who leaves in the middle is no fault of ours.
  await pipeline(Readable.from(recordingPieces(db, recordingId)), response).catch(() => undefined)
}

const path = '/api/v1/inspections/{id}/recordings'
describe(
  { method: 'post', path, tag: 'inspections', summary: 'Begin a recording of the live session', description: 'The commander only, and only once the inspector has given leave. Its bytes follow by PATCH while it is made.', body: recordingInput, status: 201, answer: recordingSchema },
  { method: 'patch', path: `${path}/{recording}`, tag: 'inspections', summary: 'Append a piece of the recording', description: 'The header `Upload-Offset` says from which byte on; a repeat changes nothing. 409 where it is closed, too large, or the space for recordings is full.', bodyTypes: [PIECE_TYPE], status: 204 },
  { method: 'post', path: `${path}/{recording}/close`, tag: 'inspections', summary: 'Close the recording', description: 'It takes no more, and its SHA-256 stands in the log. What is open at the signatures is closed before them.', answer: recordingSchema },
  { method: 'get', path: `${path}/{recording}`, tag: 'inspections', summary: 'A recording that is closed, as video', description: 'Members and administrators only; each look is on the audit log.' },
)
