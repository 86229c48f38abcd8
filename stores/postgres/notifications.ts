import { createHash } from 'node:crypto'
import { FROM } from '../../domain/notification/attempt.ts'
import type { NoticeGroup } from '../../domain/notification/grouping.ts'
import { masked } from '../../domain/notification/oneTimeCode.ts'
import type { Delivery, NewNotification, Notification, Subject } from '../../domain/notification/notification.ts'
import type { Jurisdiction } from '../../domain/user.ts'
import { writeOutbox } from './alertRecords.ts'
import { handOver, lockGroupsOf, placeInGroup } from './noticeGroups.ts'
import { jurisdictionSql } from './jurisdiction.ts'
import { Conditions, readPage, type Page, type PageRequest } from './page.ts'
import type { Queryable } from './pool.ts'

/** The same for the same telling, wherever and however often it is asked for. */
function notificationId({ subject, step, person }: Pick<NewNotification, 'subject' | 'step' | 'person'>): string {
  return `n-${createHash('sha256').update(JSON.stringify([subject.kind, subject.id, step, person])).digest('hex').slice(0, 32)}`
}

/**
 * Has a person told, once: of the same subject, step and person a second one is not made, whoever asks and however often.
 * It goes out once the caller's transaction has committed.
 * @param at the present, epoch milliseconds
 * @param group what it may go out together with
 * @returns its id, which is the idempotency key, or null where it was there already
 */
export async function queueNotification(client: Queryable, notification: NewNotification, at: number, group: NoticeGroup | null = null): Promise<string | null> {
  const { subject, step, person, unitId, district, severity, title, text, link, channels, phone } = notification
  const id = notificationId(notification)
  const { leadId, dueAt, until } = group ? await placeInGroup(client, notification, group, at) : { leadId: null, dueAt: at, until: null }
  const { rowCount } = await client.query(
    `INSERT INTO notification (id, subject_kind, subject_id, step, person, unit_id, district, severity, title, body, link, channels, alarm_at, created_at, due_at, state, group_key, group_until, lead_id, phone)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12::jsonb, $13, $13, $14, $15, $16, $17, $18, $19) ON CONFLICT DO NOTHING`,
    [id, subject.kind, subject.id, step, person, unitId, district, severity, title, text, link, JSON.stringify(channels), new Date(at), new Date(dueAt),
      leadId === null ? 'queued' : 'grouped', group?.key ?? null, until === null ? null : new Date(until), leadId, phone ?? null])
  if (rowCount !== 1) return null
  if (leadId === null) await writeOutbox(client, [deliveryJob(id, 0, dueAt - at)])
  return id
}

/** The job that makes the next attempt. One id an attempt: a repeat of it is no second job. */
export function deliveryJob(id: string, attempts: number, delayMs: number): Parameters<typeof writeOutbox>[1][number] {
  return { queue: 'notices', name: 'deliver', jobId: `notice-${id}-${attempts}`, data: { notificationId: id }, delayMs }
}

/** What has not gone out yet about a subject does not go out any more; what waited to go out with it does. */
export async function cancelNotifications(client: Queryable, subject: Subject, at: number): Promise<void> {
  await lockGroupsOf(client, subject.kind, subject.id)
  const { rows } = await client.query<{ id: string }>(
    "UPDATE notification SET state = 'cancelled', ended_at = $3 WHERE subject_kind = $1 AND subject_id = $2 AND state = ANY($4::text[]) RETURNING id",
    [subject.kind, subject.id, new Date(at), FROM.cancel])
  for (const { id } of rows) {
    const heir = await handOver(client, id, at)
    if (heir) await writeOutbox(client, [deliveryJob(heir.id, 0, heir.dueAt - at)])
  }
}

/** Those whose time has come but whom no job sees to: the queue has lost them, or the process that had them died. */
export async function requeueLateNotifications(client: Queryable, now: number, graceMs: number, againMs: number): Promise<number> {
  const { rows } = await client.query<{ id: string; attempts: number }>(
    `UPDATE notification SET alarm_at = $1 WHERE id IN (
       SELECT id FROM notification WHERE state IN ('queued', 'sending') AND lead_id IS NULL AND due_at < $2 AND alarm_at < $3 ORDER BY due_at LIMIT 500 FOR UPDATE SKIP LOCKED
     ) RETURNING id, attempts`,
    [new Date(now), new Date(now - graceMs), new Date(now - againMs)])
  await writeOutbox(client, rows.map((row) => deliveryJob(row.id, row.attempts, 0)))
  return rows.length
}

