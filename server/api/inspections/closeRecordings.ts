import { createHash } from 'node:crypto'
import type { InspectionDossier } from '../../../domain/inspection.ts'
import type { User } from '../../../domain/user.ts'
import { closeRecording, openRecordings, recordingPieces, type Recording } from '../../../stores/postgres/inspectionRecordings.ts'
import type { Client } from '../../../stores/postgres/pool.ts'
import { enter } from './enter.ts'

/**
 * Closes a recording of an inspection that the caller has locked: it takes no more, and its hash stands in the log. One of
 * which nothing came is closed without a word.
 */
export async function close(client: Client, inspection: InspectionDossier, user: User, recording: Recording, receivedAt: number): Promise<InspectionDossier> {
  const hash = createHash('sha256')
  for await (const piece of recordingPieces(client, recording.id)) hash.update(piece)
  const sha256 = hash.digest('hex')
  await closeRecording(client, recording.id, sha256)
  const { id, size, beganAt, heardAt } = recording
  if (size === 0) return inspection
  const body = { recording: id, sha256, size, from: new Date(beganAt).toISOString(), to: new Date(heardAt).toISOString() }
  return (await enter(client, inspection, user, { kind: 'recording-kept', key: `${id}-kept`, body }, receivedAt)).inspection
}

/** All that are still open, as before the signatures; the page that made one may be gone. */
export async function closeAll(client: Client, inspection: InspectionDossier, user: User, receivedAt: number): Promise<InspectionDossier> {
  let now = inspection
  for (const recording of await openRecordings(client, inspection.id)) now = await close(client, now, user, recording, receivedAt)
  return now
}
