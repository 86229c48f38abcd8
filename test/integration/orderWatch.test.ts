import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Order } from '../../domain/order.ts'
import { readRoutes } from '../../server/api/read/routes.ts'
import { writeAlertRecords, writeOutbox } from '../../stores/postgres/alertRecords.ts'
import { listNotifications } from '../../stores/postgres/notifications.ts'
import { liveEventsAfter, liveRange } from '../../stores/postgres/liveEvents.ts'
import { remindOfDeadlines, type ReminderRules } from '../../stores/postgres/orderReminders.ts'
import { transaction } from '../../stores/postgres/pool.ts'
import { Dispatcher } from '../../workers/jobs/dispatcher.ts'
import { handlersOf, JobHandlers, type Handlers } from '../../workers/jobs/handlers.ts'
import { projectRoot } from '../../launch/nodeChild.ts'
import { buildPrograms } from '../../launch/programBuild.ts'
import { alertRecord } from '../builders/alertRecords.ts'
import { until } from './administrator.ts'
import { must, startApi, type ApiServer, type Send } from './apiServer.ts'
import { NOTICE_INPUT } from '../builders/orders.ts'

const HOUR_MS = 3_600_000
let api: ApiServer
let duty: Send
let inspector: Send
let unit: Send

beforeAll(async () => {
  api = await startApi({ extra: (context) => ({ read: readRoutes(context) }) })
  await must(api.admin('POST', '/api/v1/units', { id: 'U1', name: '一食堂', kind: 'canteen', district: '131102', point: [115.69, 37.74] }), 201)
  duty = await api.user('duty', { scope: 'city' })
  inspector = await api.user('inspector', { scope: 'city' })
  unit = await api.user('enterprise', { scope: 'unit', unit: 'U1' })
})
afterAll(() => api?.stop())

const act = (by: Send, id: string, action: string, body: object = {}) => must(by('POST', `/api/v1/orders/${id}/${action}`, body), 200)
const orderOf = async (id: string): Promise<Order> => (await must(duty('GET', `/api/v1/orders/${id}`), 200)).body as unknown as Order

/** An order about a sensor's alert, out and at work. */
async function atWork(alertId: string, device: string): Promise<string> {
  await writeAlertRecords(api.context.db, [alertRecord(alertId, { device_id: device })])
  const id = String((await must(duty('POST', '/api/v1/orders', { alertIds: [alertId] }), 201)).body.id)
  await act(duty, id, 'triage')
  await act(duty, id, 'issue', NOTICE_INPUT)
  await act(unit, id, 'accept')
  await act(unit, id, 'start')
  return id
}

const cleared = (id: string, device: string) => writeAlertRecords(api.context.db, [alertRecord(id, { device_id: device, judged: 'resolved', state: 'resolved', resolved_at: new Date(Date.now() - HOUR_MS).toISOString(), version: 9 })])

async function closed(alertId: string, device: string): Promise<string> {
  const id = await atWork(alertId, device)
  await act(duty, id, 'submit', { override: { reason: '现场测温' } })
  await cleared(alertId, device)
  await act(inspector, id, 'verify')
  await act(inspector, id, 'close', { note: '合格' })
  return id
}

function handlers(): Handlers {
  const { db, configuration: { orders, roster, escalation } } = api.context
  return handlersOf({ db, orders, duty: { roster, escalation, calendar: orders.terms.calendar }, clock: Date.now, courier: { deliver: () => Promise.resolve() } })
}

interface Workers { nudge(): void; stop(): Promise<void> }

/** What carries and does the follow-up work in a worker process. */
function startWorkers(): Workers {
  const { db, redis, log } = api.context
  const dispatcher = new Dispatcher(db, redis, log)
  const workers = new JobHandlers(handlers(), redis, log)
  dispatcher.start()
  workers.start()
  return { nudge: () => dispatcher.nudge(), stop: async () => { await dispatcher.stop(); await workers.stop() } }
}

/** A whole worker in a process of its own, to be killed. */
async function startWorkerProcess(name: string): Promise<ChildProcess> {
  const { redisUrl, databaseUrl } = api.context.environment
  const env = { ...process.env, REDIS_URL: redisUrl, DATABASE_URL: databaseUrl, DATA_DIR: api.dataDir, WORKER_NAME: name, LOG_LEVEL: 'silent', DEMO: 'off' }
  return spawn(process.execPath, [path.join(await buildPrograms(), 'worker.mjs')], { cwd: projectRoot, env, stdio: 'ignore' })
}

/** How many of that worker's connections there are, or only those that wait for a row. */
async function connectionsOf(name: string, waiting: boolean): Promise<number> {
  const wait = waiting ? "AND wait_event_type = 'Lock' AND wait_event IN ('tuple', 'transactionid')" : ''
  return (await api.context.db.query(`SELECT 1 FROM pg_stat_activity WHERE application_name = $1 ${wait}`, [`mingjian-${name}`])).rowCount ?? 0
}

