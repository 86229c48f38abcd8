import { afterAttempt, FROM, type Progress } from '../../domain/notification/attempt.ts'
import { gatheredWording, type Gathered } from '../../domain/notification/grouping.ts'
import { withCode, withoutCode } from '../../domain/notification/oneTimeCode.ts'
import type { DeliveryResult, NotificationState, Subject } from '../../domain/notification/notification.ts'
import type { Severity } from '../../domain/severity.ts'
import { writeOutbox } from './alertRecords.ts'
import { followLead, gatheredBehind } from './noticeGroups.ts'
import { deliveryJob } from './notifications.ts'
import type { Queryable } from './pool.ts'

/** An attempt that may be made now, and by nobody else. */
export interface Claim {
  readonly id: string
  readonly attempt: number
  readonly channel: string
  /** An earlier attempt may have reached the person. */
  readonly possibleRepeat: boolean
  readonly subject: Subject
  readonly step: string
  readonly severity: Severity
  readonly title: string
  readonly text: string
  /** The one-time code in the text; the log never has it. */
  readonly code: string | null
  readonly link: string
  /** Others that go out in this message. */
  readonly others: readonly Gathered[]
  readonly createdAt: string
  readonly person: { readonly username: string; readonly name: string; readonly phone: string | null; readonly email: string | null }
}

interface ClaimRow {
  id: string
  subject_kind: Subject['kind']
  subject_id: string
  step: string
  person: string
  severity: Severity
  title: string
  body: string
  link: string
  channels: string[]
  channel_index: number
  failures: number
  attempts: number
  lead_id: string | null
  state: NotificationState
  uncertain: boolean
  due_at: Date
  created_at: Date
  phone: string | null
}

/** Clocks of machines differ by less. */
const SLACK_MS = 1_000
const MINUTE_MS = 60_000

export interface ClaimTerms {
  /** Milliseconds after which an attempt without an answer counts as lost; longer than any channel takes. */
  readonly leaseMs: number
  /** How many attempts a minute a channel bears. */
  readonly perMinute: (channel: string) => number
  /** Whether any of the channels could reach the person at all. */
  readonly canReach: (db: Queryable, channels: readonly string[], username: string) => Promise<boolean>
}

/** Nobody could be told: no channel is set up for it. */
export const UNSENT = 'unsent'

/**
 * Takes the next attempt of a notification, if it is due and nobody is at it, and writes it into the log before it is
 * made: who dies afterwards leaves a row without an answer, and the next attempt says that it may be a repeat. Where no channel
 * is set up there is nothing to try, and the notification says so; a trial of a channel is tried all the same.
 */
export async function claimNotification(client: Queryable, id: string, now: number, terms: ClaimTerms): Promise<Claim | typeof UNSENT | null> {
  const { rows: [row] } = await client.query<ClaimRow>('SELECT * FROM notification WHERE id = $1 FOR UPDATE', [id])
  if (!row || row.lead_id !== null || row.due_at.getTime() > now + SLACK_MS) return null
  const wasLost = FROM.lose.includes(row.state)
  if (!wasLost && !FROM.claim.includes(row.state)) return null
  const progress = wasLost ? afterAttempt(progressOf(row), 'unsure').progress : progressOf(row)
  if (progress.state === 'failed') {
    await writeProgress(client, id, progress, now, now)
    return null
  }
  if (row.attempts === 0 && row.subject_kind !== 'trial' && FROM.leave.includes(row.state) && !(await terms.canReach(client, row.channels, row.person))) {
    await writeProgress(client, id, { ...progress, state: UNSENT }, now, now)
    return UNSENT
  }
  const channel = row.channels[progress.channelIndex] ?? ''
  const waitMs = await fullFor(client, channel, now, terms.perMinute(channel))
  if (waitMs > 0) {
    await writeProgress(client, id, { ...progress, state: 'queued' }, now + waitMs, now)
    await writeOutbox(client, [deliveryJob(id, row.attempts, waitMs)])
    return null
  }
  const attempt = row.attempts + 1
  await client.query('INSERT INTO notification_delivery (notification_id, attempt, channel, begun_at, possible_repeat) VALUES ($1, $2, $3, $4, $5)',
    [id, attempt, channel, new Date(now), progress.uncertain])
  await client.query('UPDATE notification SET attempts = $2 WHERE id = $1', [id, attempt])
  await writeProgress(client, id, { ...progress, state: 'sending' }, now + terms.leaseMs, now)
  const { others, worst } = await gatheredBehind(client, id, row.severity)
  const code = await codeOf(client, row)
  return {
    id, attempt, channel, possibleRepeat: progress.uncertain, subject: { kind: row.subject_kind, id: row.subject_id }, step: row.step, severity: worst, others,
    ...gatheredWording(row.title, withCode(row.body, code), others), code, link: row.link, createdAt: row.created_at.toISOString(), person: await personOf(client, row),
  }
}

