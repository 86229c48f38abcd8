import type { WorkCalendar } from '../../domain/workingDays.ts'
import { rosterSchema, type Roster } from '../../domain/duty/roster.ts'
import { escalate, type Escalation, type EscalationState, type Telling } from '../../domain/escalation/escalate.ts'
import { policiesSchema, policyFor, type Policies } from '../../domain/escalation/policy.ts'
import { groupOf, type NoticeGroup } from '../../domain/notification/grouping.ts'
import { wordingOf } from '../../domain/escalation/wording.ts'
import type { Alert } from '../../domain/alert.ts'
import type { AlertRecord } from './alertRecords.ts'
import { dutyDocument } from './dutyDocuments.ts'
import { scheduleLooks } from './escalationLooks.ts'
import { cancelNotifications, queueNotification } from './notifications.ts'
import { peopleFor, type Duty } from './people.ts'
import type { Queryable } from './pool.ts'
import { presentRecords } from './presentAlerts.ts'

/** What was shipped, and holds until an administrator changes it. */
export interface ShippedDuty {
  readonly roster: Roster
  readonly escalation: Policies
  readonly calendar: WorkCalendar
}

interface EscalationRow {
  state: EscalationState
  policy: string | null
  done: number
  reminders: number
  next_at: Date | null
  sent_up: boolean
}

/**
 * Looks at an alert's escalation and does what is due: the people of each step are told, and the next look is set, all in
 * the caller's transaction. The alert is locked first, so that who takes it over comes before a step or after it, never
 * in between. Looking too early, twice or late does no harm.
 */
export async function lookAtEscalation(client: Queryable, alertId: string, shipped: ShippedDuty, now: number): Promise<void> {
  const { rows: [found] } = await client.query<{ record: AlertRecord }>('SELECT to_jsonb(alert) AS record FROM alert WHERE id = $1 FOR UPDATE', [alertId])
  const { rows: [row] } = await client.query<EscalationRow>('SELECT state, policy, done, reminders, next_at, sent_up FROM escalation WHERE alert_id = $1 FOR UPDATE', [alertId])
  const [alert] = found ? await presentRecords(client, [found.record]) : []
  if (!row || !alert) return
  const policies = (await dutyDocument(client, 'escalation', policiesSchema, shipped.escalation)).document
  const before: Escalation = { state: row.state, policy: row.policy, done: row.done, reminders: row.reminders, nextAt: row.next_at?.getTime() ?? null }
  const silencedUntil = alert.silencedUntil === null ? null : Date.parse(alert.silencedUntil)
  const policy = policyFor(policies, alert) ?? (row.sent_up ? (policies.policies[0] ?? null) : null)
  // What a person sends up goes out at once, and alone.
  const group = row.sent_up ? null : groupOf(alert, policy)
  const { escalation, tell } = escalate(before, policy, { state: alert.state, timeline: alert.timeline, silencedUntil, isSentUp: row.sent_up }, now)
  if (tell.length > 0) await tellPeople(client, alert, { tell, group }, { roster: (await dutyDocument(client, 'roster', rosterSchema, shipped.roster)).document, calendar: shipped.calendar }, now)
  else if (escalation.state !== before.state && escalation.state !== 'waiting') await cancelNotifications(client, { kind: 'alert', id: alertId }, now)
  await client.query('UPDATE escalation SET state = $2, policy = $3, done = $4, reminders = $5, next_at = $6, due_at = NULL, sent_up = false WHERE alert_id = $1',
    [alertId, escalation.state, escalation.policy, escalation.done, escalation.reminders, escalation.nextAt === null ? null : new Date(escalation.nextAt)])
  if (escalation.nextAt !== null) await scheduleLooks(client, [{ alertId, at: escalation.nextAt }], now)
}

async function tellPeople(client: Queryable, alert: Alert, { tell, group }: { readonly tell: readonly Telling[]; readonly group: NoticeGroup | null }, duty: Duty, now: number): Promise<void> {
  for (const { step, index, who, channels } of tell) {
    const { title, text } = wordingOf(alert, { number: index === null ? null : index + 1, note: alert.timeline.findLast(({ event }) => event === 'sent-up')?.note })
    for (const person of await peopleFor(client, who, alert, duty, now)) {
      await queueNotification(client, {
        subject: { kind: 'alert', id: alert.id }, step, person, unitId: alert.unitId, district: alert.district, severity: alert.severity, title, text, channels,
        link: `/duty?alert=${encodeURIComponent(alert.id)}`,
      }, now, group)
    }
  }
}

/** How far an alert has gone up the line; null where nobody is to be told of it. */
export async function findEscalation(db: Queryable, alertId: string): Promise<(Omit<Escalation, 'nextAt'> & { nextAt: string | null }) | null> {
  const { rows: [row] } = await db.query<EscalationRow>('SELECT state, policy, done, reminders, next_at, sent_up FROM escalation WHERE alert_id = $1', [alertId])
  return row ? { state: row.state, policy: row.policy, done: row.done, reminders: row.reminders, nextAt: row.next_at?.toISOString() ?? null } : null
}
