import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Alert } from '../../domain/alert.ts'
import { writeAlertRecords } from '../../stores/postgres/alertRecords.ts'
import { returnAlert } from '../../stores/postgres/alertReturn.ts'
import { alertRecord as record } from '../builders/alertRecords.ts'
import { appendLiveEvents, liveEventsAfter, liveRange } from '../../stores/postgres/liveEvents.ts'
import { transaction } from '../../stores/postgres/pool.ts'
import { CITY, districts, layGround, unit, type Ground } from './liveServer.ts'
import { startReadServer, type Visitor } from './readServer.ts'

let ground: Ground
let server: Awaited<ReturnType<typeof startReadServer>>
const officer: Visitor = { jurisdiction: CITY }

beforeAll(async () => {
  ground = await layGround()
  server = await startReadServer(ground)
})
afterAll(async () => {
  await server?.stop()
  await ground?.stop()
})

async function ids(by: Visitor, query: string): Promise<string[]> {
  const { status, body } = await server.ask(by, `alerts?${query}`)
  expect({ query, status }).toEqual({ query, status: 200 })
  return (body as unknown as { items: Alert[] }).items.map((alert) => alert.id)
}

describe('the list of alerts', () => {
  beforeAll(async () => {
    const hour = (n: number): string => `2026-10-01T${String(n).padStart(2, '0')}:00:00.000Z`
    await writeAlertRecords(ground.db, [
      record('L~1', { opened_at: hour(1) }),
      record('L~2', { opened_at: hour(2), state: 'acknowledged', handled: 'acknowledged', severity: 'critical' }),
      record('L~3', { opened_at: hour(3), state: 'resolved', judged: 'resolved', unit_id: 'U2', device_id: 'D2' }),
      record('L~4', { opened_at: hour(4), state: 'withdrawn', judged: 'withdrawn', district: '131103', unit_id: 'U3' }),
      record('L~5', { opened_at: hour(5), metric: null, type: 'silence', severity: 'minor', limit_value: null, value: null }),
    ])
  })
  const october = 'from=2026-10-01T00:00:00Z&to=2026-10-02T00:00:00Z'

  it('is filtered by every parameter, newest first', async () => {
    expect(await ids(officer, october)).toEqual(['L~5', 'L~4', 'L~3', 'L~2', 'L~1'])
    expect(await ids(officer, `${october}&state=acknowledged,resolved`)).toEqual(['L~3', 'L~2'])
    expect(await ids(officer, `${october}&severity=critical`)).toEqual(['L~2'])
    expect(await ids(officer, `${october}&unit=U2`)).toEqual(['L~3'])
    expect(await ids(officer, `${october}&device=D2`)).toEqual(['L~3'])
    expect(await ids(officer, `${october}&district=131103`)).toEqual(['L~4'])
    expect(await ids(officer, `${october}&type=silence`)).toEqual(['L~5'])
    // From a time on, and before a time.
    expect(await ids(officer, 'from=2026-10-01T02:00:00Z&to=2026-10-01T04:00:00Z')).toEqual(['L~3', 'L~2'])
    expect(await ids(officer, `from=${Date.parse('2026-10-01T04:00:00Z')}&to=2026-10-01T13:00:00%2B08:00`)).toEqual(['L~4'])
  })

  it('shows nobody what lies outside the jurisdiction', async () => {
    expect(await ids({ jurisdiction: districts('131103') }, october)).toEqual(['L~4'])
    expect(await ids({ jurisdiction: unit('U2') }, october)).toEqual(['L~3'])
    expect((await server.ask({ jurisdiction: unit('U2') }, 'alerts/L~1')).status).toBe(404)
    expect((await server.ask({ jurisdiction: unit('U2') }, 'alerts/L~3')).status).toBe(200)
  })

  it('refuses what it does not understand with a problem document', async () => {
    for (const query of ['from=yesterday', 'state=gone', 'limit=501', 'limit=0', 'cursor=x', 'colour=red', 'to=2026-13-01T00:00:00Z', 'severity=']) {
      const { status, body } = await server.ask(officer, `alerts?${query}`)
      expect({ query, status, type: body.type }).toEqual({ query, status: 400, type: '/problems/invalid-query' })
    }
  })

  it('gives every alert once over all pages, even where many opened at the same instant', async () => {
    const at = '2026-09-01T00:00:00.123Z'
    const wanted = Array.from({ length: 57 }, (_, i) => `P~${i}`)
    await writeAlertRecords(ground.db, wanted.map((id, i) => record(id, { opened_at: i < 40 ? at : `2026-09-02T00:00:00.${100 + i}Z` })))
    const seen: string[] = []
    let cursor = ''
    do {
      const { body } = await server.ask(officer, `alerts?from=2026-09-01T00:00:00Z&to=2026-09-03T00:00:00Z&limit=7${cursor && `&cursor=${cursor}`}`)
      const page = body as unknown as { items: Alert[]; next: string | null }
      seen.push(...page.items.map((alert) => alert.id))
      cursor = page.next ?? ''
    } while (cursor)
    expect(seen).toHaveLength(57)
    expect([...seen].sort()).toEqual([...wanted].sort())
  })

  it('writes alerts in the public shape, with the count of their evidence, and the readings in the single one', async () => {
    await writeAlertRecords(ground.db, [record('S~1')])
    await ground.db.query(`INSERT INTO alert_evidence (alert_id, metric, since, until, readings) VALUES ('S~1', 'temperature', '2026-11-22T00:30:00Z', '2026-11-22T01:30:00Z', '[[1795309200000, -9.5], [1795309230000, -9.1]]')`)
    await ground.db.query(`INSERT INTO rectification_order (id, unit_id, district, title, severity, state, deadline) VALUES ('O~1', 'U1', '131102', '冷库', 'major', 'assigned', '2026-01-01')`)
    await ground.db.query(`INSERT INTO order_alert VALUES ('S~1', 'draft', 'O~1')`)
    const { body } = await server.ask(officer, 'alerts/S~1')
    expect(body).toMatchObject({
      id: 'S~1', ruleId: 'cold', ruleVersion: 3, unitId: 'U1', deviceId: 'D1', metric: 'temperature', severity: 'major', currentSeverity: 'minor', state: 'open',
      breachedAt: '2026-11-22T01:00:00.000Z', openedAt: '2026-11-22T01:00:00.000Z', resolvedAt: null, value: -9.5, limit: -15, unitOfMeasure: '°C',
      point: [115.7, 37.7], orderIds: ['O~1'], evidence: { count: 2, from: '2026-11-22T00:30:00.000Z', readings: [[1795309200000, -9.5], [1795309230000, -9.1]] },
    })
    const list = (await server.ask(officer, 'alerts?device=D1&from=2026-11-22T01:00:00Z')).body as unknown as { items: Alert[]; asOf: string }
    expect(list.items.find((alert) => alert.id === 'S~1')?.evidence).toMatchObject({ count: 2, readings: [] })
    expect(list.asOf).toBe(String((await liveRange(ground.db)).last))
    const order = (await server.ask(officer, 'orders/O~1')).body
    expect(order).toMatchObject({ id: 'O~1', alertIds: ['S~1'], overdue: true, number: null, evidence: [{ count: 2, metric: 'temperature' }] })
    expect((await server.ask(officer, 'orders?state=assigned&alert=S~1')).body).toMatchObject({ items: [{ id: 'O~1', evidence: [] }], next: null })
    expect((await server.ask({ jurisdiction: districts('131103') }, 'orders')).body).toMatchObject({ items: [] })
  })
})

