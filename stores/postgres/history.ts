import type { DeadLetter, Detection } from '../../domain/feed.ts'
import type { MetricName } from '../../domain/metrics.ts'
import type { Queryable } from './pool.ts'

/** Bits of `reading.flags`. */
export const FLAGS = { late: 1, clockFault: 2, faultValue: 4 } as const

export interface ArchivedReading {
  readonly series: number
  readonly ts: number
  readonly value: number
  readonly flags: number
}

/** Numbers as PostgreSQL writes an array: the driver's own way looks at every element several times. */
function array<T>(items: readonly T[], number: (item: T) => number): string {
  let text = '{'
  for (let i = 0; i < items.length; i++) text += (i > 0 ? ',' : '') + String(number(items[i] as T))
  return `${text}}`
}

export interface SeriesKey {
  readonly device: string
  readonly metric: MetricName
}

/** Ids of the series, made where there are none yet. In the order of the keys. */
export async function seriesIds(db: Queryable, series: readonly SeriesKey[]): Promise<number[]> {
  if (series.length === 0) return []
  const devices = series.map((one) => one.device)
  const metrics = series.map((one) => one.metric)
  await db.query('INSERT INTO series (device_id, metric) SELECT * FROM unnest($1::text[], $2::text[]) ON CONFLICT DO NOTHING', [devices, metrics])
  const { rows } = await db.query<{ id: number }>(
    `SELECT s.id FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS wanted (device, metric, place)
     JOIN series s ON s.device_id = wanted.device AND s.metric = wanted.metric ORDER BY place`, [devices, metrics])
  return rows.map((row) => row.id)
}

/** The newest reading of each of the devices that has one, epoch ms. */
export async function newestReadings(db: Queryable, devices: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await db.query<{ device: string; ts: Date }>(
    `SELECT s.device_id AS device, max(newest.ts) AS ts FROM series s
     CROSS JOIN LATERAL (SELECT ts FROM reading r WHERE r.series_id = s.id ORDER BY ts DESC LIMIT 1) newest
     WHERE s.device_id = ANY($1) GROUP BY s.device_id`, [devices])
  return new Map(rows.map((row) => [row.device, row.ts.getTime()]))
}

/**
 * Adds readings; one whose series and time are there already adds nothing.
 * @returns how many were added
 */
export async function insertReadings(client: Queryable, readings: readonly ArchivedReading[]): Promise<number> {
  if (readings.length === 0) return 0
  const { rowCount } = await client.query({
    name: 'insert-readings',
    text: `INSERT INTO reading (series_id, ts, value, flags)
      SELECT series, to_timestamp(ts / 1000.0), value, flags FROM unnest($1::int[], $2::float8[], $3::float8[], $4::smallint[]) AS r (series, ts, value, flags)
      ON CONFLICT DO NOTHING`,
    values: [array(readings, (r) => r.series), array(readings, (r) => r.ts), array(readings, (r) => r.value), array(readings, (r) => r.flags)],
  })
  return rowCount ?? 0
}

/** Of these readings, the indices of those kept with another value. */
export async function conflictingReadings(client: Queryable, readings: readonly ArchivedReading[]): Promise<number[]> {
  const { rows } = await client.query<{ place: number }>(
    `SELECT (place - 1)::int AS place FROM unnest($1::int[], $2::float8[], $3::float8[]) WITH ORDINALITY AS r (series, ts, value, place)
     JOIN reading kept ON kept.series_id = r.series AND kept.ts = to_timestamp(r.ts / 1000.0) WHERE kept.value <> r.value`,
    [readings.map((r) => r.series), readings.map((r) => r.ts), readings.map((r) => r.value)])
  return rows.map((row) => row.place)
}

/** Marks the hours of these series as having readings their roll-ups don't know. A mark holds for at least a minute. */
export async function markRollupsDue(client: Queryable, due: readonly { series: number; hour: number }[]): Promise<void> {
  if (due.length === 0) return
  await client.query({
    name: 'rollup-due',
    text: `INSERT INTO rollup_due (series_id, hour) SELECT series, to_timestamp(hour / 1000.0) FROM unnest($1::int[], $2::float8[]) AS d (series, hour)
      ORDER BY series, hour ON CONFLICT (series_id, hour) DO UPDATE SET marked_at = now()`,
    values: [array(due, (d) => d.series), array(due, (d) => d.hour)],
  })
}

