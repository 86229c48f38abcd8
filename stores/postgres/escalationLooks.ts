import { msOf, policyFor, type Policies } from '../../domain/escalation/policy.ts'
import type { Severity } from '../../domain/severity.ts'
import type { AlertRecord } from './alertRecords.ts'
import type { Queryable } from './pool.ts'

/** A look at an alert's escalation, and when; epoch milliseconds. */
interface Look {
  readonly alertId: string
  readonly at: number
}

/** Each look is a job of its own: its number is in the id, so that one under way never swallows the next. */
const OUTBOX = `INSERT INTO outbox (queue, name, job_id, data, delay_ms)
  SELECT 'escalations', 'look', 'escalation-' || alert_id || '-' || looks, jsonb_build_object('alertId', alert_id),
    least(2147483647, greatest(0, ceil(extract(epoch FROM due_at - $1::timestamptz) * 1000)))::int FROM looked`

/** Sets the next look at escalations that exist. */
export async function scheduleLooks(client: Queryable, looks: readonly Look[], now: number): Promise<void> {
  await client.query(
    `WITH looked AS (
       UPDATE escalation e SET due_at = to_timestamp(given.at / 1000.0), alarm_at = $1::timestamptz, looks = e.looks + 1
       FROM unnest($2::text[], $3::float8[]) AS given (id, at) WHERE e.alert_id = given.id RETURNING e.alert_id, e.looks, e.due_at
     ) ${OUTBOX}`,
    [new Date(now), looks.map(({ alertId }) => alertId), looks.map(({ at }) => at)])
}

/**
 * Has escalations begin for new alerts of which somebody is to be told, and looked at for those that changed; in the
 * transaction that writes the alerts, so that neither is without the other. One exchange.
 * @returns how many jobs there are
 */
export async function noteEscalations(client: Queryable, records: readonly AlertRecord[], known: ReadonlySet<string>, policies: Policies, now: number): Promise<number> {
  const given = records.flatMap((record) => {
    const isLive = record.state === 'open' || record.state === 'acknowledged'
    const policy = isLive ? policyFor(policies, { severity: record.severity as Severity, district: record.district }) : null
    if (!policy && !known.has(record.id)) return []
    return [{ id: record.id, begins: policy !== null, after: known.has(record.id) ? 0 : msOf(policy?.steps[0]?.after ?? '0') }]
  })
  if (given.length === 0) return 0
  await client.query({
    name: 'note-escalations',
    text: `WITH given AS (SELECT * FROM unnest($2::text[], $3::boolean[], $4::float8[]) AS g (id, begins, after_ms)),
     begun AS (
       INSERT INTO escalation AS e (alert_id, state, next_at, due_at, alarm_at) SELECT id, 'waiting', $1::timestamptz, $1::timestamptz + after_ms * interval '1 millisecond', $1::timestamptz FROM given WHERE begins
       ON CONFLICT (alert_id) DO UPDATE SET due_at = $1::timestamptz, alarm_at = $1::timestamptz, looks = e.looks + 1 RETURNING alert_id, looks, due_at
     ),
     touched AS (
       UPDATE escalation e SET due_at = $1::timestamptz, alarm_at = $1::timestamptz, looks = e.looks + 1 FROM given
       WHERE e.alert_id = given.id AND NOT given.begins AND e.state <> 'ended' RETURNING e.alert_id, e.looks, e.due_at
     ),
     looked AS (SELECT * FROM begun UNION ALL SELECT * FROM touched) ${OUTBOX}`,
    values: [new Date(now), given.map(({ id }) => id), given.map(({ begins }) => begins), given.map(({ after }) => after)],
  })
  return given.length
}

/** A person did something about the alert: its escalation is looked at at once, and goes a step up where they sent it. */
export async function touchEscalation(client: Queryable, alertId: string, isSentUp: boolean, now: number): Promise<void> {
  if (isSentUp) {
    await client.query(
      `INSERT INTO escalation (alert_id, state, next_at, due_at, alarm_at, sent_up) VALUES ($1, 'waiting', $2::timestamptz, $2::timestamptz, $2::timestamptz, true)
       ON CONFLICT (alert_id) DO UPDATE SET sent_up = true`, [alertId, new Date(now)])
  }
  await scheduleLooks(client, [{ alertId, at: now }], now)
}

/** Looks whose time has come but that no job sees to, as the queue has lost them. */
export async function requeueLateLooks(client: Queryable, now: number, graceMs: number, againMs: number): Promise<number> {
  const { rowCount } = await client.query(
    `WITH looked AS (
       UPDATE escalation SET alarm_at = $1::timestamptz WHERE alert_id IN (
         SELECT alert_id FROM escalation WHERE due_at < $2::timestamptz AND alarm_at < $3::timestamptz ORDER BY due_at LIMIT 500 FOR UPDATE SKIP LOCKED
       ) RETURNING alert_id, looks, due_at
     ) ${OUTBOX}`,
    [new Date(now), new Date(now - graceMs), new Date(now - againMs)])
  return rowCount ?? 0
}
