import type { Entry } from '../../domain/inspection/entry.ts'
import type { MetricName } from '../../domain/metrics.ts'
import type { Queryable } from './pool.ts'

interface EntryRow extends Omit<Entry, 'at' | 'receivedAt' | 'kind' | 'body'> {
  readonly at: Date
  readonly received_at: Date
  readonly kind: Entry['kind']
  readonly body: Entry['body']
}

const COLUMNS = 'seq, key, client, at, received_at, by, name, kind, body, late'

function fromRow({ received_at: receivedAt, at, ...row }: EntryRow): Entry {
  return { ...row, at: at.toISOString(), receivedAt: receivedAt.toISOString() } as Entry
}

/** The log from after this number on, in the order of arrival. */
export async function entriesOf(db: Queryable, inspectionId: string, after = 0): Promise<Entry[]> {
  const { rows } = await db.query<EntryRow>(`SELECT ${COLUMNS} FROM inspection_entry WHERE inspection_id = $1 AND seq > $2 ORDER BY seq`, [inspectionId, after])
  return rows.map(fromRow)
}

/** The line of that key, where it has come before. */
export async function entryOfKey(db: Queryable, inspectionId: string, key: string): Promise<Entry | null> {
  const { rows: [row] } = await db.query<EntryRow>(`SELECT ${COLUMNS} FROM inspection_entry WHERE inspection_id = $1 AND key = $2`, [inspectionId, key])
  return row ? fromRow(row) : null
}

/** Adds a line; the caller has locked the inspection and numbers it. */
export async function insertEntry(client: Queryable, inspectionId: string, entry: Entry): Promise<void> {
  await client.query(
    `INSERT INTO inspection_entry (inspection_id, ${COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::jsonb, $11)`,
    [inspectionId, entry.seq, entry.key, entry.client, entry.at, entry.receivedAt, entry.by, entry.name, entry.kind, JSON.stringify(entry.body), entry.late])
}

/** Marks lines as no part of what is being signed; the caller has locked the inspection. */
export async function markLate(client: Queryable, inspectionId: string, seqs: readonly number[]): Promise<void> {
  await client.query('UPDATE inspection_entry SET late = true WHERE inspection_id = $1 AND seq = ANY($2::integer[])', [inspectionId, seqs])
}

/** How far back a sensor's reading may lie to be compared with. */
const RECENT_MS = 10 * 60_000

/** What the sensor said last at that time, epoch milliseconds; null where it was silent, or is not of the unit. */
export async function sensorAt(db: Queryable, unitId: string, deviceId: string, metric: MetricName, at: number): Promise<{ value: number; at: string } | null> {
  const { rows: [row] } = await db.query<{ value: number; ts: Date }>(
    `SELECT r.value, r.ts FROM series s JOIN device d ON d.id = s.device_id JOIN reading r ON r.series_id = s.id
     WHERE d.unit = $1 AND s.device_id = $2 AND s.metric = $3 AND r.ts > $4 AND r.ts <= $5 ORDER BY r.ts DESC LIMIT 1`,
    [unitId, deviceId, metric, new Date(at - RECENT_MS), new Date(at)])
  return row ? { value: row.value, at: row.ts.toISOString() } : null
}