export interface KeptDeadLetter {
  /** Its place in the feed: the same one again is no second letter. */
  readonly id: string
  readonly letter: Omit<DeadLetter, 'kind'>
}

export async function insertDeadLetters(client: Queryable, letters: readonly KeptDeadLetter[]): Promise<void> {
  if (letters.length === 0) return
  const rows = letters.map(({ id, letter }) => ({
    id, device: clean(letter.device), received_at: new Date(letter.receivedAt), source: letter.source, address: clean(letter.address),
    type: letter.type, detail: clean(letter.detail), payload: clean(letter.payload),
  }))
  await client.query('INSERT INTO dead_letter SELECT * FROM jsonb_populate_recordset(NULL::dead_letter, $1::jsonb) ON CONFLICT (id) DO NOTHING', [JSON.stringify(rows)])
}

// PostgreSQL keeps no NUL and no half of a surrogate pair; what came may hold both.
function clean<T extends string | null>(text: T): T {
  return (text === null ? null : Buffer.from(text.replaceAll('\u0000', '\uFFFD'), 'utf8').toString('utf8')) as T
}

/** Start, updates and end of one event become one row: latest phase, best confidence, first and last time. */
export async function upsertDetections(client: Queryable, detections: readonly Detection[]): Promise<void> {
  const folded = new Map<string, object>()
  for (const d of detections) {
    const key = `${d.device}\n${d.id}`
    const at = new Date(d.ts).toISOString()
    folded.set(key, foldDetection(folded.get(key) as Row | undefined, {
      device_id: d.device, id: d.id, type: d.type, phase: d.phase, started_at: at, last_seen_at: at, ended_at: d.phase === 'end' ? at : null,
      confidence: d.confidence, box: d.box, zone: d.zone, track: d.track, model: d.model,
      frames_hit: d.frames?.hit ?? null, frames_total: d.frames?.total ?? null, snapshot: d.snapshot,
    }))
  }
  if (folded.size === 0) return
  await client.query(
    `INSERT INTO detection AS old SELECT * FROM jsonb_populate_recordset(NULL::detection, $1::jsonb)
     ON CONFLICT (device_id, id) DO UPDATE SET type = excluded.type,
       phase = CASE WHEN old.phase = 'end' THEN old.phase ELSE excluded.phase END,
       started_at = least(old.started_at, excluded.started_at), last_seen_at = greatest(old.last_seen_at, excluded.last_seen_at),
       ended_at = coalesce(excluded.ended_at, old.ended_at), confidence = greatest(old.confidence, excluded.confidence),
       box = coalesce(excluded.box, old.box), zone = coalesce(excluded.zone, old.zone), track = coalesce(excluded.track, old.track),
       model = coalesce(excluded.model, old.model), frames_hit = coalesce(excluded.frames_hit, old.frames_hit),
       frames_total = coalesce(excluded.frames_total, old.frames_total), snapshot = coalesce(excluded.snapshot, old.snapshot)`,
    [JSON.stringify([...folded.values()])])
}

interface Row {
  [column: string]: unknown
  phase: string
  started_at: string
  last_seen_at: string
  confidence: number | null
}

function foldDetection(old: Row | undefined, next: Row): Row {
  if (!old) return next
  const present = Object.fromEntries(Object.entries(next).filter(([, value]) => value !== null))
  const confidence = Math.max(old.confidence ?? -1, next.confidence ?? -1)
  return {
    ...old, ...present,
    phase: old.phase === 'end' ? 'end' : next.phase,
    started_at: old.started_at < next.started_at ? old.started_at : next.started_at,
    last_seen_at: old.last_seen_at > next.last_seen_at ? old.last_seen_at : next.last_seen_at,
    confidence: confidence < 0 ? null : confidence,
  }
}

export async function insertSnapshots(client: Queryable, pictures: readonly { sha256: string; base64: string }[]): Promise<void> {
  for (const { sha256, base64 } of pictures) {
    await client.query('INSERT INTO snapshot (sha256, bytes) VALUES ($1, $2) ON CONFLICT DO NOTHING', [sha256, Buffer.from(base64, 'base64')])
  }
}
