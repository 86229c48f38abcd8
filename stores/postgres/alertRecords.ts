import type { Assignee, TimelineEntry } from '../../domain/alert.ts'
import type { Handling } from '../../domain/alertState.ts'
import type { Queryable } from './pool.ts'

/** A row of `alert`, as it is written; times are ISO 8601 UTC. */
export interface AlertRecord {
  id: string
  rule_id: string
  rule_version: number
  rule_name: string
  unit_id: string | null
  unit_name: string | null
  district: string | null
  lng: number | null
  lat: number | null
  device_id: string
  place: string | null
  metric: string | null
  type: string | null
  /** What a person says it was; `type` stays what the camera said. */
  confirmed_type: string | null
  severity: string
  current_severity: string
  judged: 'open' | 'resolved' | 'withdrawn'
  handled: Handling
  state: string
  review: string | null
  breached_at: string
  opened_at: string
  last_seen_at: string
  acknowledged_at: string | null
  resolved_at: string | null
  value: number | null
  limit_value: number | null
  basis: unknown
  snapshot: string | null
  /** Ids of the devices behind a silent gateway. */
  affected: readonly string[] | null
  /** Events of a camera behind it; null where no camera saw it. */
  occurrences: number | null
  /** Ids of the alerts that bore out what a camera saw; null while there is none. */
  corroborated_by: readonly string[] | null
  assignee: Assignee | null
  /** The key of why it was dismissed. */
  dismissed_for: string | null
  timeline: TimelineEntry[]
  revision: number
  version: number
  recorded_at: string
}

/** The records that exist of these alerts, locked until the transaction ends. */
export async function lockAlertRecords(client: Queryable, ids: readonly string[]): Promise<Map<string, AlertRecord>> {
  const { rows } = await client.query<{ id: string; record: AlertRecord }>(
    'SELECT id, to_jsonb(alert) AS record FROM alert WHERE id = ANY($1) ORDER BY id FOR UPDATE', [ids])
  return new Map(rows.map((row) => [row.id, row.record]))
}

export async function writeAlertRecords(client: Queryable, records: readonly AlertRecord[]): Promise<void> {
  await client.query({
    name: 'write-alerts',
    text: `INSERT INTO alert SELECT * FROM jsonb_populate_recordset(NULL::alert, $1::jsonb)
      ON CONFLICT (id) DO UPDATE SET
        severity = excluded.severity, current_severity = excluded.current_severity, judged = excluded.judged, handled = excluded.handled,
        state = excluded.state, review = excluded.review, confirmed_type = excluded.confirmed_type, breached_at = excluded.breached_at, opened_at = excluded.opened_at,
        last_seen_at = excluded.last_seen_at, acknowledged_at = excluded.acknowledged_at, resolved_at = excluded.resolved_at,
        value = excluded.value, limit_value = excluded.limit_value, snapshot = excluded.snapshot, affected = excluded.affected,
        occurrences = excluded.occurrences, corroborated_by = excluded.corroborated_by, timeline = excluded.timeline,
        revision = excluded.revision, version = excluded.version`,
    values: [JSON.stringify(records)],
  })
}

export interface OutboxJob {
  readonly queue: string
  readonly name: string
  readonly jobId: string
  readonly data: unknown
  readonly delayMs: number
}

/** Work that the queue must hear of once this transaction is done; the dispatcher carries it over. */
export async function writeOutbox(client: Queryable, jobs: readonly OutboxJob[]): Promise<void> {
  if (jobs.length === 0) return
  await client.query(
    `INSERT INTO outbox (queue, name, job_id, data, delay_ms)
     SELECT queue, name, job_id, data::jsonb, delay_ms FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int[]) AS j (queue, name, job_id, data, delay_ms)`,
    [jobs.map((j) => j.queue), jobs.map((j) => j.name), jobs.map((j) => j.jobId), jobs.map((j) => JSON.stringify(j.data)), jobs.map((j) => j.delayMs)])
}
