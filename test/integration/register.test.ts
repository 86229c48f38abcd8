import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Role } from '../../domain/user.ts'
import { must, startApi, type Answer, type ApiServer, type Send } from './apiServer.ts'

let api: ApiServer
const callers = {} as Record<Role | 'nobody', Send>

const CANTEEN = { id: 'unit-1', name: '桃城一中食堂', kind: 'canteen', district: '131102', point: [115.67, 37.73] }
const ELSEWHERE = { ...CANTEEN, id: 'unit-2', name: '景县冷库', kind: 'cold-store', district: '131127', point: [116.27, 37.69] }

beforeAll(async () => {
  api = await startApi()
  for (const unit of [CANTEEN, ELSEWHERE]) await must(api.admin('POST', '/api/v1/units', unit), 201)
  for (const [id, unit] of [['freezer-1', 'unit-1'], ['freezer-2', 'unit-2']]) {
    await must(api.admin('POST', '/api/v1/devices', { id, unit, profile: 'catering-freezer' }), 201)
  }
  await must(api.admin('POST', '/api/v1/devices', { id: 'gateway-2', profile: 'gateway', format: 'chirpstack', devices: ['freezer-2'] }), 201)
  callers.nobody = api.nobody
  callers.admin = await api.user('admin', { scope: 'city' })
  callers.centre = await api.user('centre', { scope: 'city' })
  callers.duty = await api.user('duty', { scope: 'city' })
  callers.inspector = await api.user('inspector', { scope: 'districts', districts: ['131102', '131103'] })
  callers.enterprise = await api.user('enterprise', { scope: 'unit', unit: 'unit-1' })
})
afterAll(() => api?.stop())

const problem = (answer: Answer): unknown => [answer.status, answer.body.type]

