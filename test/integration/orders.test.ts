import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Order } from '../../domain/order.ts'
import { readRoutes } from '../../server/api/read/routes.ts'
import { writeAlertRecords } from '../../stores/postgres/alertRecords.ts'
import { liveEventsAfter, liveRange, missedLiveEvents } from '../../stores/postgres/liveEvents.ts'
import { draftOrder } from '../../stores/postgres/orderDrafts.ts'
import { nextSerial } from '../../stores/postgres/orderSerials.ts'
import { transaction } from '../../stores/postgres/pool.ts'
import { alertRecord } from '../builders/alertRecords.ts'
import { must, startApi, type Answer, type ApiServer, type Send } from './apiServer.ts'
import { NOTICE_INPUT } from '../builders/orders.ts'

let api: ApiServer
let duty: Send
let inspector: Send
let unit: Send
let stranger: Send

beforeAll(async () => {
  api = await startApi({ extra: (context) => ({ read: readRoutes(context) }) })
  for (const [id, district] of [['U1', '131102'], ['U2', '131103']]) {
    await must(api.admin('POST', '/api/v1/units', { id, name: `单位 ${id}`, kind: 'canteen', district, point: [115.69, 37.74] }), 201)
  }
  duty = await api.user('duty', { scope: 'city' })
  inspector = await api.user('inspector', { scope: 'districts', districts: ['131102'] })
  unit = await api.user('enterprise', { scope: 'unit', unit: 'U1' })
  stranger = await api.user('enterprise', { scope: 'unit', unit: 'U2' })
})
afterAll(() => api?.stop())

const BASIS = { kind: 'guidance', document: '餐饮服务食品安全操作规范', status: 'verified' }

async function open(more: object = {}): Promise<string> {
  const made = await must(duty('POST', '/api/v1/orders', { unitId: 'U1', title: '地面积水', severity: 'major', source: 'inspection', sourceId: 'J-7', basis: BASIS, ...more }), 201)
  return String(made.body.id)
}

function act(by: Send, id: string, action: string, body?: object): Promise<Answer> {
  return by('POST', `/api/v1/orders/${id}/${action}`, body)
}

async function issued(more: object = {}): Promise<string> {
  const id = await open(more)
  await must(act(duty, id, 'triage'), 200)
  await must(act(duty, id, 'issue', NOTICE_INPUT), 200)
  return id
}

