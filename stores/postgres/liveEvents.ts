import type { Jurisdiction } from '../../domain/user.ts'
import type { Queryable } from './pool.ts'

/** What is to be told to durable subscribers. `data` is the whole object as the API gives it. */
export interface NewLiveEvent {
  readonly topic: string
  readonly type: string
  /** Epoch milliseconds. */
  readonly at: number
  readonly unitId: string | null
  readonly district: string | null
  readonly data: unknown
}

/** The same as it is kept, with its number. */
export interface StoredLiveEvent extends NewLiveEvent {
  readonly seq: number
}

/** Where the kept events begin and end: every event with `pruned` < seq <= `last` is there. */
export interface LiveRange {
  readonly pruned: number
  readonly last: number
}

/** The channel on which PostgreSQL tells the servers of new events: with them in the payload where they fit, else empty. */
export const LIVE_CHANNEL = 'live'

/** PostgreSQL refuses a notice of 8,000 bytes. */
const NOTICE_BYTES = 7_900

/** Any fixed number; whoever appends holds it until its transaction ends. */
const LOCK = 724_503

const INSERT = `
  WITH added AS (
    INSERT INTO live_event (seq, topic, type, at, unit_id, district, data)
    SELECT nextval('live_event_seq'), topic, type, to_timestamp(at / 1000.0), unit_id, district, data::jsonb
    FROM unnest($1::text[], $2::text[], $3::float8[], $4::text[], $5::text[], $6::text[])
      WITH ORDINALITY AS event (topic, type, at, unit_id, district, data, place)
    ORDER BY place
    RETURNING seq, topic, type, at, unit_id, district, data
  ), told AS (
    SELECT max(seq) AS seq, json_agg(json_build_object(
      'seq', seq, 'topic', topic, 'type', type, 'at', round(extract(epoch FROM at) * 1000), 'unitId', unit_id, 'district', district, 'data', data
    ) ORDER BY seq)::text AS events FROM added
  )
  SELECT seq, pg_notify('${LIVE_CHANNEL}', CASE WHEN octet_length(events) < ${NOTICE_BYTES} THEN events ELSE '' END) FROM told`

/**
 * Numbers the events and keeps them, inside the caller's transaction, and returns the last number.
 *
 * It must be the last statement before COMMIT: it takes a lock that all writers of live events share and that is held
 * until the transaction ends, so that nobody ever sees event N + 1 before event N. Whatever follows it makes every
 * other writer wait. A transaction that also writes to the audit log does that first: all in one order, no deadlock.
 */
export async function appendLiveEvents(client: Queryable, events: readonly NewLiveEvent[]): Promise<number | null> {
  if (events.length === 0) return null
  // Both are sent before either is awaited, so that a caller may send its commit right behind them.
  const locked = client.query('SELECT pg_advisory_xact_lock($1)', [LOCK])
  const appended = client.query<{ seq: number }>({
    name: 'live-append',
    text: INSERT,
    values: [
      events.map((event) => event.topic),
      events.map((event) => event.type),
      events.map((event) => event.at),
      events.map((event) => event.unitId),
      events.map((event) => event.district),
      events.map((event) => JSON.stringify(event.data)),
    ],
  })
  const [, { rows }] = await Promise.all([locked, appended])
  return rows[0]?.seq ?? null
}

/** The events in a notice on the live channel, oldest first; null where it carries none. */
export function readNotice(payload: string | undefined): StoredLiveEvent[] | null {
  return payload ? (JSON.parse(payload) as StoredLiveEvent[]) : null
}

interface LiveEventRow {
  seq: number
  topic: string
  type: string
  at: Date
  unit_id: string | null
  district: string | null
  data: unknown
}

function fromRow(row: LiveEventRow): StoredLiveEvent {
  return {
    seq: row.seq,
    topic: row.topic,
    type: row.type,
    at: row.at.getTime(),
    unitId: row.unit_id,
    district: row.district,
    data: row.data,
  }
}

