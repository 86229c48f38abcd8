import type { Alert, Assignee } from '../../domain/alert.ts'
import { policiesSchema, policyFor, type Policies } from '../../domain/escalation/policy.ts'
import { wordingOf } from '../../domain/escalation/wording.ts'
import { within, type User } from '../../domain/user.ts'
import { dutyDocument } from './dutyDocuments.ts'
import { queueNotification } from './notifications.ts'
import type { Queryable } from './pool.ts'
import { listOfficers } from './users.ts'

/** The officer of this user name, where what lies there is within their jurisdiction; null where it is not, or they are none. */
export async function officerFor(db: Queryable, username: string, place: Parameters<typeof within>[1]): Promise<Assignee | null> {
  const officer = (await listOfficers(db)).find((each) => each.username === username)
  return officer && within(officer.jurisdiction, place) ? { username, name: officer.name } : null
}

/**
 * Tells an officer once that an alert is theirs, by the channels that the alert's policy begins with; in the transaction
 * of the assignment. Its step names the alert's version, so that being given it again later is told again.
 */
export async function tellAssignee(client: Queryable, alert: Alert, given: { readonly by: User; readonly note: string | undefined }, shipped: Policies, at: number): Promise<void> {
  const { assignee } = alert
  if (!assignee || assignee.username === given.by.username) return
  const policies = (await dutyDocument(client, 'escalation', policiesSchema, shipped)).document
  const channels = (policyFor(policies, alert) ?? policies.policies[0])?.steps[0]?.channels
  if (!channels) return
  const { title, text } = wordingOf(alert, { number: 1, note: [`${given.by.name} 指派给您处置`, given.note].filter(Boolean).join('：') })
  await queueNotification(client, {
    subject: { kind: 'alert', id: alert.id }, step: `assigned.${alert.version}`, person: assignee.username, unitId: alert.unitId, district: alert.district,
    severity: alert.severity, title, text, channels, link: `/duty?alert=${encodeURIComponent(alert.id)}`,
  }, at)
}
