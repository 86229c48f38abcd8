import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeAlertRecords } from '../../stores/postgres/alertRecords.ts'
import { alertRecord } from '../builders/alertRecords.ts'
import { must, startApi, type ApiServer, type Send } from './apiServer.ts'
import { readRoutes } from '../../server/api/read/routes.ts'

let api: ApiServer
let [centre, duty, other, district, inspector] = [] as unknown as [Send, Send, Send, Send, Send]
const CITY = { scope: 'city' }

beforeAll(async () => {
  api = await startApi({ extra: (context) => ({ read: readRoutes(context) }) })
  centre = await api.user('centre', CITY)
  duty = await api.user('duty', CITY)
  other = await api.user('duty', CITY)
  district = await api.user('duty', { scope: 'districts', districts: ['131103'] })
  inspector = await api.user('inspector', CITY)
  await writeAlertRecords(api.context.db, [alertRecord('H~1', { unit_id: null }), alertRecord('H~2', { unit_id: null, metric: null, type: 'silence' }), alertRecord('H~3', { unit_id: null, district: '131103' })])
})
afterAll(() => api?.stop())

describe('the roster', () => {
  const teams = [{ id: 'a', name: '一组', members: ['duty-2'], districts: [] }, { id: 'b', name: '二组', members: [], districts: ['131102'] }]
  const shifts = [{ id: 'all', name: '全天', from: '00:00', to: '00:00', on: 'every-day' }]
  const roster = { teams, shifts, turns: [{ shift: 'all', teams: ['a'], since: '2026-01-01', turnDays: 1 }], overrides: [], calendar: [] }

  it('is changed whole by whoever may, against the version that was read, and put back', async () => {
    const shipped = (await must(duty('GET', '/api/v1/duty/roster'), 200)).body
    expect(shipped).toMatchObject({ version: 0, isShipped: true })
    expect((await duty('PUT', '/api/v1/duty/roster', { version: 0, document: roster })).status).toBe(403)
    expect((await centre('PUT', '/api/v1/duty/roster', { version: 0, document: { ...roster, turns: [{ shift: 'none', teams: ['a'], since: '2026-01-01' }] } })).status).toBe(422)
    expect((await must(centre('PUT', '/api/v1/duty/roster', { version: 0, document: roster }), 200)).body).toMatchObject({ version: 1, isShipped: false, document: { teams } })
    expect((await centre('PUT', '/api/v1/duty/roster', { version: 0, document: roster })).status).toBe(409)
    expect((await must(duty('GET', '/api/v1/duty/on-duty?district=131103'), 200)).body).toMatchObject({ items: [{ team: { id: 'a' } }], people: { 'duty-2': 'duty-2' } })
    expect((await duty('GET', '/api/v1/duty/on-duty?district=999999')).status).toBe(422)
    expect((await must(duty('GET', '/api/v1/duty/watches?from=2026-11-23T00:00:00%2B08:00&to=2026-11-29T00:00:00%2B08:00'), 200)).body.items).toHaveLength(7)
    expect((await must(centre('DELETE', '/api/v1/duty/roster?version=1'), 200)).body).toMatchObject({ version: 2, isShipped: true, document: shipped.document })
  })

  it('is refused where it leads nowhere or says a thing twice; what was there already may stay', async () => {
    const put = async (document: object) => {
      const { status, body } = await centre('PUT', '/api/v1/duty/roster', { version: ((await duty('GET', '/api/v1/duty/roster')).body as unknown as { version: number }).version, document })
      return [status, ...((body.errors ?? []) as { path: string; detail: string }[]).map(({ path, detail }) => `${path}: ${detail}`)]
    }
    expect(await put({ ...roster, overrides: [{ day: '2026-13-01', shift: 'all', team: 'a' }], calendar: [{ day: '24.11.2026', kind: 'holiday' }, { day: '2026-02-30', kind: 'holiday' }] }))
      .toEqual([422, ...['overrides.0', 'calendar.0'].flatMap((at) => [`document.${at}.day: a day is written 2026-10-01`, `document.${at}.day: there is no such day`]), 'document.calendar.1.day: there is no such day'])
    const day = { day: '2026-10-01', kind: 'holiday' }
    expect(await put({ ...roster, teams: [{ ...teams[0], members: ['duty-2', 'duty-2', 'ghost'], districts: ['999999'] }, teams[1]], turns: [...roster.turns, ...roster.turns], calendar: [day, day] })).toEqual([
      422, 'document.teams.0.members: there is no officer ghost', 'document.teams.0.districts: there is no district 999999', 'document.teams.0.members: duty-2 is there twice',
      'document.turns.1: all since 2026-01-01, a, 1 days a turn, is there twice', 'document.calendar.1: 2026-10-01 is there twice',
    ])
    // The shipped roster's people need not be here.
    const { document } = (await duty('GET', '/api/v1/duty/roster')).body as unknown as { document: { shifts: object[] } }
    expect(await put({ ...document, calendar: [day] })).toEqual([200])
    await must(centre('DELETE', '/api/v1/duty/roster?version=3'), 200)
  })

  it('holds for the whole city, so nobody of a district changes it', async () => {
    const local = await api.user('centre', { scope: 'districts', districts: ['131102'] })
    expect((await local('PUT', '/api/v1/duty/escalation', { version: 0, document: { policies: [] } })).status).toBe(403)
  })
})