describe('units and devices', () => {
  it('are made with all that was said, and a device with a token the door takes', async () => {
    const unit = { ...CANTEEN, id: 'unit-full', uscc: '92131121MA07ABC20T', licence: 'JY21311020001236', grade: 'B', address: '人民路1号', contacts: [{ name: '王', phone: '0318-1234567' }], officer: 'inspector-1', tags: ['校园周边'], openingHours: [{ from: '10:00', to: '22:00' }] }
    const made = await must(api.admin('POST', '/api/v1/units', unit), 201)
    expect(made.body).toEqual({ ...unit, createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z$/), updatedAt: made.body.createdAt })
    expect(made.headers.get('location')).toBe('/api/v1/units/unit-full')
    const device = await must(api.admin('POST', '/api/v1/devices', { id: 'door-1', unit: 'unit-full', profile: 'door', place: '冷库门' }), 201)
    expect(device.body).toMatchObject({ id: 'door-1', unit: 'unit-full', place: '冷库门', interval: null, gateway: null, token: expect.stringMatching(/^\S{40,}$/) })
    expect(await api.context.register.authenticate('door-1', String(device.body.token))).toMatchObject({ id: 'door-1', profile: 'door' })
    expect((await api.admin('GET', '/api/v1/devices/door-1')).body).not.toHaveProperty('token')
  })

  it('get an id and the interval of the profile where none is given', async () => {
    const { id: _id, ...nameless } = CANTEEN
    const unit = await must(api.admin('POST', '/api/v1/units', nameless), 201)
    expect(unit.body.id).toMatch(/^u-[0-9a-z]{16}$/)
    const own = await must(api.admin('POST', '/api/v1/devices', { id: 'quick', unit: unit.body.id, profile: 'catering-freezer', interval: 5 }), 201)
    expect(own.body.interval).toBe(5)
    expect((await api.admin('GET', '/api/v1/devices/freezer-1')).body.interval).toBe(api.context.configuration.profiles.get('catering-freezer')?.interval)
  })

  it('change only in what a PATCH names, and null clears', async () => {
    await must(api.admin('POST', '/api/v1/units', { ...CANTEEN, id: 'unit-patch', grade: 'C', address: '旧址' }), 201)
    const patched = await must(api.admin('PATCH', '/api/v1/units/unit-patch', { address: null, district: '131103' }), 200)
    expect(patched.body).toMatchObject({ name: CANTEEN.name, grade: 'C', address: null, district: '131103', tags: [] })
    expect((await must(api.admin('PATCH', '/api/v1/units/unit-patch', { tags: ['key-product', '校园周边', 'key-product'], openingHours: [{ days: ['sat'], from: '18:00', to: '02:00' }] }), 200)).body).toMatchObject({ grade: 'C', tags: ['key-product', '校园周边'], openingHours: [{ days: ['sat'], from: '18:00', to: '02:00' }] })
    expect((await api.admin('GET', '/api/v1/units?tag=key-product')).body.items.map((one) => one.id)).toEqual(['unit-patch'])
    const calibrated = await must(api.admin('PATCH', '/api/v1/devices/freezer-1', { calibratedAt: '2026-05-01', calibrationDays: 10 }), 200)
    expect(calibrated.body).toMatchObject({ calibratedAt: '2026-04-30T16:00:00.000Z', calibrationDays: 10, calibrationDue: '2026-05-10T16:00:00.000Z' })
    const device = await must(api.admin('PATCH', '/api/v1/devices/freezer-1', { place: '后厨', interval: 30 }), 200)
    expect(device.body).toMatchObject({ calibratedAt: '2026-04-30T16:00:00.000Z', calibrationDays: 10 })
    expect(device.body).toMatchObject({ unit: 'unit-1', place: '后厨', interval: 30 })
  })

  it('lose the old token when a new one is made', async () => {
    const first = await must(api.admin('POST', '/api/v1/devices', { id: 'rotated', unit: 'unit-1', profile: 'camera' }), 201)
    const second = await must(api.admin('POST', '/api/v1/devices/rotated/token'), 201)
    expect(await api.context.register.authenticate('rotated', String(first.body.token))).toBeNull()
    expect(await api.context.register.authenticate('rotated', String(second.body.token))).toMatchObject({ id: 'rotated' })
  })

  it('stand behind the gateway that names them, and leave it when it no longer does', async () => {
    for (const id of ['probe-1', 'probe-2']) await must(api.admin('POST', '/api/v1/devices', { id, unit: 'unit-1', profile: 'catering-chiller' }), 201)
    const gateway = await must(api.admin('POST', '/api/v1/devices', { id: 'gw', profile: 'gateway', format: 'chirpstack', devices: ['probe-1', 'probe-2'] }), 201)
    expect(gateway.body).toMatchObject({ unit: null, format: 'chirpstack', devices: ['probe-1', 'probe-2'], token: expect.any(String) })
    expect(await api.context.register.find('probe-1')).toMatchObject({ gateway: 'gw' })
    await must(api.admin('PATCH', '/api/v1/devices/gw', { devices: ['probe-2'] }), 200)
    expect(await api.context.register.find('probe-1')).toMatchObject({ gateway: null })
    expect((await api.admin('GET', '/api/v1/devices?gateway=gw')).body.items.map((device) => device.id)).toEqual(['probe-2'])
  })

  it('are announced to the judging before they are answered', async () => {
    const lengths = () => Promise.all([0, 1, 2, 3].map((partition) => api.context.redis.xlen(`mj:{${partition}}:feed`)))
    const before = await lengths()
    await must(api.admin('POST', '/api/v1/units', { ...CANTEEN, id: 'unit-told' }), 201)
    expect(await lengths()).toEqual(before.map((length) => length + 1))
  })
})

