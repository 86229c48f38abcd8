import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Notification } from '../../domain/notification/notification.ts'
import { randomFrom } from '../ledger/random.ts'
import { Administrator, until } from './administrator.ts'
import { startConstellation, type Constellation } from './constellation.ts'
import { httpSink, mailSink, type HttpSink, type MailSink } from './sinks.ts'

/** Enough that something is always under way when something is killed. */
const ALERTS = 12
const KILLS = 10
const STEPS: readonly (readonly string[])[] = [['officer-a', 'officer-b'], ['officer-c'], ['officer-a', 'officer-c']]
const ROLES = ['worker-1', 'worker-2', 'redis'] as const

let system: Constellation
let admin: Administrator
let http: HttpSink
let smtp: MailSink

/** What a person got by whatever way: the sinks' own ledger. */
interface Got {
  readonly alert: string
  readonly step: string
  readonly person: string
  readonly key: string
  readonly possibleRepeat: boolean
}

function ledger(): Got[] {
  const posts = http.received.map(({ body, headers }): Got => {
    const { subject, step, person } = JSON.parse(body.toString('utf8')) as { subject: { id: string }; step: string; person: { username: string } }
    return { alert: subject.id, step, person: person.username, key: String(headers['idempotency-key']), possibleRepeat: headers['x-mingjian-possible-repeat'] === 'true' }
  })
  const mails = smtp.mails.map(({ text, to }): Got => {
    const header = (name: string): string => new RegExp(`^${name}: (.*(?:\\r?\\n[ \\t].*)*)`, 'mi').exec(text)?.[1]?.replace(/\r?\n[ \t]/g, '') ?? ''
    return { alert: header('X-Mingjian-Subject').replace('alert:', ''), step: header('X-Mingjian-Step'), person: (to[0] ?? '').split('@')[0] ?? '', key: header('X-Mingjian-Idempotency-Key'), possibleRepeat: header('X-Mingjian-Possible-Repeat') === 'true' }
  })
  return [...posts, ...mails]
}
const placeOf = ({ alert, step, person }: Pick<Got, 'alert' | 'step' | 'person'>): string => `${alert} ${step} ${person}`

beforeAll(async () => {
  http = await httpSink()
  smtp = await mailSink()
  system = await startConstellation({ workers: 2 })
  admin = new Administrator(system)
  for (const username of ['officer-a', 'officer-b', 'officer-c']) {
    await admin.create('users', { username, name: username, role: 'duty', jurisdiction: { scope: 'city' }, password: 'correct horse battery' })
    await admin.call('PUT', `duty/contacts/${username}`, { phone: null, email: `${username}@example.cn` })
  }
  const channels = [
    { id: 'webhook', kind: 'webhook', zh: '外部系统', en: 'Webhook', network: 'private', perMinute: 10_000, timeout: '3s' },
    { id: 'email', kind: 'email', zh: '邮件', en: 'E-mail', network: 'private', perMinute: 10_000, timeout: '3s', from: 'mj@example.cn' },
  ]
  const step = (after: string, people: readonly string[], channel: string): object => ({ after, who: people.map((name) => `user:${name}`), channels: [channel] })
  const policy = { id: 'critical', name: '严重', severities: ['critical'], steps: [step('1s', STEPS[0] ?? [], 'webhook'), step('10s', STEPS[1] ?? [], 'email'), step('4s', STEPS[2] ?? [], 'webhook')] }
  expect((await admin.call('PUT', 'duty/channels', { version: 0, document: { channels } })).status).toBe(200)
  expect((await admin.call('PUT', 'duty/channels/webhook/secrets', { url: http.url, key: 'a-key' })).status).toBe(200)
  expect((await admin.call('PUT', 'duty/channels/email/secrets', { url: smtp.url })).status).toBe(200)
  expect((await admin.call('PUT', 'duty/escalation', { version: 0, document: { policies: [policy] } })).status).toBe(200)
  await admin.unit('U1')
  for (let n = 1; n <= ALERTS + 1; n += 1) await admin.device(`D${n}`, 'U1')
  await admin.create('rules', {
    id: 'hot', name: '过热', scope: { deviceIds: Array.from({ length: ALERTS + 1 }, (_, i) => `D${i + 1}`) }, metric: 'temperature', above: 30, for: '0s', mode: 'continuous',
    clear: { margin: 0.5, for: '5m' }, severity: 'critical', order: 'none', basis: { kind: 'platform' },
  })
  // A worker hears of a changed policy within seconds, and at its start.
  for (const role of ['worker-1', 'worker-2']) await killed(role)
})
afterAll(async () => {
  await system?.stop()
  await http?.stop()
  await smtp?.stop()
})

