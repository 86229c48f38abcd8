import type { Queryable } from './pool.ts'

/** A recording of a live session, or of a part of it. Times are epoch milliseconds. */
export interface Recording {
  readonly id: string
  readonly inspectionId: string
  readonly key: string
  /** Who records. */
  readonly username: string
  readonly type: string
  /** Bytes that are there. */
  readonly size: number
  readonly beganAt: number
  /** When its last bytes came. */
  readonly heardAt: number
  /** Of the whole, once it is closed; null while more may come. */
  readonly sha256: string | null
}

interface Row extends Omit<Recording, 'inspectionId' | 'beganAt' | 'heardAt'> {
  readonly inspection_id: string
  readonly began_at: Date
  readonly heard_at: Date
}

const COLUMNS = 'id, inspection_id, key, username, type, size, began_at, heard_at, sha256'

function fromRow({ inspection_id: inspectionId, began_at: beganAt, heard_at: heardAt, ...row }: Row): Recording {
  return { ...row, inspectionId, beganAt: beganAt.getTime(), heardAt: heardAt.getTime() }
}

export async function insertRecording(client: Queryable, recording: Recording): Promise<void> {
  const { id, inspectionId, key, username, type, beganAt } = recording
  await client.query('INSERT INTO inspection_recording (id, inspection_id, key, username, type, began_at, heard_at) VALUES ($1, $2, $3, $4, $5, $6, $6)', [id, inspectionId, key, username, type, new Date(beganAt)])
}

/** The recording of that id; locked until the transaction ends where asked. */
export async function findRecording(db: Queryable, inspectionId: string, id: string, lock = false): Promise<Recording | null> {
  const { rows: [row] } = await db.query<Row>(`SELECT ${COLUMNS} FROM inspection_recording WHERE inspection_id = $1 AND id = $2 ${lock ? 'FOR UPDATE' : ''}`, [inspectionId, id])
  return row ? fromRow(row) : null
}

/** Those to which more may come, locked, the oldest first. */
export async function openRecordings(client: Queryable, inspectionId: string): Promise<Recording[]> {
  const { rows } = await client.query<Row>(`SELECT ${COLUMNS} FROM inspection_recording WHERE inspection_id = $1 AND sha256 IS NULL ORDER BY began_at, id FOR UPDATE`, [inspectionId])
  return rows.map(fromRow)
}

export async function appendRecording(client: Queryable, id: string, offset: number, bytes: Buffer, at: number): Promise<void> {
  await client.query('INSERT INTO inspection_recording_piece (recording_id, at_byte, bytes) VALUES ($1, $2, $3)', [id, offset, bytes])
  await client.query('UPDATE inspection_recording SET size = $2, heard_at = $3 WHERE id = $1', [id, offset + bytes.length, new Date(at)])
}

export async function closeRecording(client: Queryable, id: string, sha256: string): Promise<void> {
  await client.query('UPDATE inspection_recording SET sha256 = $2 WHERE id = $1', [id, sha256])
}

/** Its bytes, piece by piece, so that no whole recording is ever held in memory. */
export async function* recordingPieces(db: Queryable, id: string): AsyncGenerator<Buffer> {
  for (let offset = 0; ;) {
    const { rows: [row] } = await db.query<{ bytes: Buffer }>('SELECT bytes FROM inspection_recording_piece WHERE recording_id = $1 AND at_byte = $2', [id, offset])
    if (!row) return
    yield row.bytes
    offset += row.bytes.length
  }
}

/** Bytes of all recordings there are. */
export async function recordedBytes(db: Queryable): Promise<number> {
  const { rows: [row] } = await db.query<{ bytes: number }>('SELECT coalesce(sum(size), 0)::bigint AS bytes FROM inspection_recording')
  return row?.bytes ?? 0
}