describe('the closed loop over HTTP', () => {
  it('leads from what an inspection found to a closed order, and tells every step', async () => {
    const before = (await liveRange(api.context.db)).last
    const id = await open()
    expect((await must(act(duty, id, 'triage', { fact: '后厨地面积水约 2 平方米' }), 200)).body).toMatchObject({ state: 'triaged', fact: '后厨地面积水约 2 平方米' })
    const out = (await must(act(duty, id, 'issue', { ...NOTICE_INPUT, items: [{ id: 'floor', text: '清除积水' }] }), 200)).body
    expect(out).toMatchObject({ state: 'assigned', office: 'city', items: [{ id: 'floor' }], overdue: false, signer: expect.any(String) as unknown })
    expect(out.number).toMatch(/^衡市监责改〔\d{4}〕\d+号$/)
    expect(out.deadline).toMatch(/T15:59:59\.999Z$/)
    expect((await must(act(unit, id, 'accept'), 200)).body).toMatchObject({ state: 'accepted', service: 'accepted', actions: ['start', 'comment', 'attach'] })
    await must(act(unit, id, 'start'), 200)
    const unproven = await must(act(unit, id, 'submit'), 409)
    expect(unproven.body).toMatchObject({ type: '/problems/conflict', errors: [{ path: 'submit', type: 'photos-missing' }] })
    await must(act(duty, id, 'submit', { override: { reason: '现场核查已清除' } }), 200)
    // Who issued and submitted does not verify; who did neither does.
    expect((await must(act(duty, id, 'verify'), 403)).body).toMatchObject({ errors: [{ type: 'same-person' }] })
    await must(act(inspector, id, 'return', { reasons: ['照片不清', '未见全景'] }), 200)
    await must(act(unit, id, 'start'), 200)
    await must(act(duty, id, 'submit', { override: { reason: '复查合格' } }), 200)
    await must(act(inspector, id, 'verify'), 200)
    await must(act(inspector, id, 'close', {}), 422)
    const closed = (await must(act(inspector, id, 'close', { note: '整改完成' }), 200)).body as unknown as Order & { actions: string[] }
    expect(closed.timeline.map((entry) => entry.event)).toEqual([
      'found', 'triaged', 'issued', 'accepted', 'started', 'submitted', 'returned', 'started', 'submitted', 'verified', 'closed',
    ])
    expect(closed.timeline[6]).toMatchObject({ note: '照片不清\n未见全景', by: expect.stringMatching(/^user:inspector/) as unknown })
    expect(closed).toMatchObject({ state: 'closed', overdue: false, actions: ['reopen'], version: 11 })

    const events = (await liveEventsAfter(api.context.db, before, 500)).filter((event) => (event.data as Order).id === id)
    expect(events.map((event) => event.type)).toEqual(['drafted', 'triaged', 'issued', 'accepted', 'started', 'submitted', 'returned', 'started', 'submitted', 'verified', 'closed'].map((type) => `order.${type}`))
    const log = await must(api.admin('GET', `/api/v1/audit?subject=order:${id}`), 200)
    expect(log.body.items.map((entry) => entry.action)).toHaveLength(11)
    expect((await must(api.admin('GET', '/api/v1/audit/verify'), 200)).body).toMatchObject({ brokenAt: null })
  })

  it('refuses an illegal move with the reason, before it looks at what was sent, and changes nothing', async () => {
    const id = await issued()
    const problem = await must(act(duty, id, 'close', { nonsense: true }), 409)
    expect(problem.body).toMatchObject({ type: '/problems/conflict', status: 409, errors: [{ path: 'close', type: 'illegal-transition' }] })
    expect(problem.body.detail).toMatch(/assigned/)
    expect((await must(duty('GET', `/api/v1/orders/${id}`), 200)).body).toMatchObject({ state: 'assigned', version: 3 })
  })

  it('answers 403 to the wrong role, 404 for what is not there or lies elsewhere, 422 for what can not be read', async () => {
    const id = await issued()
    await must(act(duty, id, 'accept'), 403)
    await must(act(unit, id, 'extend', { extendedTo: '2099-01-01T00:00:00Z', reason: 'x' }), 403)
    await must(act(stranger, id, 'accept'), 404)
    const elsewhere = await issued({ unitId: 'U2' })
    await must(act(inspector, elsewhere, 'serve', { method: 'mailed' }), 404)
    await must(act(duty, 'no-such', 'serve', { method: 'mailed' }), 404)
    await must(act(duty, id, 'serve', { method: 'shouted' }), 422)
    await must(act(duty, id, 'dance', {}), 404)
    await must(act(api.nobody, id, 'accept'), 401)
    await must(unit('POST', '/api/v1/orders', { unitId: 'U1', title: 'x' }), 403)
    await must(inspector('POST', '/api/v1/orders', { unitId: 'U2', title: 'x' }), 422)
  })

  it('lets only officers with the right to issue do so', async () => {
    const made = await must(api.admin('POST', '/api/v1/users', { username: 'trainee', name: '见习', role: 'inspector', jurisdiction: { scope: 'city' }, password: 'correct horse battery', mayIssue: false }), 201)
    const login = await must(api.nobody('POST', '/api/v1/session', { username: 'trainee', password: 'correct horse battery' }), 201)
    const cookie = login.headers.getSetCookie().map((each) => each.split(';')[0]).join('; ')
    const trainee: Send = (method, path, body) => api.nobody(method, path, body, { cookie })
    const id = await open()
    await must(act(trainee, id, 'triage'), 200)
    expect((await must(act(trainee, id, 'issue', NOTICE_INPUT), 403)).body).toMatchObject({ errors: [{ type: 'issuing-right' }] })
    await must(api.admin('PATCH', `/api/v1/users/${String(made.body.id)}`, { mayIssue: true }), 200)
    await must(act(trainee, id, 'issue', NOTICE_INPUT), 200)
  })

  it('keeps extension, escalation and case beside the state', async () => {
    const id = await issued()
    await must(act(duty, id, 'extend', { extendedTo: '2000-01-01T00:00:00Z', reason: 'x' }), 422)
    await must(act(duty, id, 'extend', { extendedTo: '2099-01-01T08:00:00+08:00', reason: 'x' }), 422)
    const extendedTo = new Date(Date.now() + 60 * 24 * 3_600_000).toISOString()
    expect((await must(act(duty, id, 'extend', { extendedTo, reason: '等待配件' }), 200)).body).toMatchObject({ extendedTo, state: 'assigned' })
    await must(act(duty, id, 'escalate', { watcher: 'nobody' }), 422)
    expect((await must(act(duty, id, 'escalate', { watcher: 'admin', reason: '逾期' }), 200)).body).toMatchObject({ escalationLevel: 1, watcher: 'admin' })
    expect((await must(act(duty, id, 'file-case', { caseId: '立案-9' }), 200)).body).toMatchObject({ caseId: '立案-9', state: 'assigned' })
    await must(act(unit, id, 'comment', { note: '收到' }), 200)
  })
})