describe('handling an alert', () => {
  it('changes the record, its timeline and version, the audit log and what subscribers hear, as one', async () => {
    await writeAlertRecords(ground.db, [record('H~1')])
    const { last } = await liveRange(ground.db)
    const { status, body } = await server.ask(officer, 'alerts/H~1/acknowledge', { note: '已电话通知' })
    expect({ status, state: body.state, version: body.version }).toEqual({ status: 200, state: 'acknowledged', version: 2 })
    expect((body as unknown as Alert).timeline.at(-1)).toMatchObject({ event: 'acknowledged', by: 'user:u', note: '已电话通知' })
    const [event] = await liveEventsAfter(ground.db, last, 10)
    expect(event).toMatchObject({ topic: 'alerts', type: 'alert.acknowledged', unitId: 'U1', district: '131102', data: { id: 'H~1', version: 2, state: 'acknowledged' } })
    const audit = await ground.db.query("SELECT actor, action FROM audit WHERE subject = 'alert:H~1'")
    expect(audit.rows).toEqual([{ actor: 'user:u', action: 'alert.acknowledge' }])
    expect((await server.ask(officer, 'alerts/H~1')).body).toMatchObject({ state: 'acknowledged', version: 2 })
  })

  it('refuses an illegal step with 409 and the reason, and leaves no trace of it', async () => {
    await writeAlertRecords(ground.db, [record('H~2', { state: 'withdrawn', judged: 'withdrawn' })])
    const { last } = await liveRange(ground.db)
    for (const action of ['acknowledge', 'resolve', 'confirm']) {
      const { status, body } = await server.ask(officer, `alerts/H~2/${action}`, {})
      expect({ action, status, type: body.type }).toEqual({ action, status: 409, type: '/problems/conflict' })
      expect(body.detail).toContain('withdrawn')
    }
    expect((await server.ask(officer, 'alerts/H~2')).body).toMatchObject({ version: 1 })
    expect((await liveRange(ground.db)).last).toBe(last)
  })

  it('is open again where nothing follows the acknowledgement, once, and stays taken where somebody wrote something', async () => {
    await writeAlertRecords(ground.db, [record('R~1'), record('R~2')])
    for (const id of ['R~1', 'R~2']) await server.ask(officer, `alerts/${id}/acknowledge`, {})
    await server.ask(officer, 'alerts/R~2/comment', { note: '正在去现场' })
    const { rows } = await ground.db.query<{ data: { alertId: string; takenAt: string }; delay_ms: number }>("SELECT data, delay_ms FROM outbox WHERE queue = 'returns' AND data->>'alertId' LIKE 'R~%' ORDER BY id")
    expect(rows.map(({ data, delay_ms }) => [data.alertId, delay_ms])).toEqual([['R~1', 900_000], ['R~2', 900_000]])
    const { last } = await liveRange(ground.db)
    const comeTime = (): Promise<unknown[]> => Promise.all(rows.map(({ data }) => transaction(ground.db, async (client) => {
      await appendLiveEvents(client, await returnAlert(client, data.alertId, data.takenAt, Date.now()))
    })))
    await comeTime()
    await comeTime()
    const events = await liveEventsAfter(ground.db, last, 10)
    expect(events).toMatchObject([{ topic: 'alerts', type: 'alert.returned', data: { id: 'R~1', state: 'open', acknowledgedAt: null, version: 3 } }])
    expect((await server.ask(officer, 'alerts/R~1')).body).toMatchObject({ state: 'open', timeline: [{ event: 'opened' }, { event: 'acknowledged' }, { event: 'returned', by: 'system' }] })
    expect((await server.ask(officer, 'alerts/R~2')).body).toMatchObject({ state: 'acknowledged', version: 3 })
    expect((await server.ask(officer, 'alerts/R~1/acknowledge', {})).status).toBe(200)
  })

  it('lets one of two who acknowledge at once through', async () => {
    await writeAlertRecords(ground.db, [record('H~3')])
    const answers = await Promise.all(Array.from({ length: 8 }, () => server.ask(officer, 'alerts/H~3/acknowledge', {})))
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, ...Array<number>(7).fill(409)])
    expect((await server.ask(officer, 'alerts/H~3')).body).toMatchObject({ version: 2 })
  })

  it('wants a reason for dismissing and words for commenting', async () => {
    await writeAlertRecords(ground.db, [record('H~4')])
    expect((await server.ask(officer, 'alerts/H~4/dismiss', {})).status).toBe(422)
    expect((await server.ask(officer, 'alerts/H~4/comment', { note: ' ' })).status).toBe(422)
    expect(await server.ask(officer, 'alerts/H~4/dismiss', { reason: '误报' })).toMatchObject({ status: 422, body: { errors: [{ path: 'reason' }] } })
    expect((await server.ask(officer, 'alerts/H~4/dismiss', { reason: 'normal', note: '除霜' })).body).toMatchObject({ state: 'dismissed', review: null })
  })

  it('is assigned to an officer of its jurisdiction, who is told of it once', async () => {
    const person = (username: string, role: string, jurisdiction: object) => ground.db.query(
      "INSERT INTO app_user (id, username, name, role, jurisdiction, may_issue, created_at, password_hash) VALUES ($1, $1, $2, $3, $4, true, now(), '')", [username, `名-${username}`, role, JSON.stringify(jurisdiction)])
    await Promise.all([person('li', 'inspector', districts('131102')), person('afar', 'inspector', districts('131103')), person('cook', 'enterprise', unit('U1'))])
    await writeAlertRecords(ground.db, [record('A~1')])
    for (const to of ['afar', 'cook', 'nobody']) expect(await server.ask(officer, 'alerts/A~1/assign', { to })).toMatchObject({ status: 422, body: { errors: [{ path: 'to' }] } })
    expect((await server.ask(officer, 'alerts/A~1/assign', {})).status).toBe(422)
    const answers = await Promise.all(Array.from({ length: 4 }, () => server.ask(officer, 'alerts/A~1/assign', { to: 'li', note: '请去现场' })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409])
    expect((await server.ask(officer, 'alerts/A~1')).body).toMatchObject({ state: 'open', assignee: { username: 'li', name: '名-li' }, people: { li: '名-li' }, timeline: [{}, { event: 'assigned', to: 'li', note: '请去现场' }] })
    expect(await ids(officer, 'assignee=li')).toEqual(['A~1'])
    const told = async (): Promise<unknown[]> => (await ground.db.query("SELECT person, body FROM notification WHERE subject_id = 'A~1'")).rows
    expect(await told()).toMatchObject([{ person: 'li', body: expect.stringContaining('请去现场') }])
    expect((await ground.db.query("SELECT detail->>'to' AS to FROM audit WHERE subject = 'alert:A~1' AND action = 'alert.assign'")).rows).toEqual([{ to: 'li' }])
    expect((await server.ask(officer, 'alerts/A~1/resolve', {})).status).toBe(200)
    expect((await server.ask(officer, 'alerts/A~1/assign', { to: 'afar' })).status).toBe(422)
  })

  it('that was in somebody\'s hands and is given to another is open again where nothing follows', async () => {
    await writeAlertRecords(ground.db, [record('A~2')])
    await server.ask(officer, 'alerts/A~2/acknowledge', {})
    await server.ask(officer, 'alerts/A~2/assign', { to: 'li' })
    const { rows } = await ground.db.query<{ data: { alertId: string; takenAt: string } }>("SELECT data FROM outbox WHERE queue = 'returns' AND data->>'alertId' = 'A~2' ORDER BY id")
    expect(rows).toHaveLength(2)
    for (const [i, state] of (['acknowledged', 'open'] as const).entries()) {
      const { data } = rows[i] ?? { data: { alertId: '', takenAt: '' } }
      await transaction(ground.db, (client) => returnAlert(client, data.alertId, data.takenAt, Date.now()))
      expect((await server.ask(officer, 'alerts/A~2')).body).toMatchObject({ state })
    }
    expect((await server.ask(officer, 'alerts/A~2')).body).toMatchObject({ assignee: null })
  })

  it('counts for or against the version of its rule by what people found, and not where its fault was another', async () => {
    const made = ['V~1', 'V~2', 'V~3', 'V~4', 'V~5', 'V~6']
    await writeAlertRecords(ground.db, made.map((id, i) => record(id, { rule_id: 'counted', rule_version: id === 'V~6' ? 2 : 1, opened_at: new Date().toISOString(), ...(i === 4 ? { metric: null, type: 'no_mask', review: 'pending' } : {}) })))
    await server.ask(officer, 'alerts/V~1/resolve', {})
    await server.ask(officer, 'alerts/V~2/dismiss', { reason: 'mistaken' })
    await server.ask(officer, 'alerts/V~3/dismiss', { reason: 'duplicate' })
    await server.ask(officer, 'alerts/V~5/confirm', {})
    await server.ask(officer, 'alerts/V~6/dismiss', { reason: 'false-positive' })
    expect((await server.ask(officer, 'precision/rules?rule=counted')).body).toEqual({ items: [
      { ruleId: 'counted', ruleVersion: 2, judged: 1, right: 0, precision: 0 },
      { ruleId: 'counted', ruleVersion: 1, judged: 3, right: 2, precision: 2 / 3 },
    ] })
    // What was resolved and then dismissed as mistaken was no good alert.
    await server.ask(officer, 'alerts/V~1/dismiss', { reason: 'mistaken' })
    expect((await server.ask(officer, 'precision/rules?rule=counted')).body).toMatchObject({ items: [{}, { judged: 3, right: 1 }] })
    expect((await server.ask({ jurisdiction: districts('131103') }, 'precision/rules?rule=counted')).body).toEqual({ items: [] })
  })

  it('asks for the order when a person confirms what a camera saw', async () => {
    await writeAlertRecords(ground.db, [record('H~5', { metric: null, type: 'no_mask', review: 'pending' })])
    expect((await server.ask(officer, 'alerts/H~5/resolve', {})).status).toBe(409)
    expect((await server.ask(officer, 'alerts/H~5/confirm', {})).body).toMatchObject({ state: 'open', review: 'confirmed' })
    const { rows } = await ground.db.query("SELECT queue, name, data FROM outbox WHERE job_id = 'draft-H~5'")
    expect(rows).toEqual([{ queue: 'orders', name: 'draft', data: { alertId: 'H~5' } }])
    expect((await server.ask(officer, 'alerts/H~5/dismiss', { reason: 'mistaken' })).status).toBe(409)
  })

  it('is for officers, within their jurisdiction', async () => {
    await writeAlertRecords(ground.db, [record('H~6')])
    expect((await server.ask({ jurisdiction: unit('U1') }, 'alerts/H~6/acknowledge', {})).status).toBe(403)
    expect((await server.ask({ jurisdiction: districts('131103') }, 'alerts/H~6/acknowledge', {})).status).toBe(404)
    expect((await server.ask({ jurisdiction: districts('131102') }, 'alerts/H~6/acknowledge', {})).status).toBe(200)
  })
})
