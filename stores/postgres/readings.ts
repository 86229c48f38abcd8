import { planBuckets, unsummarised, type BucketPlan, type Span } from '../../domain/downsampling.ts'
import { FLAGS } from './history.ts'
import type { Queryable } from './pool.ts'

/** What happened in one span of time; spans without readings are left out. */
export interface ReadingBucket {
  /** Its start, ISO 8601 UTC. */
  t: string
  min: number
  max: number
  last: number
  count: number
}

export interface ReadingQuery {
  readonly device: string
  readonly metric: string
  /** From it on, and before `to`. Epoch milliseconds. */
  readonly from: number
  readonly to: number
  /** How many buckets at most. */
  readonly points: number
}

interface BucketRow {
  t: Date
  min: number
  max: number
  last: number
  count: number
}

/**
 * The history of one device and metric, cut into buckets that each keep their extremes, so that no spike is ever
 * smoothed away. Fault values of a sensor are no measurements and left out.
 */
export async function readBuckets(db: Queryable, query: ReadingQuery): Promise<ReadingBucket[]> {
  const { from, to } = query
  const { rows: [series] } = await db.query<{ id: number }>('SELECT id FROM series WHERE device_id = $1 AND metric = $2', [query.device, query.metric])
  if (!series || from >= to) return []
  const plan = planBuckets(from, to, query.points)
  const rows = plan.resolution === 'full'
    ? await fromReadings(db, series.id, plan, [{ from, to }])
    : await fromSummaries(db, series.id, plan, { from, to })
  return rows.map(({ t, ...row }) => ({ t: new Date(Math.max(from, t.getTime())).toISOString(), ...row }))
}

const BUCKETS = `date_bin($2 * interval '1 ms', t, to_timestamp($3 / 1000.0))`
const RAW = `
  SELECT r.ts AS t, r.value AS min, r.value AS max, r.value AS last, 1 AS count
  FROM unnest($4::float8[], $5::float8[]) AS span (since, until)
  JOIN reading r ON r.series_id = $1 AND r.ts >= to_timestamp(span.since / 1000.0) AND r.ts < to_timestamp(span.until / 1000.0)
  WHERE r.flags & ${FLAGS.faultValue} = 0`

const summed = (parts: string): string => `
  SELECT ${BUCKETS} AS t, min(min) AS min, max(max) AS max, (array_agg(last ORDER BY t DESC))[1] AS last, sum(count)::int AS count
  FROM (${parts}) AS part GROUP BY 1 ORDER BY 1`

async function fromReadings(db: Queryable, series: number, plan: BucketPlan, spans: readonly Span[]): Promise<BucketRow[]> {
  const { rows } = await db.query<BucketRow>(summed(RAW), [
    series, plan.width, plan.origin, spans.map((span) => span.from), spans.map((span) => span.to),
  ])
  return rows
}

/**
 * From the summaries where they are up to date, from the readings elsewhere. The hours that are behind are asked for
 * first: one that is brought up to date meanwhile is read from its readings, which is right as well.
 */
async function fromSummaries(db: Queryable, series: number, plan: BucketPlan, whole: Span): Promise<BucketRow[]> {
  const { rows: due } = await db.query<{ hour: Date }>(
    `SELECT hour FROM rollup_due WHERE series_id = $1 AND hour >= $2::timestamptz - interval '1 hour' AND hour < $3`,
    [series, new Date(whole.from), new Date(whole.to)],
  )
  const spans = unsummarised(whole.from, whole.to, due.map(({ hour }) => hour.getTime()))
  const table = plan.resolution === 'hour' ? 'rollup_hour' : 'rollup_minute'
  const summaries = `
    SELECT s.t, s.min, s.max, s.last, s.count FROM ${table} s
    WHERE s.series_id = $1 AND s.t >= to_timestamp($6 / 1000.0) AND s.t < to_timestamp($7 / 1000.0)
      AND NOT EXISTS (SELECT 1 FROM unnest($4::float8[], $5::float8[]) AS span (since, until)
        WHERE s.t >= to_timestamp(span.since / 1000.0) AND s.t < to_timestamp(span.until / 1000.0))`
  const { rows } = await db.query<BucketRow>(summed(`${RAW} UNION ALL ${summaries}`), [
    series, plan.width, plan.origin, spans.map((span) => span.from), spans.map((span) => span.to), whole.from, whole.to,
  ])
  return rows
}