describe('escalation policies', () => {
  const policy = (more: object) => ({ id: 'all', name: '全部', severities: ['critical'], steps: [{ after: '0', who: ['on-duty'], channels: ['email'], ...more }] })
  const put = (version: number, ...policies: object[]) => centre('PUT', '/api/v1/duty/escalation', { version, document: { policies } })

  it('are refused at their field where they are malformed, there already, or name what is not there', async () => {
    const faults = async (...policies: object[]) => ((await must(put(0, ...policies), 422)).body as unknown as { errors: { path: string }[] }).errors.map(({ path }) => path)
    expect(await faults(policy({ after: 'soon' }))).toEqual(['document.policies.0.steps.0.after'])
    expect(await faults(policy({}), policy({}))).toEqual(['document.policies.1.id'])
    expect(await faults({ ...policy({ who: ['user:nobody'] }), districts: ['999999'] })).toEqual(['document.policies.0.districts', 'document.policies.0.steps.0.who'])
    expect(await faults(policy({ who: ['on-duty', 'team:none'], channels: ['email', 'pigeon'] }))).toEqual(['document.policies.0.steps.0.who', 'document.policies.0.steps.0.channels'])
  })

  it('keep every version with its author, down to what was shipped', async () => {
    await must(put(0, policy({})), 200)
    await must(centre('DELETE', '/api/v1/duty/escalation?version=1'), 200)
    const versions = async (query: string) => (await must(duty('GET', `/api/v1/duty/escalation/versions?${query}`), 200)).body as unknown as { items: { version: number }[]; next: string | null }
    const { items, next } = await versions('limit=50')
    expect(next).toBeNull()
    expect(items).toMatchObject([
      { version: 2, isShipped: true, author: 'user:centre-1', document: (items[2] as unknown as { document: object }).document }, { version: 1, isShipped: false, author: 'user:centre-1', document: { policies: [{ id: 'all' }] } },
      { version: 0, isShipped: true, author: null },
    ])
    const first = await versions('limit=1')
    expect([...first.items, ...(await versions(`limit=1&cursor=${String(first.next)}`)).items].map(({ version }) => version)).toEqual([2, 1, 0])
  })

  it('keep the teams that they name', async () => {
    const { version } = (await duty('GET', '/api/v1/duty/escalation')).body as unknown as { version: number }
    await must(centre('PUT', '/api/v1/duty/escalation', { version, document: { policies: [policy({ who: ['team:desk'] })] } }), 200)
    const { version: at, document: roster } = (await duty('GET', '/api/v1/duty/roster')).body as unknown as { version: number; document: { teams: { id: string }[] } }
    const without = { ...roster, teams: roster.teams.filter(({ id }) => id !== 'desk'), turns: [] }
    expect((await centre('PUT', '/api/v1/duty/roster', { version: at, document: without })).body.errors).toEqual([{ path: 'document.teams', type: 'custom', detail: 'there is no team desk, which the escalation policies name' }])
    await must(centre('DELETE', `/api/v1/duty/escalation?version=${version + 1}`), 200)
  })
})