export interface NotificationFilter {
  readonly subject?: Subject
  readonly person?: string
  readonly states?: readonly string[]
  /** One of the channels that were tried. */
  readonly channel?: string
}

/** How many of those that came about since then, in this jurisdiction's matters, nobody could be told of, as no channel is set up. */
export async function countUnsent(db: Queryable, jurisdiction: Jurisdiction, since: number): Promise<number> {
  const conditions = new Conditions().where("n.state = 'unsent' AND n.created_at > ?", new Date(since))
  conditions.raw(jurisdictionSql(jurisdiction, { unit: 'n.unit_id', district: 'n.district' }, conditions.params))
  const { rows: [row] } = await db.query<{ count: number }>(`SELECT count(*)::int AS count FROM notification n WHERE ${conditions.sql}`, conditions.params)
  return row?.count ?? 0
}

interface NotificationRow {
  id: string
  subject_kind: Subject['kind']
  subject_id: string
  step: string
  person: string
  person_name: string | null
  district: string | null
  severity: Notification['severity']
  title: string
  body: string
  link: string
  channels: string[]
  state: Notification['state']
  attempts: number
  lead_id: string | null
  gathered: number
  created_at: Date
  ended_at: Date | null
  deliveries: Delivery[] | null
}

const COLUMNS = `n.id, n.subject_kind, n.subject_id, n.step, n.person, u.name AS person_name, n.district, n.severity, n.title, n.body, n.link, n.channels, n.state,
  n.attempts, n.lead_id, n.created_at, n.ended_at,
  (SELECT count(*)::int FROM notification other WHERE other.lead_id = n.id AND other.state <> 'cancelled') AS gathered,
  (SELECT json_agg(json_build_object('attempt', d.attempt, 'channel', d.channel, 'begunAt', d.begun_at, 'possibleRepeat', d.possible_repeat,
     'result', d.result, 'answer', d.answer, 'tookMs', d.took_ms) ORDER BY d.attempt)
   FROM notification_delivery d WHERE d.notification_id = coalesce(n.lead_id, n.id)) AS deliveries`

/** Newest first: what people in this jurisdiction's matters were told, and what came of it. */
export async function listNotifications(db: Queryable, jurisdiction: Jurisdiction, filter: NotificationFilter, request: PageRequest): Promise<Page<Notification>> {
  const conditions = new Conditions()
  conditions.raw(jurisdictionSql(jurisdiction, { unit: 'n.unit_id', district: 'n.district' }, conditions.params))
  if (filter.subject) conditions.where('n.subject_kind = ?', filter.subject.kind).where('n.subject_id = ?', filter.subject.id)
  if (filter.person) conditions.where('n.person = ?', filter.person)
  if (filter.states) conditions.where('n.state = ANY(?::text[])', filter.states)
  if (filter.channel) conditions.where('EXISTS (SELECT FROM notification_delivery d WHERE d.notification_id = n.id AND d.channel = ?)', filter.channel)
  const { items, next } = await readPage<NotificationRow>(db, {
    columns: COLUMNS, from: 'notification n LEFT JOIN app_user u ON u.username = n.person', time: 'n.created_at', id: 'n.id',
  }, conditions, request)
  return { items: items.map(present), next }
}

function present(row: NotificationRow): Notification {
  return {
    id: row.id, subject: { kind: row.subject_kind, id: row.subject_id }, step: row.step, person: row.person, personName: row.person_name, district: row.district,
    severity: row.severity, title: row.title, text: masked(row.body), link: row.link, channels: row.channels, state: row.state, attempts: row.attempts, leadId: row.lead_id, gathered: row.gathered,
    createdAt: row.created_at.toISOString(), endedAt: row.ended_at?.toISOString() ?? null,
    deliveries: (row.deliveries ?? []).map((delivery) => ({ ...delivery, begunAt: new Date(delivery.begunAt).toISOString() })),
  }
}