describe('a unit', () => {
  it('sees and hears of its own orders only, and only from the issue on', async () => {
    const before = (await liveRange(api.context.db)).last
    const id = await open()
    const listed = async (by: Send): Promise<unknown[]> => (await must(by('GET', '/api/v1/orders?limit=500'), 200)).body.items.map((order) => order.id)
    expect(await listed(unit)).not.toContain(id)
    await must(unit('GET', `/api/v1/orders/${id}`), 404)
    await must(act(unit, id, 'accept'), 404)
    await must(act(duty, id, 'triage'), 200)
    await must(act(duty, id, 'issue', NOTICE_INPUT), 200)
    expect(await listed(unit)).toContain(id)
    expect(await listed(stranger)).not.toContain(id)
    const last = (await liveRange(api.context.db)).last
    const heard = await missedLiveEvents(api.context.db, { after: before, upTo: last, topics: ['orders'], jurisdiction: { scope: 'unit', unit: 'U1' } }, 100)
    expect(heard.map((event) => event.type)).toEqual(['order.issued'])
  })
})

describe('the number of an order', () => {
  it('runs without gaps or repeats, however many issue at once and whatever is rolled back', async () => {
    const { db } = api.context
    const serial = async (): Promise<number> => (await db.query<{ last: number }>("SELECT coalesce(max(last), 0) AS last FROM order_serial WHERE office = 'city'")).rows[0]?.last ?? 0
    const before = await serial()
    const ids = await Promise.all(Array.from({ length: 12 }, () => open()))
    await Promise.all(ids.map((id) => must(act(duty, id, 'triage'), 200)))
    const year = new Date(Date.now() + 8 * 3_600_000).getUTCFullYear()
    const failing = transaction(db, async (client) => {
      await nextSerial(client, 'city', year)
      throw new Error('the issue failed after the number was taken')
    }).catch(() => 'rolled back')
    // Each twice at once: one of the two is too late.
    const answers = await Promise.all([...ids, ...ids].map((id) => act(duty, id, 'issue', NOTICE_INPUT)))
    expect(await failing).toBe('rolled back')
    expect(answers.map((answer) => answer.status).sort()).toEqual([...Array.from({ length: 12 }, () => 200), ...Array.from({ length: 12 }, () => 409)])
    const numbers = answers.filter((answer) => answer.status === 200).map((answer) => Number(/〕(\d+)号/.exec(String(answer.body.number))?.[1])).sort((a, b) => a - b)
    expect(numbers).toEqual(Array.from({ length: 12 }, (_, i) => before + 1 + i))
  })
})

describe('the list of orders', () => {
  it('is filtered by what is overdue and by text', async () => {
    const id = await issued({ title: '消毒柜停用' })
    await api.context.db.query("UPDATE rectification_order SET deadline = '2020-01-01' WHERE id = $1", [id])
    const ids = async (query: string): Promise<unknown[]> => (await must(duty('GET', `/api/v1/orders?limit=500&${query}`), 200)).body.items.map((order) => order.id)
    expect(await ids('overdue=true')).toEqual([id])
    expect(await ids('overdue=false')).not.toContain(id)
    expect((await ids('overdue=false')).length).toBeGreaterThan(3)
    expect(await ids(`q=${encodeURIComponent('消毒柜')}`)).toEqual([id])
    expect(await ids('unit=U2&state=assigned')).toHaveLength(1)
    await must(duty('GET', '/api/v1/orders?overdue=perhaps'), 400)
  })
})

describe('the figures of orders', () => {
  it('count how far they have come, and whose they are, within the jurisdiction', async () => {
    const funnel = async (by: Send, query = ''): Promise<Record<string, number>> => {
      const { body } = await must(by('GET', `/api/v1/orders/funnel?${query}`), 200)
      return { ...Object.fromEntries((body['steps'] as { step: string; count: number }[]).map(({ step, count }) => [step, count])), overdue: Number(body['overdue']) }
    }
    const before = await funnel(duty)
    const elsewhere = await funnel(inspector)
    await open({ unitId: 'U2' })
    await issued({ unitId: 'U2' })
    const after = await funnel(duty)
    expect(after).toMatchObject({ found: (before['found'] ?? 0) + 2, assigned: (before['assigned'] ?? 0) + 1, accepted: before['accepted'], closed: before['closed'] })
    expect(await funnel(inspector)).toEqual(elsewhere)
    expect(await funnel(duty, 'from=2099-01-01')).toMatchObject({ found: 0, overdue: 0 })
    expect((await funnel(duty, 'mine=true'))['found']).toBe((await must(duty('GET', '/api/v1/orders?mine=true&limit=500'), 200)).body.items.filter(({ state }) => state !== 'rejected').length)
    const centre = await api.user('centre', { scope: 'city' })
    expect((await funnel(centre, 'mine=true'))['found']).toBe(0)
  })
})