describe('channels', () => {
  it('tell officers what they still lack, and refuse an address that is none at its field', async () => {
    const states = async () => Object.fromEntries((await must(duty('GET', '/api/v1/duty/channels/states'), 200)).body.items.map(({ id, missing }) => [id, missing]))
    expect(await states()).toMatchObject({ push: [], webhook: ['url', 'key'], dingtalk: ['url'] })
    expect((await must(api.admin('PUT', '/api/v1/duty/channels/dingtalk/secrets', { url: 'robot.example' }), 422)).body.errors).toMatchObject([{ path: 'url' }])
    await must(api.admin('PUT', '/api/v1/duty/channels/dingtalk/secrets', { url: 'https://robot.example' }), 200)
    expect(await states()).toMatchObject({ dingtalk: [] })
  })

  it('never show a secret again, neither in answers nor in the audit log', async () => {
    const url = 'https://robot.example/send?key=TOP-SECRET'
    expect((await centre('PUT', '/api/v1/duty/channels/wecom/secrets', { url })).status).toBe(403)
    const { text, body } = await must(api.admin('PUT', '/api/v1/duty/channels/wecom/secrets', { url }), 200)
    expect(body).toMatchObject({ id: 'wecom', secrets: [{ name: 'url', source: 'stored' }], missing: [] })
    expect(text).not.toContain('TOP-SECRET')
    expect((await api.admin('GET', '/api/v1/audit?action=channel.secrets')).text).not.toContain('TOP-SECRET')
    expect((await api.admin('GET', '/api/v1/duty/channels')).text).not.toContain('TOP-SECRET')
    expect((await api.admin('PUT', '/api/v1/duty/channels/wecom/secrets', { password: 'x' })).status).toBe(422)
    expect((await must(api.admin('PUT', '/api/v1/duty/channels/wecom/secrets', { url: null }), 200)).body).toMatchObject({ missing: ['url'] })
  })

  it('can be tried on oneself', async () => {
    const { body } = await must(api.admin('POST', '/api/v1/duty/channels/email/trial'), 201)
    expect((await must(api.admin('GET', '/api/v1/duty/notifications'), 200)).body.items).toMatchObject([{ id: body.id, person: 'admin', subject: { kind: 'trial' }, state: 'queued' }])
    expect((await must(district('GET', '/api/v1/duty/notifications'), 200)).body.items).toEqual([])
  })
})

describe('where people are reached', () => {
  it('everybody says of themselves, and an administrator of all', async () => {
    expect((await must(duty('PUT', '/api/v1/duty/contacts/duty-2', { phone: '13800001111', email: 'd@example.cn' }), 200)).body).toMatchObject({ username: 'duty-2', phone: '13800001111' })
    expect((await duty('PUT', '/api/v1/duty/contacts/centre-1', { phone: null, email: null })).status).toBe(403)
    expect((await duty('PUT', '/api/v1/duty/contacts/duty-2', { phone: 'call me', email: null })).status).toBe(422)
    expect((await must(api.admin('PUT', '/api/v1/duty/contacts/centre-1', { phone: null, email: 'c@example.cn' }), 200)).body).toMatchObject({ email: 'c@example.cn' })
    expect((await api.admin('PUT', '/api/v1/duty/contacts/nobody', { phone: null, email: null })).status).toBe(404)
    expect((await duty('GET', '/api/v1/duty/contacts')).status).toBe(403)
  })

  it('a browser subscribes with a key that stays the same', async () => {
    const { publicKey } = (await must(duty('GET', '/api/v1/duty/push'), 200)).body
    expect((await must(inspector('GET', '/api/v1/duty/push'), 200)).body).toEqual({ publicKey })
    const browser = { endpoint: 'https://push.example/1', keys: { p256dh: 'BPk', auth: 'aXk' } }
    await must(duty('POST', '/api/v1/duty/push', browser), 201)
    expect((await duty('POST', '/api/v1/duty/push', { ...browser, endpoint: 'http://10.0.0.1/' })).status).toBe(422)
    await must(duty('POST', '/api/v1/duty/push/end', { endpoint: browser.endpoint }), 204)
  })
})