export interface AttemptResult {
  readonly result: DeliveryResult
  /** What the other side said; nothing secret. */
  readonly answer: string
  readonly tookMs: number
  /** The other side asked to wait for so long. */
  readonly retryAfterMs?: number
}

/**
 * Writes what came of an attempt and how it goes on. An answer that comes when the attempt was given up for lost is
 * logged; where it says that the person has it, nothing further is sent.
 */
export async function recordAttempt(client: Queryable, { id, attempt, code = null }: Pick<Claim, 'id' | 'attempt'> & Partial<Pick<Claim, 'code'>>, { result, answer, tookMs, retryAfterMs }: AttemptResult, now: number): Promise<void> {
  const { rows: [row] } = await client.query<ClaimRow>('SELECT * FROM notification WHERE id = $1 FOR UPDATE', [id])
  if (!row) return
  await client.query('UPDATE notification_delivery SET result = $3, answer = $4, took_ms = $5 WHERE notification_id = $1 AND attempt = $2',
    [id, attempt, result, withoutCode(answer, code).slice(0, 500), Math.round(tookMs)])
  const isPresent = row.attempts === attempt && row.state === 'sending'
  if (!isPresent && result !== 'accepted') return
  if (!FROM[result].includes(row.state)) return
  const { progress, waitMs } = afterAttempt(progressOf(row), result, retryAfterMs)
  await writeProgress(client, id, progress, now + (waitMs ?? 0), now)
  if (waitMs !== null) await writeOutbox(client, [deliveryJob(id, row.attempts, waitMs)])
}

function progressOf(row: ClaimRow): Progress {
  return { state: row.state, channels: row.channels.length, channelIndex: row.channel_index, failures: row.failures, uncertain: row.uncertain }
}

async function writeProgress(client: Queryable, id: string, progress: Progress, dueAt: number, now: number): Promise<void> {
  const endedAt = progress.state === 'queued' || progress.state === 'sending' ? null : new Date(now)
  await client.query(
    'UPDATE notification SET state = $2, channel_index = $3, failures = $4, uncertain = $5, due_at = $6, alarm_at = $7, ended_at = $8 WHERE id = $1',
    [id, progress.state, progress.channelIndex, progress.failures, progress.uncertain, new Date(dueAt), new Date(now), endedAt])
  await followLead(client, id, progress.state, endedAt)
}

/** Milliseconds until the channel bears another attempt; 0 where it does now. Whoever asks holds the channel's turn until the end of the transaction. */
async function fullFor(client: Queryable, channel: string, now: number, perMinute: number): Promise<number> {
  await client.query("SELECT pg_advisory_xact_lock(hashtextextended('notice-channel:' || $1, 0))", [channel])
  const { rows } = await client.query<{ begun_at: Date }>(
    'SELECT begun_at FROM notification_delivery WHERE channel = $1 AND begun_at > $2 ORDER BY begun_at DESC LIMIT $3', [channel, new Date(now - MINUTE_MS), perMinute])
  const oldest = rows.length < perMinute ? undefined : rows.at(-1)
  return oldest ? Math.max(1, oldest.begun_at.getTime() + MINUTE_MS - now) : 0
}

/** The code that a text message brings: of a phone to be bound, or of who stands for the face in a photo. */
async function codeOf(client: Queryable, { subject_kind: kind, subject_id: id, step }: ClaimRow): Promise<string | null> {
  if (kind !== 'phone') return null
  const { rows: [row] } = await client.query<{ code: string | null }>(step === 'witness' ? 'SELECT witness_code AS code FROM upload WHERE id = $1' : 'SELECT code FROM bound_phone WHERE id = $1', [id])
  return row?.code ?? null
}

async function personOf(client: Queryable, { person: username, phone }: Pick<ClaimRow, 'person' | 'phone'>): Promise<Claim['person']> {
  const { rows: [row] } = await client.query<{ name: string; phone: string | null; email: string | null }>(
    'SELECT u.name, c.phone, c.email FROM app_user u LEFT JOIN contact c ON c.username = u.username WHERE u.username = $1', [username])
  return { username, name: row?.name ?? username, phone: phone ?? row?.phone ?? null, email: row?.email ?? null }
}
