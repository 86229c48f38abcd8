import pg from 'pg'
import type { MetricName } from '../../domain/metrics.ts'
import { FLAGS } from './history.ts'
import type { Queryable } from './pool.ts'

/** PostgreSQL counts microseconds from the year 2000. */
const EPOCH_2000 = Date.UTC(2000, 0, 1)
/** `PGCOPY\n\377\r\n\0`, the flags and the length of an extension that nobody uses. */
const HEADER_BYTES = 19
/** Of a one-dimensional array: dimensions, whether it holds nulls, element type, length and lower bound. */
const ARRAY_HEADER_BYTES = 20
/** Each element of an array of eight-byte values carries its length. */
const ELEMENT_BYTES = 12

/** What one series recorded in a span, oldest first: parallel lists of epoch ms and value. */
export interface SeriesReadings {
  readonly series: number
  readonly t: Float64Array
  readonly v: Float64Array
}

export interface KnownSeries {
  readonly series: number
  readonly device: string
  readonly metric: MetricName
}

/** The series of these devices and metrics that exist. */
export async function findSeries(db: Queryable, devices: readonly string[], metrics: readonly MetricName[]): Promise<KnownSeries[]> {
  const { rows } = await db.query<{ id: number; device_id: string; metric: MetricName }>(
    'SELECT id, device_id, metric FROM series WHERE device_id = ANY($1::text[]) AND metric = ANY($2::text[])', [devices, metrics])
  return rows.map((row) => ({ series: row.id, device: row.device_id, metric: row.metric }))
}

/** A connection of its own for {@link readRecorded}: those of a pool send ahead, which forbids COPY. */
export async function connectForReading(databaseUrl: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'mingjian-backtest', connectionTimeoutMillis: 10_000 })
  // What breaks it is told by the query that fails.
  client.on('error', () => undefined)
  await client.connect()
  // One processor for each reader; enough memory to gather a bite without files.
  await client.query(`SET max_parallel_workers_per_gather = 0; SET work_mem = '64MB'; SET jit = off`)
  return client
}

/**
 * What these series recorded from `from` on and before `to` (epoch ms) and was judged at its time: neither too late
 * for that nor a sensor's fault value. Comes as arrays in binary, since a row at a time costs several times as much.
 */
export async function readRecorded(client: pg.Client, series: readonly number[], from: number, to: number): Promise<SeriesReadings[]> {
  if (series.length === 0) return []
  const ids = series.map((id) => Math.trunc(id)).join(',')
  return parseArrays(await copyOut(client, `
    SELECT series_id, array_agg(ts), array_agg(value) FROM reading
    WHERE series_id = ANY('{${ids}}'::int[]) AND ts >= '${iso(from)}' AND ts < '${iso(to)}' AND flags & ${FLAGS.late | FLAGS.faultValue} = 0
    GROUP BY series_id`))
}

/** The newest reading of each series before a time. */
export async function lastBefore(client: pg.Client, series: readonly number[], before: number): Promise<SeriesReadings[]> {
  const { rows } = await client.query<{ series_id: number; ts: Date; value: number }>(
    `SELECT newest.* FROM unnest($1::int[]) AS wanted (id) CROSS JOIN LATERAL (
       SELECT series_id, ts, value FROM reading r WHERE r.series_id = wanted.id AND r.ts < $2 AND flags & $3 = 0 ORDER BY ts DESC LIMIT 1) newest`,
    [series, new Date(before), FLAGS.late | FLAGS.faultValue])
  return rows.map((row) => ({ series: row.series_id, t: Float64Array.of(row.ts.getTime()), v: Float64Array.of(row.value) }))
}

const iso = (ts: number): string => new Date(ts).toISOString()

/** All bytes that a COPY of the query yields, as the driver's own queries have no way to take them. */
function copyOut(client: pg.Client, query: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    client.query({
      submit: (connection: pg.Connection) => connection.query(`COPY (${query}) TO STDOUT (FORMAT binary)`),
      handleCopyData: ({ chunk }: { chunk: Buffer }) => void chunks.push(Buffer.from(chunk)),
      handleError: (error: Error) => reject(error),
      handleReadyForQuery: () => resolve(Buffer.concat(chunks)),
      handleCommandComplete: () => undefined,
      handleRowDescription: () => undefined,
      handleDataRow: () => undefined,
      handleEmptyQuery: () => undefined,
    } as pg.Submittable)
  })
}

function parseArrays(bytes: Buffer): SeriesReadings[] {
  const found: SeriesReadings[] = []
  let at = HEADER_BYTES
  while (bytes.readInt16BE(at) !== -1) {
    const series = bytes.readInt32BE(at + 6)
    const times = at + 14
    const t = parseTimes(bytes, times)
    const values = times + ARRAY_HEADER_BYTES + t.length * ELEMENT_BYTES + 4
    const v = parseNumbers(bytes, values)
    found.push(inOrder(series, t, v))
    at = values + ARRAY_HEADER_BYTES + v.length * ELEMENT_BYTES
  }
  return found
}

function parseTimes(bytes: Buffer, at: number): Float64Array {
  const times = new Float64Array(bytes.readInt32BE(at + 12))
  for (let i = 0, here = at + ARRAY_HEADER_BYTES + 4; i < times.length; i++, here += ELEMENT_BYTES) {
    const micros = bytes.readInt32BE(here) * 4_294_967_296 + bytes.readUInt32BE(here + 4)
    times[i] = EPOCH_2000 + Math.round(micros / 1000)
  }
  return times
}

function parseNumbers(bytes: Buffer, at: number): Float64Array {
  const numbers = new Float64Array(bytes.readInt32BE(at + 12))
  for (let i = 0, here = at + ARRAY_HEADER_BYTES + 4; i < numbers.length; i++, here += ELEMENT_BYTES) numbers[i] = bytes.readDoubleBE(here)
  return numbers
}

/** Rows come as they lie in the table, which is by time but for what arrived out of order. */
function inOrder(series: number, t: Float64Array, v: Float64Array): SeriesReadings {
  let ordered = true
  for (let i = 1; i < t.length && ordered; i++) ordered = (t[i - 1] ?? 0) < (t[i] ?? 0)
  if (ordered) return { series, t, v }
  const places = Uint32Array.from(t, (_, i) => i).sort((a, b) => (t[a] ?? 0) - (t[b] ?? 0))
  return { series, t: Float64Array.from(places, (i) => t[i] ?? 0), v: Float64Array.from(places, (i) => v[i] ?? 0) }
}