/** Sends the same reading again where the door is closed for the moment, as any device does; it counts once. */
async function raise(n: number): Promise<void> {
  const reading = { device: `D${n}`, ts: Date.now(), values: { temperature: 40 } }
  await until('the reading to be taken', async () => (await admin.call<{ accepted?: number }>('POST', 'readings', [reading])).body.accepted === 1)
}

/** Kills the process of that role, and waits for the next. */
async function killed(role: string): Promise<void> {
  const before = system.pids()[role]
  system.kill(role)
  await until(`${role} again`, async () => system.pids()[role] !== undefined && system.pids()[role] !== before)
}

it('no step is lost and no person is told twice of one, whatever is killed while alerts go up the line', async () => {
  const random = randomFrom(20_261_122)
  const killing = (async () => {
    for (let n = 0; n < KILLS; n += 1) {
      await pause(700 + 1_600 * random())
      await killed(ROLES[Math.floor(random() * ROLES.length)] ?? 'redis')
    }
  })()
  for (let n = 1; n <= ALERTS; n += 1) {
    await raise(n)
    await pause(600)
  }
  await killing
  const ids = (await until('all alerts', async () => {
    const alerts = (await admin.alerts('state=open')).filter(({ ruleId }) => ruleId === 'hot')
    return alerts.length === ALERTS && alerts
  }, 60_000)).map(({ id }) => id)
  const wanted = ids.flatMap((alert) => STEPS.flatMap((people, i) => people.map((person) => placeOf({ alert, step: `critical.${i + 1}`, person }))))
  await until('every step to reach everybody', async () => {
    const got = new Set(ledger().map(placeOf))
    return wanted.every((each) => got.has(each))
  }, 90_000)
  // What may still be under way from an attempt given up for lost.
  await pause(3_000)

  const keys = new Map<string, Set<string>>()
  for (const each of ledger()) keys.set(placeOf(each), (keys.get(placeOf(each)) ?? new Set()).add(each.key))
  expect([...keys.keys()].toSorted()).toEqual(wanted.toSorted())
  expect([...keys].filter(([, of]) => of.size !== 1)).toEqual([])
  expect(new Set([...keys.values()].flatMap((of) => [...of])).size).toBe(wanted.length)
  // Whatever came a second time carried the same key and said that it might be a repeat.
  const seen = new Set<string>()
  const silentRepeats = ledger().filter(({ key, possibleRepeat }) => {
    const repeated = seen.has(key) && !possibleRepeat
    seen.add(key)
    return repeated
  })
  expect(silentRepeats).toEqual([])
  const sent = async (): Promise<number> => (await admin.get<{ items: Notification[] }>('duty/notifications?limit=500')).items.filter(({ subject, state }) => subject.kind === 'alert' && state === 'sent').length
  await until('the log to know of all', async () => (await sent()) >= wanted.length)
  expect(await sent()).toBe(wanted.length)
})

it('an alert that is taken over goes no further up the line; sent up by hand it goes one step', async () => {
  await raise(ALERTS + 1)
  const { id } = await until('the alert', async () => (await admin.alerts(`state=open&device=D${ALERTS + 1}`))[0])
  const told = (): string[] => ledger().filter(({ alert }) => alert === id).map(({ step, person }) => `${step} ${person}`).toSorted()
  await until('its first step', async () => told().length === 2, 40_000)
  expect((await admin.call('POST', `alerts/${encodeURIComponent(id)}/acknowledge`)).status).toBe(200)
  // The second step would have come by now.
  await pause(12_000)
  expect(told()).toEqual(['critical.1 officer-a', 'critical.1 officer-b'])
  expect(await admin.get(`duty/escalations/${encodeURIComponent(id)}`)).toMatchObject({ state: 'held', done: 1, nextAt: null })

  expect((await admin.call('POST', `alerts/${encodeURIComponent(id)}/escalate`, { note: '现场联系不上' })).status).toBe(200)
  await until('the second step', async () => told().length === 3, 40_000)
  expect(told()).toEqual(['critical.1 officer-a', 'critical.1 officer-b', 'critical.2 officer-c'])
  const mail = smtp.mails.find(({ text }) => text.includes(`alert:${id}`))
  expect(mail?.to).toEqual(['officer-c@example.cn'])
})