describe('what does not fit is refused', () => {
  const unit = (more: object): [string, object] => ['/api/v1/units', { ...CANTEEN, id: 'refused', ...more }]
  const device = (more: object): [string, object] => ['/api/v1/devices', { id: 'refused', unit: 'unit-1', profile: 'catering-freezer', ...more }]

  it.each([
    ['a credit code whose check character is wrong', unit({ uscc: '92131121MA07ABC20U' }), 422, 'invalid', 'uscc'],
    ['a licence whose check digit is wrong', unit({ licence: 'JY21311020001237' }), 422, 'invalid', 'licence'],
    ['a district of another city', unit({ district: '110105' }), 422, 'unknown-district', 'district'],
    ['a kind nobody knows', unit({ kind: 'spaceport' }), 422, 'invalid', 'kind'],
    ['latitude before longitude', unit({ point: [37.73, 115.67] }), 422, 'invalid', 'point'],
    ['a point outside China', unit({ point: [0, 0] }), 422, 'invalid', 'point'],
    ['a field nobody knows', unit({ colour: 'red' }), 422, 'invalid', 'colour'],
    ['an id with a slash', unit({ id: 'a/b' }), 422, 'invalid', 'id'],
    ['opening hours past midnight of no day', unit({ openingHours: [{ from: '25:00', to: '02:00' }] }), 422, 'invalid', 'openingHours.0.from'],
    ['a tag of two words', unit({ tags: ['two words'] }), 422, 'invalid', 'tags.0'],
    ['an empty name', unit({ name: '  ' }), 422, 'invalid', 'name'],
    ['a unit whose id is taken', unit({ id: 'unit-1' }), 409, 'duplicate', undefined],
    ['a device in an unknown unit', device({ unit: 'nowhere' }), 422, 'unknown-unit', 'unit'],
    ['a device in no unit', device({ unit: undefined }), 422, 'invalid', 'unit'],
    ['a device of an unknown profile', device({ profile: 'toaster' }), 422, 'unknown-profile', 'profile'],
    ['a gateway of an unknown format', device({ profile: 'gateway', format: 'semaphore' }), 422, 'unknown-format', 'format'],
    ['an interval of nothing', device({ interval: 0 }), 422, 'invalid', 'interval'],
    ['a calibration in the future', device({ calibratedAt: '2999-01-01' }), 422, 'invalid', 'calibratedAt'],
    ['a calibration on no day', device({ calibratedAt: 'in May' }), 422, 'invalid', 'calibratedAt'],
    ['a camera that is calibrated', device({ profile: 'camera', calibratedAt: '2026-05-01' }), 422, 'invalid', 'calibratedAt'],
    ['a device whose id is taken', device({ id: 'freezer-1' }), 409, 'duplicate', undefined],
    ['a plain device with a format', device({ format: 'chirpstack' }), 422, 'invalid', 'format'],
    ['a gateway without a format', device({ profile: 'gateway' }), 422, 'invalid', 'format'],
    ['a gateway of devices that are not there', device({ profile: 'gateway', format: 'chirpstack', devices: ['freezer-1', 'ghost'] }), 422, 'unknown-device', 'devices'],
    ['a gateway of gateways', device({ profile: 'gateway', format: 'chirpstack', devices: ['gateway-2'] }), 422, 'invalid', 'devices'],
    ['a device behind what is no gateway', device({ gateway: 'freezer-2' }), 422, 'invalid', 'gateway'],
    ['characters that can not be stored', unit({ name: 'nul\0nul' }), 422, 'invalid', undefined],
  ])('%s', async (_name, [path, body], status, type, field) => {
    const answer = await api.admin('POST', path, body)
    expect(problem(answer)).toEqual([status, `/problems/${type}`])
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/)
    expect(answer.body).toMatchObject({ title: expect.any(String), status, detail: expect.any(String), instance: path })
    if (field !== undefined) expect(answer.body.errors).toContainEqual(expect.objectContaining({ path: field }))
    expect((await api.admin('GET', `${path}/refused`)).status).toBe(404)
  })

  it.each([
    ['broken JSON', 'POST', '/api/v1/units', '{"id":', { 'content-type': 'application/json' }, 400, 'malformed-json'],
    ['an empty body', 'POST', '/api/v1/units', undefined, {}, 400, 'malformed-json'],
    ['a form', 'POST', '/api/v1/units', 'id=1', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'unsupported-media-type'],
    ['too much', 'POST', '/api/v1/units', JSON.stringify({ name: 'x'.repeat(1_100_000) }), { 'content-type': 'application/json' }, 413, 'too-large'],
    ['a method the address does not know', 'DELETE', '/api/v1/units/unit-1', undefined, {}, 405, 'method-not-allowed'],
    ['an address nobody knows', 'GET', '/api/v1/unicorns', undefined, {}, 404, 'not-found'],
    ['a page of nothing', 'GET', '/api/v1/units?limit=0', undefined, {}, 400, 'invalid-query'],
    ['a page too long', 'GET', '/api/v1/units?limit=501', undefined, {}, 400, 'invalid-query'],
    ['a cursor we did not give', 'GET', '/api/v1/units?cursor=zzz', undefined, {}, 400, 'invalid-query'],
    ['a filter nobody knows', 'GET', '/api/v1/units?distrct=131102', undefined, {}, 400, 'invalid-query'],
    ['a path that is badly encoded', 'GET', '/api/v1/units/%E0%A4%A', undefined, {}, 400, 'bad-request'],
  ])('%s', async (_name, method, path, body, headers, status, type) => {
    const answer = await api.admin(method, path, body, headers)
    expect(problem(answer)).toEqual([status, `/problems/${type}`])
    if (status === 405) expect(answer.headers.get('allow')).toBe('GET, PATCH, HEAD')
  })
})