describe('orders from alerts', () => {
  const at = '2026-09-01T00:00:00.000Z'
  beforeAll(async () => {
    const camera = { device_id: 'cam', rule_id: 'no_mask', metric: null, type: 'no_mask', review: 'pending', basis: null }
    await writeAlertRecords(api.context.db, [
      alertRecord('S~1'), alertRecord('S~2', { severity: 'critical' }), alertRecord('S~3', { unit_id: 'U2', district: '131103', device_id: 'D2' }), alertRecord('S~4', { state: 'withdrawn', judged: 'withdrawn' }),
      alertRecord('C~1', camera), alertRecord('S~5'),
    ])
  })

  it('take over what the alert says, once, and take further alerts of the unit in', async () => {
    const made = (await must(duty('POST', '/api/v1/orders', { alertIds: ['S~1'] }), 201)).body
    expect(made).toMatchObject({ state: 'found', source: 'alert', sourceId: 'S~1', unitId: 'U1', severity: 'major', title: '冷库温度', alertIds: ['S~1'] })
    expect((await must(duty('POST', '/api/v1/orders', { alertIds: ['S~1'] }), 409)).body.detail).toContain(String(made.id))
    const join = (ids: string[]): Promise<Answer> => duty('POST', `/api/v1/orders/${String(made.id)}/alerts`, { alertIds: ids })
    await must(join(['S~3']), 409)
    await must(join(['S~4']), 409)
    await must(join(['S~9']), 422)
    expect((await must(join(['S~2']), 200)).body).toMatchObject({ alertIds: ['S~1', 'S~2'] })
    expect((await must(duty('GET', '/api/v1/alerts/S~2'), 200)).body).toMatchObject({ orderIds: [made.id] })
    // What the queue still had to draft is there already.
    expect(await transaction(api.context.db, (client) => draftOrder(client, 'S~1', Date.now()))).toEqual([])
  })

  it('wait for a person to confirm what a camera saw', async () => {
    const id = String((await must(duty('POST', '/api/v1/orders', { alertIds: ['C~1'] }), 201)).body.id)
    await must(act(duty, id, 'triage'), 422)
    expect((await must(act(duty, id, 'triage', { basis: BASIS }), 409)).body).toMatchObject({ errors: [{ type: 'review-pending' }] })
    await must(duty('POST', '/api/v1/alerts/C~1/confirm'), 200)
    await must(act(duty, id, 'triage', { basis: BASIS }), 200)
  })

  it('are verified only once the readings have been back in range for the set time', async () => {
    const id = String((await must(duty('POST', '/api/v1/orders', { alertIds: ['S~5'] }), 201)).body.id)
    await must(act(duty, id, 'triage'), 200)
    await must(act(duty, id, 'issue', NOTICE_INPUT), 200)
    await must(act(unit, id, 'accept'), 200)
    await must(act(unit, id, 'start'), 200)
    await must(act(duty, id, 'submit', { override: { reason: '现场测温' } }), 200)
    expect((await must(act(inspector, id, 'verify'), 409)).body).toMatchObject({ errors: [{ type: 'out-of-range' }] })
    const cleared = (resolved: string) => writeAlertRecords(api.context.db, [alertRecord('S~5', { judged: 'resolved', state: 'resolved', resolved_at: resolved, version: 9 })])
    await cleared(new Date(Date.now() - 60_000).toISOString())
    await must(act(inspector, id, 'verify'), 409)
    await cleared(at)
    // The same rule in breach again on the same device, in a later alert.
    await writeAlertRecords(api.context.db, [alertRecord('S~6')])
    await must(act(inspector, id, 'verify'), 409)
    await writeAlertRecords(api.context.db, [1, 2, 6].map((n) => alertRecord(`S~${n}`, { judged: 'resolved', state: 'resolved', resolved_at: at })))
    await must(act(inspector, id, 'verify'), 200)
  })
})