describe('handing the desk over', () => {
  it('takes two people; what stood open is fixed when the first signs, and nothing changes after the second', async () => {
    const { body: draft } = await must(duty('POST', '/api/v1/duty/handovers', { shift: '白班', notes: '' }), 201)
    const at = `/api/v1/duty/handovers/${String(draft.id)}`
    expect(draft).toMatchObject({ state: 'draft', author: 'duty-2', content: { alerts: [{ id: 'H~3' }, { id: 'H~1' }], faults: [{ id: 'H~2' }], orders: [], more: false } })
    expect((await duty('POST', '/api/v1/duty/handovers', {})).body).toMatchObject({ type: '/problems/conflict', detail: expect.stringContaining(String(draft.id)) as unknown })
    expect((await other('POST', `${at}/write`, { notes: '别人写的' })).status).toBe(403)
    expect((await duty('POST', `${at}/sign-in`)).status).toBe(409)
    expect((await must(duty('POST', `${at}/sign-out`, { notes: '二食堂冷库待修' }), 200)).body).toMatchObject({ state: 'offered', notes: '二食堂冷库待修', signedOutBy: 'duty-2' })
    await api.context.db.query("UPDATE alert SET state = 'resolved' WHERE id = 'H~1'")
    expect((await must(duty('GET', at), 200)).body).toMatchObject({ content: { alerts: [{ id: 'H~3' }, { id: 'H~1' }] } })
    const self = await duty('POST', `${at}/sign-in`)
    expect({ status: self.status, errors: self.body.errors }).toMatchObject({ status: 409, errors: [{ type: 'same-person' }] })
    expect((await inspector('POST', `${at}/sign-in`)).status).toBe(403)
    expect((await district('POST', `${at}/sign-in`)).status).toBe(403)
    expect((await other('POST', `${at}/sign-in`, { notes: '收到' })).status).toBe(422)
    expect((await must(other('POST', `${at}/sign-in`), 200)).body).toMatchObject({ state: 'accepted', signedInBy: 'duty-3', people: { 'duty-2': 'duty-2', 'duty-3': 'duty-3' } })
    for (const action of ['write', 'sign-out', 'take-back', 'sign-in']) expect((await duty('POST', `${at}/${action}`)).status).toBe(409)
    const { body: log } = await must(api.admin('GET', `/api/v1/audit?subject=${encodeURIComponent(`handover:${String(draft.id)}`)}`), 200)
    expect(log.items.map(({ action }) => action)).toEqual(['handover.sign-in', 'handover.sign-out', 'handover.open'])
  })

  it('of a district shows and hands over that district alone', async () => {
    const { body } = await must(district('POST', '/api/v1/duty/handovers', {}), 201)
    expect(body).toMatchObject({ content: { alerts: [{ id: 'H~3' }] } })
    expect((await must(district('GET', '/api/v1/duty/handovers'), 200)).body.items).toHaveLength(1)
    expect((await must(duty('GET', '/api/v1/duty/handovers'), 200)).body.items).toHaveLength(2)
  })
})

describe('a request sent again because no answer came', () => {
  const key = (name: string) => ({ 'idempotency-key': `key-of-${name}` })
  const events = async (id: string) => ((await must(duty('GET', `/api/v1/alerts/${id}`), 200)).body as unknown as { timeline: { event: string }[] }).timeline.map(({ event }) => event)

  beforeAll(() => writeAlertRecords(api.context.db, [alertRecord('K~1', { unit_id: null })]))

  it('is carried out once and answered the same, also when two come at once', async () => {
    const say = () => duty('POST', '/api/v1/alerts/K~1/comment', { note: '已电话联系' }, key('comment'))
    const answers = await Promise.all([say(), say(), say()])
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1)
    expect((await events('K~1')).filter((event) => event === 'commented')).toHaveLength(1)
    await must(duty('POST', '/api/v1/alerts/K~1/escalate', {}, key('escalate')), 200)
    await must(duty('POST', '/api/v1/alerts/K~1/acknowledge', {}, key('take')), 200)
    await must(duty('POST', '/api/v1/alerts/K~1/acknowledge', {}, key('take')), 200)
    await must(duty('POST', '/api/v1/alerts/K~1/acknowledge', {}, key('take again')), 400)
    await must(duty('POST', '/api/v1/alerts/K~1/join', {}), 409)
    await must(duty('POST', '/api/v1/alerts/K~1/acknowledge', {}, key('take-again')), 409)
    await must(duty('POST', '/api/v1/alerts/K~1/escalate', {}, key('escalate')), 200)
    expect((await events('K~1')).slice(-3)).toEqual(['commented', 'sent-up', 'acknowledged'])
  })

  it('is another where it says something else, or another person says it; what was refused may still come true', async () => {
    expect((await duty('POST', '/api/v1/alerts/K~1/comment', { note: '另一件事' }, key('comment'))).body).toMatchObject({ type: '/problems/conflict', detail: 'This Idempotency-Key was used for another request' })
    await must(centre('POST', '/api/v1/alerts/K~1/comment', { note: '已电话联系' }, key('comment')), 200)
    expect((await events('K~1')).filter((event) => event === 'commented')).toHaveLength(2)
    await must(duty('POST', '/api/v1/alerts/K~2/comment', { note: '尚无此预警' }, key('early')), 404)
    await writeAlertRecords(api.context.db, [alertRecord('K~2', { unit_id: null })])
    await must(duty('POST', '/api/v1/alerts/K~2/comment', { note: '尚无此预警' }, key('early')), 200)
  })

  it('opens one order', async () => {
    await must(api.admin('POST', '/api/v1/units', { id: 'k-unit', name: '示例食堂', kind: 'canteen', district: '131102', point: [115.69, 37.74] }), 201)
    const open = () => duty('POST', '/api/v1/orders', { unitId: 'k-unit', title: '地面积水' }, key('order'))
    const [first, second] = [await must(open(), 201), await must(open(), 201)]
    expect(second.body).toEqual(first.body)
    expect(((await must(duty('GET', '/api/v1/orders?unit=k-unit'), 200)).body as unknown as { items: unknown[] }).items).toHaveLength(1)
  })
})