/** The next events after `seq`, oldest first. */
export async function liveEventsAfter(db: Queryable, seq: number, limit: number): Promise<StoredLiveEvent[]> {
  const { rows } = await db.query<LiveEventRow>({
    name: 'live-after',
    text: 'SELECT seq, topic, type, at, unit_id, district, data FROM live_event WHERE seq > $1 ORDER BY seq LIMIT $2',
    values: [seq, limit],
  })
  return rows.map(fromRow)
}

/** One page of what a viewer missed: the events of its topics and jurisdiction with `after` < seq <= `upTo`. */
export interface MissedEvents {
  readonly after: number
  readonly upTo: number
  readonly topics: readonly string[]
  readonly jurisdiction: Jurisdiction
}

const MISSED = `
  SELECT seq, topic, type, at, unit_id, district, data FROM live_event
  WHERE seq > $1 AND seq <= $2 AND topic = ANY ($3)
    AND ($4::text[] IS NULL OR district = ANY ($4)) AND ($5::text IS NULL OR unit_id = $5)
  ORDER BY seq LIMIT $6`

/** Oldest first, at most `limit`; fewer means that there are no more. */
export async function missedLiveEvents(db: Queryable, missed: MissedEvents, limit: number): Promise<StoredLiveEvent[]> {
  const { jurisdiction } = missed
  const districts = jurisdiction.scope === 'districts' ? jurisdiction.districts : null
  const unit = jurisdiction.scope === 'unit' ? jurisdiction.unit : null
  const values = [missed.after, missed.upTo, missed.topics, districts, unit, limit]
  const { rows } = await db.query<LiveEventRow>({ name: 'live-missed', text: MISSED, values })
  return rows.map(fromRow)
}

/** The newest events, oldest first. */
export async function newestLiveEvents(db: Queryable, limit: number): Promise<StoredLiveEvent[]> {
  const { rows } = await db.query<LiveEventRow>(
    'SELECT seq, topic, type, at, unit_id, district, data FROM live_event ORDER BY seq DESC LIMIT $1',
    [limit],
  )
  return rows.reverse().map(fromRow)
}

export async function liveRange(db: Queryable): Promise<LiveRange> {
  const { rows: [row] } = await db.query<LiveRange>({
    name: 'live-range',
    text: `SELECT pruned, greatest(pruned, (SELECT max(seq) FROM live_event)) AS last FROM live_horizon`,
  })
  if (!row) throw new Error('table live_horizon has lost its only row')
  return row
}

/**
 * The cursor of which whatever is read from the database *afterwards* is at least as new: a subscriber who shows
 * that and resumes from this cursor misses nothing (it may hear again of what it already shows).
 */
export async function liveCursor(db: Queryable): Promise<string> {
  return String((await liveRange(db)).last)
}

const PRUNE = `
  WITH bound AS (
    SELECT greatest(
      (SELECT coalesce((SELECT min(seq) - 1 FROM live_event WHERE at >= $1), max(seq)) FROM live_event),
      (SELECT seq FROM live_event ORDER BY seq DESC OFFSET $2 LIMIT 1)
    ) AS seq
  ), gone AS (
    DELETE FROM live_event USING bound WHERE live_event.seq <= bound.seq RETURNING live_event.seq
  ), moved AS (
    UPDATE live_horizon SET pruned = greatest(pruned, bound.seq) FROM bound WHERE bound.seq IS NOT NULL
  )
  SELECT count(*)::int AS count FROM gone`

/** What a server may rely on when it is asked to resume. */
export const LIVE_RETENTION = { ms: 48 * 3_600_000, rows: 500_000 } as const

/** Forgets events older than 48 hours or beyond the newest 500,000; returns how many. Safe to run anywhere, often. */
export async function pruneLiveEvents(
  db: Queryable,
  now: number,
  keep: { readonly ms: number; readonly rows: number } = LIVE_RETENTION,
): Promise<number> {
  const { rows } = await db.query<{ count: number }>(PRUNE, [new Date(now - keep.ms), keep.rows])
  return rows[0]?.count ?? 0
}