describe('lists', () => {
  it('give every unit once, newest first, page after page', async () => {
    for (let i = 0; i < 7; i++) await must(api.admin('POST', '/api/v1/units', { ...CANTEEN, id: `page-${i}`, name: '分页', kind: 'market' }), 201)
    const seen: unknown[] = []
    let next: unknown = ''
    for (let pages = 0; next !== null; pages++) {
      expect(pages).toBeLessThan(4)
      const page = await must(api.admin('GET', `/api/v1/units?kind=market&limit=3${next ? `&cursor=${String(next)}` : ''}`), 200)
      seen.push(...page.body.items.map((unit) => unit.id))
      next = page.body.next
    }
    expect(seen).toEqual([6, 5, 4, 3, 2, 1, 0].map((i) => `page-${i}`))
  })

  it.each([
    ['/api/v1/units?district=131127', ['unit-2']],
    ['/api/v1/units?kind=cold-store', ['unit-2']],
    ['/api/v1/units?q=景县', ['unit-2']],
    ['/api/v1/units?q=%25', []],
    ['/api/v1/devices?unit=unit-2', ['freezer-2']],
    ['/api/v1/devices?profile=gateway&q=way-2', ['gateway-2']],
    ['/api/v1/devices?district=131127', ['freezer-2']],
    ['/api/v1/users?role=enterprise', [expect.stringMatching(/^p-/)]],
  ])('%s finds what it names', async (path, ids) => {
    const { body } = await must(api.admin('GET', path), 200)
    expect(body.items.map((item) => item.id)).toEqual(ids)
    expect(body.next).toBeNull()
  })
})

describe('roles', () => {
  const every = ['nobody', 'admin', 'centre', 'duty', 'inspector', 'enterprise'] as const
  // In the order of `every`.
  it.each([
    ['GET', '/api/v1/units', undefined, [401, 200, 200, 200, 200, 200]],
    ['GET', '/api/v1/units/unit-1', undefined, [401, 200, 200, 200, 200, 200]],
    ['GET', '/api/v1/units/unit-2', undefined, [401, 200, 200, 200, 404, 404]],
    ['POST', '/api/v1/units', {}, [401, 422, 422, 403, 403, 403]],
    ['PATCH', '/api/v1/units/unit-2', { grade: 'A' }, [401, 200, 200, 403, 403, 403]],
    ['POST', '/api/v1/units/import', undefined, [401, 400, 400, 403, 403, 403]],
    ['GET', '/api/v1/devices/freezer-1', undefined, [401, 200, 200, 200, 200, 200]],
    ['GET', '/api/v1/devices/freezer-2', undefined, [401, 200, 200, 200, 404, 404]],
    ['GET', '/api/v1/devices/gateway-2', undefined, [401, 200, 200, 200, 404, 404]],
    ['POST', '/api/v1/devices', {}, [401, 422, 422, 403, 403, 403]],
    ['POST', '/api/v1/devices/freezer-2/token', undefined, [401, 201, 201, 403, 403, 403]],
    ['POST', '/api/v1/devices/import', undefined, [401, 400, 400, 403, 403, 403]],
    ['GET', '/api/v1/rules', undefined, [401, 200, 200, 200, 200, 200]],
    ['POST', '/api/v1/rules', {}, [401, 422, 403, 403, 403, 403]],
    ['PUT', '/api/v1/rules/any', {}, [401, 422, 403, 403, 403, 403]],
    ['DELETE', '/api/v1/rules/none', undefined, [401, 404, 403, 403, 403, 403]],
    ['GET', '/api/v1/users', undefined, [401, 200, 403, 403, 403, 403]],
    ['POST', '/api/v1/users', {}, [401, 422, 403, 403, 403, 403]],
    ['DELETE', '/api/v1/users/none', undefined, [401, 404, 403, 403, 403, 403]],
    ['GET', '/api/v1/audit', undefined, [401, 200, 403, 403, 403, 403]],
    ['GET', '/api/v1/audit/verify', undefined, [401, 200, 403, 403, 403, 403]],
    ['GET', '/api/v1/audit/export', undefined, [401, 200, 403, 403, 403, 403]],
  ])('%s %s %j', async (method, path, body, statuses) => {
    const answers = []
    for (const caller of every) answers.push((await callers[caller](method, path, body)).status)
    expect(answers).toEqual(statuses)
  })
})