describe('a closed order', () => {
  it('opens again though the worker at it is killed between the alert and the reopening', async () => {
    const { db } = api.context
    const id = await closed('H~1', 'DH')
    const now = new Date().toISOString()
    const holder = await db.connect()
    try {
      // Whoever wants to open it has to wait, and dies waiting.
      await holder.query('BEGIN')
      await holder.query('SELECT 1 FROM rectification_order WHERE id = $1 FOR UPDATE', [id])
      await writeAlertRecords(db, [alertRecord('H~2', { device_id: 'DH', opened_at: now, breached_at: now })])
      await writeOutbox(db, [{ queue: 'orders', name: 'relapse', jobId: 'relapse-h', data: { opened: ['H~2'] }, delayMs: 0 }])
      const first = await startWorkerProcess('first')
      try {
        await until('a worker to be about to open it', async () => (await connectionsOf('first', true)) > 0, 60_000)
      } finally {
        first.kill('SIGKILL')
        await once(first, 'exit')
      }
    } finally {
      await holder.query('ROLLBACK')
      holder.release()
    }
    await until('its connections to be gone', async () => (await connectionsOf('first', false)) === 0)
    expect((await orderOf(id)).state).toBe('closed')
    const second = startWorkers()
    try {
      const order = await until('the order to open again', async () => {
        const found = await orderOf(id)
        return found.state === 'in_progress' && found
      }, 60_000)
      expect(order.alertIds).toEqual(['H~1', 'H~2'])
      expect(order.timeline.filter(({ event }) => event === 'reopened')).toHaveLength(1)
    } finally {
      await second.stop()
    }
  }, 180_000)

  it('can not be closed while readings are out again, though they were back when it was verified', async () => {
    const id = await atWork('A~1', 'DA')
    await act(duty, id, 'submit', { override: { reason: '现场测温' } })
    await cleared('A~1', 'DA')
    await act(inspector, id, 'verify')
    await writeAlertRecords(api.context.db, [alertRecord('A~2', { device_id: 'DA' })])
    expect((await must(inspector('POST', `/api/v1/orders/${id}/close`, { note: 'x' }), 409)).body).toMatchObject({ errors: [{ type: 'out-of-range' }] })
  })

  it('opens again by itself, once, where the same happens on the device in the watch period, whatever is repeated or restarted', async () => {
    const id = await closed('B~1', 'DB')
    const other = await closed('C~1', 'DC')
    const before = (await liveRange(api.context.db)).last
    const now = new Date().toISOString()
    await writeAlertRecords(api.context.db, [alertRecord('B~2', { device_id: 'DB', opened_at: now, breached_at: now }), alertRecord('B~3', { device_id: 'DB', rule_id: 'another', opened_at: now })])
    const job = (jobId: string) => ({ queue: 'orders', name: 'relapse', jobId, data: { opened: ['B~3', 'B~2'] }, delayMs: 0 })
    await writeOutbox(api.context.db, [job('relapse-1'), job('relapse-2'), { queue: 'orders', name: 'draft', jobId: 'draft-B~2', data: { alertId: 'B~2' }, delayMs: 0 }])
    const first = [startWorkers(), startWorkers()]
    const reopened = await until('the order to open again', async () => {
      const order = await orderOf(id)
      return order.state === 'in_progress' && order
    })
    await Promise.all(first.map((workers) => workers.stop()))
    expect(reopened).toMatchObject({ alertIds: ['B~1', 'B~2'], submittedAt: null })
    expect(reopened.timeline.at(-1)).toMatchObject({ event: 'reopened', by: 'rule:cold' })
    expect(Date.parse(reopened.deadline ?? '')).toBeGreaterThan(Date.now())

    // Closed once more, a repeat of the same job changes nothing; only a new alert would.
    await act(unit, id, 'comment', { note: '已再次维修' })
    await act(duty, id, 'submit', { override: { reason: '复测' } })
    await cleared('B~2', 'DB')
    await act(inspector, id, 'verify')
    await act(inspector, id, 'close', { note: '合格' })
    await writeOutbox(api.context.db, [job('relapse-1')])
    const second = startWorkers()
    await until('the outbox to be empty', async () => (await api.context.db.query('SELECT 1 FROM outbox')).rowCount === 0)
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    await second.stop()
    const { state, timeline } = await orderOf(id)
    expect(state).toBe('closed')
    expect(timeline.filter(({ event }) => event === 'reopened')).toHaveLength(1)
    expect((await orderOf(other)).state).toBe('closed')
    const events = (await liveEventsAfter(api.context.db, before, 500)).filter(({ type }) => type === 'order.reopened' || type === 'order.drafted')
    expect(events.map((event) => (event.data as Order).id)).toEqual([id])
    const { body: { items } } = await must(api.admin('GET', `/api/v1/audit?subject=order:${id}`), 200)
    expect(items.filter(({ action }) => action === 'order.reopen')).toMatchObject([{ actor: 'rule:cold', detail: { alertId: 'B~2' } }])
  })

  it('stays closed where it happens after the watch period', async () => {
    const id = await closed('E~1', 'DE')
    const later = new Date(Date.now() + 73 * HOUR_MS).toISOString()
    await writeAlertRecords(api.context.db, [alertRecord('E~2', { device_id: 'DE', opened_at: later, breached_at: later })])
    await handlers().orders({ opened: ['E~2'] })
    expect((await orderOf(id)).state).toBe('closed')
  })
})

