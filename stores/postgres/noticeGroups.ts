import type { Gathered, NoticeGroup } from '../../domain/notification/grouping.ts'
import type { NewNotification, NotificationState, SubjectKind } from '../../domain/notification/notification.ts'
import { worstSeverity, type Severity } from '../../domain/severity.ts'
import type { Queryable } from './pool.ts'

/** Where a new notice stands: it leads a message of its own, or goes out in that of another. */
export interface Standing {
  readonly leadId: string | null
  /** Epoch milliseconds. */
  readonly dueAt: number
  /** Until when others of the group wait for the next message; null for one that stands alone. */
  readonly until: number | null
}

/** Who places notices of a group, or takes some of them back, does it alone until the transaction ends. */
async function lockGroup(client: Queryable, key: string): Promise<void> {
  await client.query("SELECT pg_advisory_xact_lock(hashtextextended('notice-group:' || $1, 0))", [key])
}

/**
 * The first of a group goes out at once. Those that follow within the time are gathered behind one that waits until it is
 * over. Once an attempt was made nobody joins any more: under one key nothing is sent that an earlier attempt did not hold.
 */
export async function placeInGroup(client: Queryable, { step, person }: Pick<NewNotification, 'step' | 'person'>, { key, withinMs }: NoticeGroup, at: number): Promise<Standing> {
  await lockGroup(client, key)
  const { rows: [last] } = await client.query<{ id: string; state: NotificationState; attempts: number; due_at: Date; group_until: Date }>(
    `SELECT id, state, attempts, due_at, group_until FROM notification
     WHERE group_key = $1 AND step = $2 AND person = $3 AND lead_id IS NULL AND state <> 'cancelled' ORDER BY group_until DESC LIMIT 1 FOR UPDATE`, [key, step, person])
  if (last?.state === 'queued' && last.attempts === 0) return { leadId: last.id, dueAt: last.due_at.getTime(), until: null }
  const dueAt = Math.max(at, last?.group_until.getTime() ?? at)
  return { leadId: null, dueAt, until: dueAt + withinMs }
}

interface GatheredRow {
  id: string
  subject_kind: SubjectKind
  subject_id: string
  body: string
  severity: Severity
}

/** Those that go out in the message of this one, oldest first, and the worst of their severities and its own. */
export async function gatheredBehind(client: Queryable, leadId: string, severity: Severity): Promise<{ others: readonly Gathered[]; worst: Severity }> {
  const { rows } = await client.query<GatheredRow>(
    "SELECT id, subject_kind, subject_id, body, severity FROM notification WHERE lead_id = $1 AND state <> 'cancelled' ORDER BY created_at, id FOR UPDATE", [leadId])
  return {
    others: rows.map((row) => ({ id: row.id, subject: { kind: row.subject_kind, id: row.subject_id }, text: row.body })),
    worst: rows.reduce<Severity>((worst, row) => worstSeverity(worst, row.severity), severity),
  }
}

/** What becomes of a message becomes of all whose it is. */
export async function followLead(client: Queryable, leadId: string, state: NotificationState, endedAt: Date | null): Promise<void> {
  await client.query("UPDATE notification SET state = $2, ended_at = $3 WHERE lead_id = $1 AND state <> 'cancelled'", [leadId, state === 'queued' ? 'grouped' : state, endedAt])
}

/** Locks the groups that the notices of a subject stand in, in one order for everybody. */
export async function lockGroupsOf(client: Queryable, kind: SubjectKind, id: string): Promise<void> {
  const { rows } = await client.query<{ group_key: string }>(
    'SELECT DISTINCT group_key FROM notification WHERE subject_kind = $1 AND subject_id = $2 AND group_key IS NOT NULL ORDER BY 1', [kind, id])
  for (const { group_key: key } of rows) await lockGroup(client, key)
}

/** A notice that led others was taken back: the oldest of them takes its place, under its own key. */
export async function handOver(client: Queryable, leadId: string, at: number): Promise<{ id: string; dueAt: number } | null> {
  const { rows: [heir] } = await client.query<{ id: string; due_at: Date }>(
    `WITH heir AS (SELECT id FROM notification WHERE lead_id = $1 AND state = 'grouped' ORDER BY created_at, id LIMIT 1),
     others AS (UPDATE notification SET lead_id = heir.id FROM heir WHERE lead_id = $1 AND state = 'grouped' AND notification.id <> heir.id)
     UPDATE notification n SET lead_id = NULL, state = 'queued', due_at = greatest(was.due_at, $2), alarm_at = $2, group_until = was.group_until, uncertain = was.uncertain
     FROM heir, notification was WHERE n.id = heir.id AND was.id = $1 RETURNING n.id, n.due_at`, [leadId, new Date(at)])
  return heir ? { id: heir.id, dueAt: heir.due_at.getTime() } : null
}