describe('jurisdiction', () => {
  it('keeps every list to what its reader supervises', async () => {
    const units = async (send: Send) => new Set((await must(send('GET', '/api/v1/units?limit=500'), 200)).body.items.map((unit) => unit.district))
    expect(await units(callers.duty)).toEqual(new Set(['131102', '131103', '131127']))
    expect(await units(callers.inspector)).toEqual(new Set(['131102', '131103']))
    expect((await callers.enterprise('GET', '/api/v1/units')).body.items.map((unit) => unit.id)).toEqual(['unit-1'])
    const devices = (await must(callers.enterprise('GET', '/api/v1/devices?limit=500'), 200)).body.items
    // The gateway without a unit serves this unit too.
    expect(new Set(devices.map((device) => device.unit))).toEqual(new Set(['unit-1', null]))
    expect(devices.map((device) => device.id)).toContain('gw')
  })

  it('binds writers too: a district centre writes only in its district', async () => {
    const centre = await api.user('centre', { scope: 'districts', districts: ['131102'] })
    expect(problem(await centre('POST', '/api/v1/units', { ...ELSEWHERE, id: 'far' }))).toEqual([403, '/problems/outside-jurisdiction'])
    expect(problem(await centre('PATCH', '/api/v1/units/unit-2', { grade: 'A' }))).toEqual([404, '/problems/not-found'])
    expect(problem(await centre('PATCH', '/api/v1/units/unit-1', { district: '131127' }))).toEqual([403, '/problems/outside-jurisdiction'])
    expect(problem(await centre('POST', '/api/v1/devices', { id: 'far', unit: 'unit-2', profile: 'camera' }))).toEqual([422, '/problems/unknown-unit'])
    expect(problem(await centre('POST', '/api/v1/devices', { id: 'far', profile: 'gateway', format: 'chirpstack', devices: ['freezer-2'] }))).toEqual([422, '/problems/unknown-device'])
    expect(problem(await centre('POST', '/api/v1/devices/freezer-2/token'))).toEqual([404, '/problems/not-found'])
  })

  it('of a user must fit the role and exist', async () => {
    const make = (role: string, jurisdiction: object) => api.admin('POST', '/api/v1/users', { username: 'odd', name: 'odd', role, jurisdiction, password: 'correct horse battery' })
    expect((await make('admin', { scope: 'unit', unit: 'unit-1' })).status).toBe(422)
    expect((await make('enterprise', { scope: 'city' })).status).toBe(422)
    expect(problem(await make('enterprise', { scope: 'unit', unit: 'ghost' }))).toEqual([422, '/problems/unknown-unit'])
    expect(problem(await make('inspector', { scope: 'districts', districts: ['110105'] }))).toEqual([422, '/problems/unknown-district'])
  })
})

describe('the frame', () => {
  it('tells that it lives, that it is ready, and its figures', async () => {
    expect((await api.nobody('GET', '/healthz')).status).toBe(200)
    expect((await api.nobody('GET', '/readyz')).body).toEqual({ status: 'ok', redis: 'ok', postgres: 'ok' })
    const { text } = await must(api.nobody('GET', '/metrics'), 200)
    expect(text).toMatch(/mingjian_http_request_duration_seconds_count\{method="GET",route="\/api\/v1\/units\/:id",status="200"\} \d+/)
  })

  it('describes every operation and shows it on a page of its own', async () => {
    const { body } = await must(api.nobody('GET', '/api/openapi.json'), 200)
    expect(body.openapi).toBe('3.1.0')
    expect(Object.keys(body.paths as object)).toEqual(expect.arrayContaining(['/api/v1/session', '/api/v1/units/{id}', '/api/v1/devices/import', '/api/v1/rules/{id}', '/api/v1/audit']))
    expect((await api.nobody('GET', '/api/docs')).headers.get('location')).toBe('/api/docs/')
    const page = await must(api.nobody('GET', '/api/docs/'), 200)
    expect(page.text).not.toMatch(/(src|href)="(https?:)?\/\//)
    for (const [, asset] of page.text.matchAll(/(?:src|href)="\.\/([^"]+)"/g)) await must(api.nobody('GET', `/api/docs/${asset}`), 200)
  })

  it('says so in place of the pages while they are not built, and names every request', async () => {
    const page = await api.nobody('GET', '/screen')
    expect([200, 503]).toContain(page.status)
    expect(page.headers.get('content-security-policy')).toMatch(/script-src 'self';/)
    const named = await api.nobody('GET', '/healthz', undefined, { 'x-request-id': 'mine-1' })
    expect(named.headers.get('x-request-id')).toBe('mine-1')
    expect((await api.nobody('GET', '/nowhere')).status).toBe(404)
  })
})
