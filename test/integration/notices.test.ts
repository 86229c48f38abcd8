import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { NewNotification } from '../../domain/notification/notification.ts'
import { claimNotification, recordAttempt } from '../../stores/postgres/notificationAttempts.ts'
import { cancelNotifications, countUnsent, listNotifications, queueNotification, requeueLateNotifications } from '../../stores/postgres/notifications.ts'
import { transaction } from '../../stores/postgres/pool.ts'
import { Vault } from '../../stores/postgres/vault.ts'
import { Channels } from '../../workers/channels/channels.ts'
import { Courier } from '../../workers/notices/courier.ts'
import { CITY, districts, layGround, type Ground } from './liveServer.ts'
import { httpSink, type HttpSink } from './sinks.ts'

let ground: Ground
let http: HttpSink
let now = Date.parse('2026-11-22T01:00:00Z')
let made = 0

const given = (more: Partial<NewNotification> = {}): NewNotification => ({
  subject: { kind: 'alert', id: `A${++made}` }, step: '1', person: 'duty', unitId: 'U1', district: '131102', severity: 'critical', title: '严重预警', text: '一食堂', link: '/duty?alert=A',
  channels: ['webhook'], ...more,
})
const queue = (notification: NewNotification): Promise<string | null> => transaction(ground.db, (client) => queueNotification(client, notification, now))
const terms = { leaseMs: 25_000, perMinute: () => 1_000, canReach: () => Promise.resolve(true) }
const jobs = async (id: string): Promise<number> => (await ground.db.query("SELECT 1 FROM outbox WHERE data->>'notificationId' = $1", [id])).rowCount ?? 0
const logged = async (id: string) => (await listNotifications(ground.db, CITY, {}, { limit: 100, after: null })).items.find((one) => one.id === id)

function courier(perMinute = 1_000): Courier {
  const settings = { kind: 'webhook', zh: '外部', en: 'Webhook', enabled: true, perMinute, timeout: '10s', network: 'private', from: '', sms: null } as const
  const environment = { CHANNEL_WEBHOOK_URL: http.url, CHANNEL_WEBHOOK_KEY: 'k', CHANNEL_SPARE_URL: `${http.url}/spare`, CHANNEL_SPARE_KEY: 'k' }
  const channels = new Channels({ db: ground.db, vault: new Vault(Buffer.alloc(32)), shipped: { channels: [{ ...settings, id: 'webhook' }, { ...settings, id: 'spare' }] }, environment, pushSubject: 'mailto:a@b.cn', clock: () => now })
  return new Courier({ db: ground.db, channels, publicUrl: 'https://mj.example', clock: () => now, log: pino({ level: 'silent' }) })
}

beforeAll(async () => {
  ground = await layGround()
  http = await httpSink()
  await ground.db.query(`INSERT INTO app_user (id, username, name, role, jurisdiction, password_hash) VALUES ('p1', 'duty', '王值班', 'duty', '{"scope": "city"}', 'x')`)
})
afterAll(async () => {
  await http?.stop()
  await ground?.stop()
})
beforeEach(() => {
  now += 3_600_000
  http.replies = []
  http.received.length = 0
})

it('one person is told once of a subject and step, however many ask and however often it is delivered', async () => {
  const notification = given()
  const ids = await Promise.all(Array.from({ length: 8 }, () => queue(notification)))
  const id = ids.find((each) => each !== null)
  expect(ids.filter((each) => each !== null)).toHaveLength(1)
  const couriers = Array.from({ length: 4 }, () => courier())
  await Promise.all(couriers.map((one) => one.deliver(id ?? '')))
  await courier().deliver(id ?? '')
  expect(http.received.map(({ headers }) => headers['idempotency-key'])).toEqual([id])
  expect(await logged(id ?? '')).toMatchObject({ state: 'sent', attempts: 1, personName: '王值班', deliveries: [{ attempt: 1, channel: 'webhook', possibleRepeat: false, result: 'accepted' }] })
  expect(await queue(given({ ...notification, step: '2' }))).not.toBe(id)
})

