import { afterAll, beforeAll, expect, it } from 'vitest'
import { writeAlertRecords } from '../../stores/postgres/alertRecords.ts'
import { alertRecord as record } from '../builders/alertRecords.ts'
import { CITY, districts, layGround, type Ground } from './liveServer.ts'
import { startReadServer, type Visitor } from './readServer.ts'

let ground: Ground
let server: Awaited<ReturnType<typeof startReadServer>>
const officer: Visitor = { jurisdiction: CITY }
const district: Visitor = { jurisdiction: districts('131102') }
const later = new Date(Date.now() + 3_600_000).toISOString()

beforeAll(async () => {
  ground = await layGround()
  server = await startReadServer(ground)
  await ground.db.query(`INSERT INTO unit (id, name, kind, district, lng, lat) VALUES ('U1', '一食堂', 'canteen', '131102', 115.7, 37.7), ('U3', '三食堂', 'canteen', '131103', 115.7, 37.7)`)
  await ground.db.query(`INSERT INTO device (id, unit, profile, token_hash) VALUES ('D1', 'U1', 'catering-freezer', '\\x'), ('G1', 'U1', 'kitchen-gas', '\\x')`)
  await ground.db.query(`INSERT INTO rule (id, version, text, author, current) VALUES ('gas-rule', 1, '{"id": "gas-rule", "name": "燃气", "metric": "gas_lel", "scope": {}}', 'shipped', true), ('cold', 1, '{"id": "cold", "name": "冷藏", "metric": "temperature", "scope": {}}', 'shipped', true)`)
  await writeAlertRecords(ground.db, [
    record('S~1'), record('S~gas', { device_id: 'G1', metric: 'gas_lel' }), record('S~fire', { metric: null, type: 'fire_smoke', review: 'pending' }),
    record('S~over', { state: 'resolved', judged: 'resolved' }), record('S~else', { unit_id: 'U3', district: '131103' }),
  ])
})
afterAll(async () => {
  await server?.stop()
  await ground?.stop()
})

const silenced = async (id: string): Promise<unknown> => (await server.ask(officer, `alerts/${id}`)).body.silencedUntil

it('shows on the alerts of its scope until when, and on none of gas and fire; the alerts exist all the same', async () => {
  const { status, body } = await server.ask(officer, 'silences', { scope: { units: ['U1'] }, until: later, reason: '冷库检修' })
  expect({ status, ...(body as object) }).toMatchObject({ status: 201, scope: { units: ['U1'] }, until: later, author: 'user:u', endedAt: null })
  expect(await silenced('S~1')).toBe(later)
  for (const id of ['S~gas', 'S~fire', 'S~over', 'S~else']) expect({ id, until: await silenced(id) }).toEqual({ id, until: null })
  expect((await server.ask(officer, 'alerts?unit=U1&state=open')).body).toMatchObject({ items: expect.arrayContaining([expect.objectContaining({ id: 'S~1', silencedUntil: later })]) as unknown })

  const ended = await server.ask(officer, `silences/${String(body.id)}/end`, {})
  expect(ended.body).toMatchObject({ endedBy: 'user:u' })
  expect(await silenced('S~1')).toBeNull()
  expect((await server.ask(officer, `silences/${String(body.id)}/end`, {})).status).toBe(409)
  const { rows } = await ground.db.query('SELECT action FROM audit WHERE subject = $1 ORDER BY seq', [`silence:${String(body.id)}`])
  expect(rows).toEqual([{ action: 'silence.create' }, { action: 'silence.end' }])
})

it('acts neither before its time nor beyond its author\'s jurisdiction', async () => {
  const future = { scope: { units: ['U1'] }, from: new Date(Date.now() + 60_000).toISOString(), until: later, reason: '停电' }
  expect((await server.ask(officer, 'silences', future)).status).toBe(201)
  expect(await silenced('S~1')).toBeNull()
  const { body } = await server.ask(district, 'silences', { scope: { rules: ['cold'] }, until: later, reason: '演练' })
  expect(await silenced('S~1')).toBe(later)
  expect(await silenced('S~else')).toBeNull()
  expect((await server.ask({ jurisdiction: districts('131103') }, `silences/${String(body.id)}/end`, {})).status).toBe(403)
  expect((await server.ask(district, 'silences?active=true')).body).toMatchObject({ items: [{ id: body.id }], next: null })
})

it('is refused for gas and fire, for what is unknown or elsewhere, without a reason or an end, and to other roles', async () => {
  const status = async (by: Visitor, scope: object, more: object = {}): Promise<number> => (await server.ask(by, 'silences', { scope, until: later, reason: 'x', ...more })).status
  for (const scope of [{ types: ['fire_smoke'] }, { devices: ['G1'] }, { rules: ['gas-rule'] }, { rules: ['violation-fire_smoke'] }, { units: ['U9'] }, { types: ['dancing'] }, { rules: ['nobody-wrote-it'] }, {}, { types: [] }]) {
    expect({ scope, status: await status(officer, scope) }).toEqual({ scope, status: 422 })
  }
  expect(await status(district, { units: ['U3'] })).toBe(422)
  expect(await status(officer, { units: ['U1'] }, { reason: '' })).toBe(422)
  expect(await status(officer, { units: ['U1'] }, { until: '2020-01-01T00:00:00Z' })).toBe(422)
  expect(await status({ jurisdiction: CITY, role: 'inspector' }, { units: ['U1'] })).toBe(403)
})
