import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { NoticeGroup } from '../../domain/notification/grouping.ts'
import type { Notification } from '../../domain/notification/notification.ts'
import { claimNotification } from '../../stores/postgres/notificationAttempts.ts'
import { cancelNotifications, listNotifications, queueNotification } from '../../stores/postgres/notifications.ts'
import { transaction } from '../../stores/postgres/pool.ts'
import { Vault } from '../../stores/postgres/vault.ts'
import { Channels } from '../../workers/channels/channels.ts'
import { Courier } from '../../workers/notices/courier.ts'
import { CITY, layGround, type Ground } from './liveServer.ts'
import { httpSink, type HttpSink } from './sinks.ts'

const WITHIN = 60_000
let ground: Ground
let http: HttpSink
let courier: Courier
let now = Date.parse('2026-11-22T01:00:00Z')
let group: NoticeGroup = { key: '', withinMs: WITHIN }

interface Posted {
  readonly id: string
  readonly title: string
  readonly severity: string
  readonly subject: { readonly id: string }
  readonly gathered: readonly { readonly id: string; readonly subject: { readonly id: string } }[]
}

const queue = (alert: string, more: object = {}): Promise<string | null> => transaction(ground.db, (client) => queueNotification(client, {
  subject: { kind: 'alert', id: `${group.key}-${alert}` }, step: 'critical.1', person: 'duty', unitId: 'U1', district: '131102', severity: 'major', title: '【较重预警】一食堂', text: `冷库 ${alert}`, link: '/duty',
  channels: ['webhook'], ...more,
}, now += 1, group))
const cancel = (alert: string): Promise<void> => transaction(ground.db, (client) => cancelNotifications(client, { kind: 'alert', id: `${group.key}-${alert}` }, now))
const logged = async (): Promise<Notification[]> => (await listNotifications(ground.db, CITY, {}, { limit: 500, after: null })).items.filter(({ subject }) => subject.id.startsWith(`${group.key}-`)).toReversed()
const posts = (): Posted[] => http.received.map(({ body }) => JSON.parse(body.toString('utf8')) as Posted)
/** What each message speaks for, by the alerts' letters. */
const told = (): string[] => posts().map(({ subject, gathered }) => [subject.id, ...gathered.map((one) => one.subject.id)].map((id) => id.split('-').at(-1)).join(''))
/** Delivers whatever there is to deliver, as the jobs would. */
async function deliverAll(): Promise<void> {
  for (const { id } of await logged()) await courier.deliver(id)
}

beforeAll(async () => {
  ground = await layGround()
  http = await httpSink()
  await ground.db.query(`INSERT INTO app_user (id, username, name, role, jurisdiction, password_hash) VALUES ('p1', 'duty', '王值班', 'duty', '{"scope": "city"}', 'x')`)
  const channel = { id: 'webhook', kind: 'webhook', zh: '外部', en: 'Webhook', enabled: true, perMinute: 1_000, timeout: '2s', network: 'private', from: '', sms: null } as const
  const channels = new Channels({ db: ground.db, vault: new Vault(Buffer.alloc(32)), shipped: { channels: [channel] }, environment: { CHANNEL_WEBHOOK_URL: http.url, CHANNEL_WEBHOOK_KEY: 'k' }, pushSubject: 'mailto:a@b.cn', clock: () => now })
  courier = new Courier({ db: ground.db, channels, publicUrl: '', clock: () => now, log: pino({ level: 'silent' }) })
})
afterAll(async () => {
  await http?.stop()
  await ground?.stop()
})
beforeEach(({ task }) => {
  now += 3_600_000
  http.replies = []
  http.received.length = 0
  group = { key: `g${task.id}`.replaceAll('-', ''), withinMs: WITHIN }
})

