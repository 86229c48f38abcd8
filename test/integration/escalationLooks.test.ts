import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Notification } from '../../domain/notification/notification.ts'
import { rosterSchema } from '../../domain/duty/roster.ts'
import { policiesSchema } from '../../domain/escalation/policy.ts'
import { writeAlertRecords } from '../../stores/postgres/alertRecords.ts'
import { noteEscalations, requeueLateLooks } from '../../stores/postgres/escalationLooks.ts'
import { findEscalation, lookAtEscalation } from '../../stores/postgres/escalations.ts'
import { listNotifications } from '../../stores/postgres/notifications.ts'
import { transaction } from '../../stores/postgres/pool.ts'
import { alertRecord } from '../builders/alertRecords.ts'
import { CITY, layGround, type Ground } from './liveServer.ts'

let ground: Ground
let now = Date.now()
const MINUTE = 60_000
const escalation = policiesSchema.parse({ policies: [{
  id: 'critical', name: '严重', severities: ['critical'],
  steps: [{ after: '1m', who: ['on-duty', 'officer'], channels: ['sms'] }, { after: '5m', who: ['team:leaders'], channels: ['sms'] }, { after: '5m', who: ['user:nobody'], channels: ['sms'] }],
}] })
const roster = rosterSchema.parse({
  teams: [{ id: 'desk', name: '值班室', members: ['li', 'elsewhere', 'gone'] }, { id: 'leaders', name: '带班领导', members: ['wang'] }],
  shifts: [{ id: 'all', name: '全天', from: '00:00', to: '00:00' }], turns: [{ shift: 'all', teams: ['desk'], since: '2020-01-01' }],
})

beforeAll(async () => {
  ground = await layGround()
  const person = (name: string, role: string, jurisdiction: object): Promise<unknown> =>
    ground.db.query("INSERT INTO app_user (id, username, name, role, jurisdiction, password_hash) VALUES ($1, $1, $1, $2, $3, 'x')", [name, role, JSON.stringify(jurisdiction)])
  await person('li', 'duty', { scope: 'city' })
  await person('wang', 'centre', { scope: 'city' })
  await person('sun', 'inspector', { scope: 'districts', districts: ['131102'] })
  await person('elsewhere', 'duty', { scope: 'districts', districts: ['131103'] })
  await ground.db.query("INSERT INTO unit (id, name, kind, district, lng, lat, officer) VALUES ('U1', '一食堂', 'canteen', '131102', 115.7, 37.7, 'sun')")
})
afterAll(() => ground?.stop())

const look = (id: string): Promise<void> => transaction(ground.db, (client) => lookAtEscalation(client, id, { roster, escalation, calendar: ground.context.configuration.orders.terms.calendar }, now))
const told = async (id: string): Promise<Notification[]> => (await listNotifications(ground.db, CITY, { subject: { kind: 'alert', id } }, { limit: 100, after: null })).items
const jobs = async (): Promise<{ job_id: string; delay_ms: number }[]> => (await ground.db.query("DELETE FROM outbox WHERE queue = 'escalations' RETURNING job_id, delay_ms")).rows as { job_id: string; delay_ms: number }[]
async function raise(id: string, severity = 'critical'): Promise<void> {
  const record = alertRecord(id, { severity, current_severity: severity, opened_at: new Date(now).toISOString() })
  await transaction(ground.db, async (client) => {
    await writeAlertRecords(client, [record])
    await noteEscalations(client, [record], new Set(), escalation, now)
  })
}

it('tells the people of each step, of those who exist and in whose jurisdiction the alert lies, and each step once', async () => {
  await raise('E~1')
  expect(await jobs()).toEqual([{ job_id: 'escalation-E~1-0', delay_ms: MINUTE }])
  await look('E~1')
  expect(await told('E~1')).toEqual([])
  now += MINUTE
  await look('E~1')
  await look('E~1')
  expect((await told('E~1')).map(({ step, person }) => `${step} ${person}`).toSorted()).toEqual(['critical.1 li', 'critical.1 sun'])
  expect((await told('E~1'))[0]).toMatchObject({ state: 'queued', title: '【严重预警】一食堂', link: '/duty?alert=E~1', channels: ['sms'] })
  now += 5 * MINUTE
  await look('E~1')
  now += 5 * MINUTE
  await look('E~1')
  // Nobody is called nobody: the desk stands in.
  expect((await told('E~1')).map(({ step, person }) => `${step} ${person}`).toSorted()).toEqual(['critical.1 li', 'critical.1 sun', 'critical.2 wang', 'critical.3 li'])
  expect(await findEscalation(ground.db, 'E~1')).toMatchObject({ state: 'waiting', done: 3, nextAt: null })
})

it('is planned again from PostgreSQL where the queue has lost the job, and only then', async () => {
  await raise('E~2')
  await jobs()
  const late = (): Promise<number> => transaction(ground.db, (client) => requeueLateLooks(client, now, 4_000, 10_000))
  expect(await late()).toBe(0)
  now += 2 * MINUTE
  expect(await late()).toBe(1)
  expect(await late()).toBe(0)
  expect(await jobs()).toEqual([{ job_id: 'escalation-E~2-0', delay_ms: 0 }])
  now += 11_000
  expect(await late()).toBe(1)
  await look('E~2')
  expect(await told('E~2')).toHaveLength(2)
})

it('ends with the alert: what has not gone out is cancelled', async () => {
  await raise('E~3')
  now += 2 * MINUTE
  await look('E~3')
  await ground.db.query("UPDATE alert SET state = 'resolved' WHERE id = 'E~3'")
  await look('E~3')
  expect((await told('E~3')).map(({ state }) => state)).toEqual(['cancelled', 'cancelled'])
  expect(await findEscalation(ground.db, 'E~3')).toMatchObject({ state: 'ended', nextAt: null })
})

it('does not begin for what no policy speaks of', async () => {
  await raise('E~4', 'minor')
  expect(await findEscalation(ground.db, 'E~4')).toBeNull()
})