it('an attempt whose process died is repeated under the same key and says that it may be a repeat', async () => {
  const id = (await queue(given())) ?? ''
  expect(await transaction(ground.db, (client) => claimNotification(client, id, now, terms))).toMatchObject({ attempt: 1, possibleRepeat: false })
  await courier().deliver(id)
  expect(http.received).toHaveLength(0)
  now += terms.leaseMs + 1_000
  await courier().deliver(id)
  expect(http.received).toHaveLength(1)
  expect(http.received[0]?.headers).toMatchObject({ 'idempotency-key': id, 'x-mingjian-possible-repeat': 'true' })
  expect(await logged(id)).toMatchObject({ state: 'sent', deliveries: [{ result: null }, { possibleRepeat: true, result: 'accepted' }] })
  // The first process lived after all: what it says is logged, and nothing is sent again.
  await transaction(ground.db, (client) => recordAttempt(client, { id, attempt: 1 }, { result: 'failed', answer: 'late', tookMs: 1 }, now))
  expect(await logged(id)).toMatchObject({ state: 'sent', deliveries: [{ result: 'failed', answer: 'late' }, {}] })
})

it('what failed is tried again later, then by the next channel; the log shows every attempt', async () => {
  const id = (await queue(given({ channels: ['webhook', 'spare'] }))) ?? ''
  http.replies = [{ status: 429 }, { status: 403 }]
  await courier().deliver(id)
  await courier().deliver(id)
  expect(http.received).toHaveLength(1)
  now += 6_000
  await courier().deliver(id)
  await courier().deliver(id)
  expect(http.received.map(({ url }) => url)).toEqual(['/', '/', '/spare'])
  expect(await logged(id)).toMatchObject({ state: 'sent', deliveries: [{ result: 'failed' }, { result: 'refused' }, { channel: 'spare', result: 'accepted', possibleRepeat: false }] })
})

it('no more goes out in a minute than the channel bears, over all servers, and nothing is lost by it', async () => {
  const ids = await Promise.all(Array.from({ length: 5 }, () => queue(given({ channels: ['spare'] }))))
  for (const id of ids) await courier(2).deliver(id ?? '')
  expect(http.received).toHaveLength(2)
  now += 61_000
  for (const id of ids) await courier(2).deliver(id ?? '')
  expect(http.received).toHaveLength(4)
})

it('a notification the queue has lost is put into the outbox again, once in a while', async () => {
  const id = (await queue(given())) ?? ''
  await ground.db.query('DELETE FROM outbox')
  const look = (): Promise<number> => transaction(ground.db, (client) => requeueLateNotifications(client, now, 4_000, 10_000))
  await look()
  expect(await jobs(id)).toBe(0)
  now += 11_000
  await look()
  await look()
  expect(await jobs(id)).toBe(1)
})

it('what is cancelled before it went out never goes out', async () => {
  const notification = given()
  const id = (await queue(notification)) ?? ''
  await transaction(ground.db, (client) => cancelNotifications(client, notification.subject, now))
  await courier().deliver(id)
  expect(http.received).toHaveLength(0)
  expect(await logged(id)).toMatchObject({ state: 'cancelled', deliveries: [] })
})

it('shows each only what lies in the jurisdiction', async () => {
  const id = await queue(given())
  const seen = async (district: string): Promise<boolean> => (await listNotifications(ground.db, districts(district), {}, { limit: 100, after: null })).items.some((one) => one.id === id)
  expect([await seen('131102'), await seen('131103')]).toEqual([true, false])
})

it('where no channel is set up nothing is tried and nothing fails: it is counted as not sent, and a trial says what is missing', async () => {
  const since = now - 1
  const ids = await Promise.all([queue(given({ channels: ['push', 'gone'] })), queue(given({ channels: ['gone'] })), queue(given({ channels: ['gone', 'spare'] })), queue(given({ subject: { kind: 'trial', id: 'T1' }, channels: ['gone'] }))])
  for (const id of ids) await courier().deliver(id ?? '')
  const [push, gone, spare, trial] = await Promise.all(ids.map((id) => logged(id ?? '')))
  for (const one of [push, gone]) expect(one).toMatchObject({ state: 'unsent', attempts: 0, deliveries: [], endedAt: new Date(now).toISOString() })
  // Of the two the first refuses, the second has it.
  await courier().deliver(ids[2] ?? '')
  expect(await logged(ids[2] ?? '')).toMatchObject({ state: 'sent', attempts: 2 })
  expect(spare?.state).toBe('queued')
  expect(trial).toMatchObject({ state: 'failed', deliveries: [{ result: 'refused' }] })
  expect([await countUnsent(ground.db, CITY, since), await countUnsent(ground.db, CITY, now)]).toEqual([2, 0])
  // It stays so, whoever comes again.
  await courier().deliver(ids[1] ?? '')
  expect(await logged(ids[1] ?? '')).toMatchObject({ state: 'unsent', attempts: 0 })
})