it('the first of a storm is told at once, what follows within the time as one message with its number, and each has a row of its own', async () => {
  await queue('a')
  await deliverAll()
  expect(told()).toEqual(['a'])
  for (const alert of ['b', 'c', 'd']) {
    now += 1_000
    await queue(alert, alert === 'd' ? { severity: 'critical' } : {})
  }
  await deliverAll()
  expect(told()).toEqual(['a'])
  now += WITHIN
  await deliverAll()
  await deliverAll()
  expect(told()).toEqual(['a', 'bcd'])
  expect(posts()[1]).toMatchObject({ title: '【较重预警】一食堂（共 3 起）', severity: 'critical' })
  const rows = await logged()
  expect(rows.map(({ state }) => state)).toEqual(['sent', 'sent', 'sent', 'sent'])
  expect(rows.map(({ gathered }) => gathered)).toEqual([0, 2, 0, 0])
  expect(rows.map(({ leadId }) => leadId)).toEqual([null, null, rows[1]?.id, rows[1]?.id])
  expect(rows[3]?.deliveries).toMatchObject([{ result: 'accepted' }])
  expect(posts()[1]?.gathered.map(({ id }) => id)).toEqual([rows[2]?.id, rows[3]?.id])
  // At most one message within the time, however long it goes on.
  await queue('e')
  await deliverAll()
  expect(told()).toHaveLength(2)
  now += WITHIN
  await deliverAll()
  expect(told()).toEqual(['a', 'bcd', 'e'])
})

it('many at once, asked for several times each, are told each exactly once', async () => {
  const alerts = Array.from({ length: 40 }, (_, i) => String.fromCharCode(0x4e00 + i))
  const asked = [...alerts, ...alerts]
  const ids: (string | null)[] = []
  while (asked.length > 0) ids.push(...(await Promise.all(asked.splice(0, 8).map((alert) => queue(alert)))))
  expect(ids.filter((id) => id !== null)).toHaveLength(40)
  await Promise.all([deliverAll(), deliverAll()])
  now += WITHIN
  await deliverAll()
  expect(told().join('').split('').toSorted()).toEqual(alerts)
  expect(told().length).toBeLessThanOrEqual(2)
  expect((await logged()).every(({ state }) => state === 'sent')).toBe(true)
})

it('who was not of the first attempt joins no later one of the same key', async () => {
  await queue('a')
  await deliverAll()
  await queue('b')
  now += WITHIN
  http.replies = [{ status: 429 }]
  await deliverAll()
  await queue('c')
  now += WITHIN
  await deliverAll()
  await deliverAll()
  expect(told()).toEqual(['a', 'b', 'b', 'c'])
  expect(posts()[2]?.id).toBe(posts()[1]?.id)
})

it('where the one that leads is taken back, the next leads; what is taken back is told of no more', async () => {
  await queue('a')
  await deliverAll()
  for (const alert of ['b', 'c', 'd', 'e']) await queue(alert)
  await cancel('b')
  await cancel('d')
  now += WITHIN
  await deliverAll()
  expect(told()).toEqual(['a', 'ce'])
  expect((await logged()).map(({ state }) => state)).toEqual(['sent', 'cancelled', 'sent', 'cancelled', 'sent'])
})

it('a message that may have arrived says so also under the next key that speaks for the same alerts', async () => {
  await queue('a')
  await deliverAll()
  await queue('b')
  await queue('c')
  now += WITHIN
  http.replies = ['reset']
  await deliverAll()
  await cancel('b')
  now += WITHIN
  await deliverAll()
  expect(told()).toEqual(['a', 'bc', 'c'])
  expect(http.received[2]?.headers).toMatchObject({ 'x-mingjian-possible-repeat': 'true' })
})

it('of a message whose process died all are told once more, and marked', async () => {
  await queue('a')
  await deliverAll()
  const lead = (await queue('b')) ?? ''
  await queue('c')
  now += WITHIN
  expect(await transaction(ground.db, (client) => claimNotification(client, lead, now, { leaseMs: 5_000, perMinute: () => 1_000, canReach: () => Promise.resolve(true) }))).toMatchObject({ others: [{ text: '冷库 c' }] })
  // Under way, nothing of it can be taken back.
  await cancel('c')
  expect((await logged()).map(({ state }) => state)).toEqual(['sent', 'sending', 'sending'])
  now += 6_000
  await deliverAll()
  expect(told()).toEqual(['a', 'bc'])
  expect(http.received[1]?.headers).toMatchObject({ 'x-mingjian-possible-repeat': 'true' })
})

it('gathers nothing across persons and steps', async () => {
  await queue('a')
  await queue('b', { step: 'critical.2' })
  await queue('c', { person: 'nobody' })
  await deliverAll()
  expect(told().toSorted()).toEqual(['a', 'b', 'c'])
})