/** Whom reminders go to as shipped, on a roster that names nobody who exists here. */
function rules(): ReminderRules {
  const { orders, roster } = api.context.configuration
  return { orders, duty: { roster, calendar: orders.terms.calendar } }
}

describe('the deadline of an order', () => {
  it('goes up the line: to those involved, to the officer of the unit, and once late to the desk and the centre, each once', async () => {
    const { db } = api.context
    await must(api.admin('PATCH', '/api/v1/units/U1', { officer: 'inspector-2' }), 200)
    await api.user('centre', { scope: 'city' })
    const id = await atWork('G~1', 'DG')
    const { issuedAt, deadline } = await orderOf(id)
    const [from, due] = [Date.parse(issuedAt ?? ''), Date.parse(deadline ?? '')]
    const at = (share: number): number => Math.ceil(from + (due - from) * share)
    const told = async (): Promise<string[]> => {
      const { items } = await listNotifications(db, { scope: 'city' }, { subject: { kind: 'order', id } }, { limit: 100, after: null })
      return items.map(({ step, person, state }) => `${step.split('@')[0]} ${person} ${state}`).toSorted()
    }
    const first = ['duty-1', 'inspector-2'].map((person) => `reminder-50 ${person} queued`)
    const late = ['centre-4', 'duty-1', 'inspector-2'].map((person) => `reminder-100 ${person} queued`)
    await Promise.all(Array.from({ length: 10 }, () => transaction(db, (client) => remindOfDeadlines(client, rules(), at(0.5)))))
    expect(await told()).toEqual(first)
    await Promise.all(Array.from({ length: 10 }, () => transaction(db, (client) => remindOfDeadlines(client, rules(), at(1)))))
    expect(await told()).toEqual([...late, ...first])
    // Though the mark were lost, the unique key lets nobody hear of the same deadline again.
    await db.query('UPDATE rectification_order SET reminded = 0 WHERE id = $1', [id])
    await transaction(db, (client) => remindOfDeadlines(client, { ...rules(), orders: { ...rules().orders, reminders: rules().orders.reminders.map((line) => ({ ...line, supervise: false })) } }, at(1.1)))
    expect(await told()).toEqual([...late, ...first])

    expect(await orderOf(id)).toMatchObject({ escalationLevel: 1 })
    const { body: { items } } = await must(api.admin('GET', `/api/v1/audit?subject=order:${id}&limit=500`), 200)
    const logged = items.filter(({ action }) => action === 'order.remind' || action === 'order.escalate').map(({ action, actor, detail }) => ({ action, actor, ...(detail as object) })).toReversed()
    expect(logged.slice(0, 3)).toEqual([
      { action: 'order.remind', actor: 'system', share: 50, deadline, told: ['duty-1', 'inspector-2'] },
      { action: 'order.remind', actor: 'system', share: 100, deadline, told: ['centre-4', 'duty-1', 'inspector-2'] },
      { action: 'order.escalate', actor: 'rule:deadline', level: 1, deadline },
    ])
    // What has not gone out when the unit submits does not go out any more.
    await act(duty, id, 'submit', { override: { reason: '现场核查' } })
    expect(new Set((await told()).map((each) => each.split(' ')[2]))).toEqual(new Set(['cancelled']))
  })

  it('is told of at 50, 80 and 100 per cent, each once however many look at once, and anew once extended', async () => {
    const { db } = api.context
    const id = await atWork('F~1', 'DF')
    const { issuedAt, deadline } = await orderOf(id)
    const [from, due] = [Date.parse(issuedAt ?? ''), Date.parse(deadline ?? '')]
    const at = (share: number): number => Math.ceil(from + (due - from) * share)
    const look = (now: number) => transaction(db, (client) => remindOfDeadlines(client, rules(), now))
    const notes = async (): Promise<(string | undefined)[]> => (await orderOf(id)).timeline.filter(({ event }) => event === 'reminded').map(({ note }) => note)
    const before = (await liveRange(db)).last
    await look(at(0.49))
    expect(await notes()).toEqual([])
    await Promise.all(Array.from({ length: 40 }, (_, k) => look(at(k % 2 === 0 ? 0.5 : 0.51))))
    await look(at(0.79))
    expect(await notes()).toEqual(['50'])
    await look(at(0.8))
    await look(at(1.2))
    await look(at(5))
    expect(await notes()).toEqual(['50', '80', '100'])
    const heard = (await liveEventsAfter(db, before, 500)).filter((event) => event.type === 'order.reminder' && (event.data as Order).id === id)
    expect(heard).toHaveLength(3)
    // Twice the time from the same beginning: half of it has gone when the first deadline comes.
    await act(duty, id, 'extend', { extendedTo: new Date(from + 2 * (due - from)).toISOString(), reason: '等待配件' })
    await look(at(1.01))
    expect(await notes()).toEqual(['50', '80', '100', '50'])
    await act(duty, id, 'submit', { override: { reason: '现场核查' } })
    await look(at(9))
    expect(await notes()).toHaveLength(4)
  })
})
