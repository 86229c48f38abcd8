import { createHash, randomUUID } from 'node:crypto'
import { io, type Socket } from 'socket.io-client'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Inspection, InspectionDossier } from '../../domain/inspection.ts'
import type { Entry } from '../../domain/inspection/entry.ts'
import type { LiveEvent, SubscriptionAnswer } from '../../domain/live.ts'
import type { Order } from '../../domain/order.ts'
import type { JoinAnswer, Presence, Signal } from '../../domain/signalling.ts'
import { readRoutes } from '../../server/api/read/routes.ts'
import { insertReadings, seriesIds } from '../../stores/postgres/history.ts'
import { ReadingPartitions } from '../../stores/postgres/readingPartitions.ts'
import { pdfText } from '../builders/pdf.ts'
import { aPhoto } from '../builders/photos.ts'
import { cookieOf, must, sender, startApi, type ApiServer, type Send } from './apiServer.ts'
import { until } from './liveServer.ts'

const POINT: [number, number] = [115.69, 37.74]
const PASSWORD = 'correct horse battery'
const PIECE = { 'content-type': 'application/offset+octet-stream' }
const STROKES = [[[0.1, 0.5], [0.4, 0.2], [0.8, 0.7]]]

/** Somebody with a login: sends over HTTP, and opens sockets with the same cookie. */
interface Person { readonly send: Send; readonly cookie: string }

let api: ApiServer
let centre: Person
let inspector: Person
let expert: Person
/** An officer of the same district, with every right but that of taking part. */
let colleague: Person
let unit: Person
const sockets: Socket[] = []

async function person(username: string, role: string, jurisdiction: object): Promise<Person> {
  await must(api.admin('POST', '/api/v1/users', { username, name: `${username}（姓名）`, role, jurisdiction, password: PASSWORD }), 201)
  const cookie = cookieOf(await must(sender(api.url, {})('POST', '/api/v1/session', { username, password: PASSWORD }), 201))
  return { cookie, send: sender(api.url, { cookie }) }
}

beforeAll(async () => {
  api = await startApi({ live: true, env: { ICE_URLS: 'stun:stun.example:3478 turn:turn.example:3478', TURN_SECRET: 'a-shared-secret' }, extra: (context) => ({ read: readRoutes(context) }) })
  await must(api.admin('POST', '/api/v1/units', { id: 'U1', name: '育才小学食堂', kind: 'canteen', district: '131102', point: POINT }), 201)
  const district = { scope: 'districts', districts: ['131102'] }
  centre = await person('centre', 'centre', { scope: 'city' })
  inspector = await person('inspector', 'inspector', district)
  expert = await person('expert', 'duty', { scope: 'districts', districts: ['131103'] })
  colleague = await person('colleague', 'inspector', district)
  unit = await person('boss', 'enterprise', { scope: 'unit', unit: 'U1' })
})
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.disconnect()
})
afterAll(() => api?.stop())

async function open(more: object = {}): Promise<string> {
  const body = { unitId: 'U1', reason: '冷藏柜超温', inspectors: ['inspector'], watchers: ['expert'], ...more }
  return String((await must(centre.send('POST', '/api/v1/inspections', body), 201)).body.id)
}
const act = (by: Person, id: string, action: string, body: object = {}) => by.send('POST', `/api/v1/inspections/${id}/${action}`, body)
const enter = (by: Person, id: string, kind: string, body: object, more: object = {}) => by.send('POST', `/api/v1/inspections/${id}/entries`, { key: randomUUID(), kind, body, ...more })
const find = async (by: Person, id: string) => (await must(by.send('GET', `/api/v1/inspections/${id}`), 200)).body as unknown as InspectionDossier & { sight: string; actions: string[] }
const entries = async (by: Person, id: string, after = 0) => (await must(by.send('GET', `/api/v1/inspections/${id}/entries?after=${after}`), 200)).body.items as unknown as Entry[]

async function underWay(more: object = {}): Promise<string> {
  const id = await open(more)
  await must(act(inspector, id, 'accept'), 200)
  await must(act(inspector, id, 'check-in', { point: POINT, accuracy: 12 }), 200)
  await must(act(inspector, id, 'begin'), 200)
  return id
}

/** Tells of a still and sends its bytes; answers its id. */
async function sendStill(id: string, bytes: Buffer, more: object = {}): Promise<string> {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const told = (await must(inspector.send('POST', `/api/v1/inspections/${id}/stills`, { key: randomUUID(), sha256, size: bytes.length, place: { point: POINT, accuracy: 9 }, ...more }), 201)).body
  const half = bytes.length >> 1
  const address = `/api/v1/inspections/${id}/stills/${String(told.id)}`
  await must(inspector.send('PATCH', address, bytes.subarray(0, half), { ...PIECE, 'upload-offset': '0' }), 204)
  await must(inspector.send('PATCH', address, bytes.subarray(half), { ...PIECE, 'upload-offset': String(half) }), 204)
  return String(told.id)
}

async function connect(by: Person | null, namespace: string): Promise<Socket> {
  const socket = io(`${api.url}${namespace}`, { transports: ['websocket'], forceNew: true, reconnection: false, extraHeaders: by ? { cookie: by.cookie } : {} })
  sockets.push(socket)
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('connect_error', reject)
  })
  return socket
}
async function join(by: Person, inspection: string, peer: string = randomUUID()): Promise<{ socket: Socket; peer: string; answer: JoinAnswer; heard: [string, unknown][] }> {
  const socket = await connect(by, '/inspect')
  const heard: [string, unknown][] = []
  socket.onAny((event: string, data: unknown) => heard.push([event, data]))
  const answer = (await socket.timeout(10_000).emitWithAck('join', { inspection, peer })) as JoinAnswer
  return { socket, peer, answer, heard }
}

describe('an inspection over HTTP', () => {
  it('goes from opening to a signed record, with a finding that becomes one order, and everything on the audit log', async () => {
    const id = await underWay()
    const still = await sendStill(id, await aPhoto(1))
    const items = (await find(inspector, id)).checklist.items
    expect(items.length).toBeGreaterThan(15)
    for (const item of items) {
      const result = item.id === 'chiller-temperature' ? { result: 'fail', reading: { metric: 'temperature', value: 11.2 }, stills: [still], note: '门封破损' } : { result: 'pass' }
      await must(enter(inspector, id, 'result', { item: item.id, ...result }), 201)
    }
    await must(enter(centre, id, 'drawing', { still, lines: [{ colour: 'red', points: [[0.2, 0.3], [0.5, 0.6]] }], note: '看这里' }), 201)
    const order = (await must(centre.send('POST', `/api/v1/inspections/${id}/orders`, { finding: 'chiller-temperature' }), 201)).body as unknown as Order
    expect(order).toMatchObject({ source: 'inspection', sourceId: id, unitId: 'U1', severity: 'major', state: 'found', basis: { status: 'unverified' } })
    expect(order.fact).toContain('11.2')
    expect((await must(inspector.send('POST', `/api/v1/inspections/${id}/orders`, { finding: 'chiller-temperature' }), 201)).body.id).toBe(order.id)
    await must(act(inspector, id, 'finish'), 200)
    const signed = await must(act(inspector, id, 'sign', { inspector: { name: '李检', strokes: STROKES }, unit: { name: '王某', position: '负责人', strokes: STROKES } }), 200)
    expect(signed.body).toMatchObject({ state: 'signed', orderIds: [order.id], progress: { done: items.length, total: items.length, failed: 1 }, stills: 1, signatures: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown } })
    const printed = await fetch(`${api.url}/api/v1/inspections/${id}/record.pdf`, { headers: { cookie: unit.cookie } })
    expect([printed.status, printed.headers.get('content-type')]).toEqual([200, 'application/pdf'])
    const text = (await pdfText(new Uint8Array(await printed.arrayBuffer()))).join('')
    const sha256 = (signed.body.signatures as { sha256: string }).sha256
    for (const words of ['现场检查笔录', '育才小学食堂', '冷藏设备温度', '不符合', '实测11.2', '门封破损', order.id, '王某（负责人）', '检查员：李检', sha256, '指挥中心标注1次']) expect(text).toContain(words)
    const log = (await must(api.admin('GET', `/api/v1/audit?subject=inspection:${id}&limit=500`), 200)).body.items.map((line) => line.action)
    for (const action of ['open', 'accept', 'check-in', 'begin', 'still', 'still-kept', 'result', 'drawing', 'order', 'finish', 'sign', 'record']) expect(log).toContain(`inspection.${action}`)
  })

  it('keeps a still byte for byte under the hash that was told first, and refuses other bytes', async () => {
    const id = await underWay()
    const bytes = await aPhoto(2)
    const still = await sendStill(id, bytes)
    const kept = await inspector.send('GET', `/api/v1/inspections/${id}/stills/${still}/original`)
    expect(kept.headers.get('content-type')).toBe('image/jpeg')
    expect((await entries(expert, id)).filter((entry) => entry.kind === 'still' || entry.kind === 'still-kept')).toMatchObject([
      { kind: 'still', body: { still, sha256: createHash('sha256').update(bytes).digest('hex'), point: POINT, accuracy: 9 } }, { kind: 'still-kept', body: { still, width: 900, height: 800 } },
    ])
    const other = await aPhoto(3)
    const told = (await must(inspector.send('POST', `/api/v1/inspections/${id}/stills`, { key: randomUUID(), sha256: '0'.repeat(64), size: other.length }), 201)).body
    const refused = await inspector.send('PATCH', `/api/v1/inspections/${id}/stills/${String(told.id)}`, other, { ...PIECE, 'upload-offset': '0' })
    expect([refused.status, refused.headers.get('upload-offset')]).toEqual([422, '0'])
    expect((await inspector.send('GET', `/api/v1/inspections/${id}/stills/${String(told.id)}/original`)).status).toBe(404)
  })

  it('takes what was done without a line in order, with the times it happened, and each thing once', async () => {
    const id = await open()
    const began = Date.now() - 2 * 3_600_000
    await api.context.db.query(`UPDATE inspection SET data = jsonb_set(jsonb_set(data, '{openedAt}', $2), '{steps,0,at}', $2) WHERE id = $1`, [id, JSON.stringify(new Date(began).toISOString())])
    const at = (minutes: number) => new Date(began + minutes * 60_000).toISOString()
    const items = (await find(inspector, id)).checklist.items
    const outbox: [string, object][] = [
      ['accept', { key: 'offline-accept', at: at(0) }],
      ['check-in', { key: 'offline-check-in', at: at(10), point: POINT, accuracy: 20 }],
      ['begin', { key: 'offline-begin', at: at(11) }],
      ...items.map((item, i): [string, object] => ['entries', { key: `offline-${i}-result`, client: 'phone-1', at: at(12 + i), kind: 'result', body: { item: item.id, result: i === 0 ? 'fail' : 'pass' } }]),
      ['finish', { key: 'offline-finish', at: at(60) }],
      ['sign', { key: 'offline-sign', at: at(61), inspector: { name: '李检', strokes: STROKES }, unit: { refused: '负责人不在现场' } }],
    ]
    // The line breaks just after each answer: everything is sent again.
    for (const [where, body] of outbox) for (const _ of [1, 2]) expect((await inspector.send('POST', `/api/v1/inspections/${id}/${where}`, body)).status).toBeLessThan(300)
    const record = await find(centre, id)
    expect(record.steps.map((step) => [step.event, step.at]).slice(1)).toEqual([['accepted', at(0)], ['checked-in', at(10)], ['begun', at(11)], ['finished', at(60)], ['signed', at(61)]])
    expect(record.checkIn).toMatchObject({ at: at(10), holds: false, checks: [{ name: 'time', reason: 'reported-late' }, { name: 'place', status: 'pass' }] })
    const log = await entries(centre, id)
    expect(log.map((entry) => [entry.seq, entry.at])).toEqual(items.map((_, i) => [i + 1, at(12 + i)]))
    // What comes after the signatures is kept, and changes nothing.
    await must(enter(inspector, id, 'result', { item: items[0]?.id, result: 'pass' }, { at: at(30) }), 201)
    expect((await find(centre, id)).progress).toEqual(record.progress)
    expect((await entries(centre, id)).at(-1)).toMatchObject({ late: true })
  })

  it('signs what was entered until then, though a phone without a line tells of it later, and says so in the record', async () => {
    const id = await underWay()
    const items = (await find(inspector, id)).checklist.items
    for (const item of items) await must(enter(inspector, id, 'result', { item: item.id, result: 'pass' }), 201)
    const at = new Date(Date.now()).toISOString()
    await until('a moment later', () => Date.now() > Date.parse(at) + 5)
    await must(enter(centre, id, 'result', { item: items[0]?.id, result: 'fail', note: '签字后才写' }), 201)
    await must(enter(centre, id, 'message', { text: '签字后才说' }), 201)
    expect((await find(centre, id)).progress.failed).toBe(1)
    await must(act(inspector, id, 'finish', { at }), 200)
    const signed = (await must(act(inspector, id, 'sign', { at, inspector: { name: '李检', strokes: STROKES }, unit: { refused: '不在' } }), 200)).body
    expect(signed).toMatchObject({ progress: { done: items.length, failed: 0 }, signatures: { at } })
    const log = await entries(centre, id)
    expect(log.filter((entry) => entry.late).map((entry) => entry.kind)).toEqual(['result', 'message'])
    const printed = await fetch(`${api.url}/api/v1/inspections/${id}/record.pdf`, { headers: { cookie: centre.cookie } })
    expect((await pdfText(new Uint8Array(await printed.arrayBuffer()))).join('')).not.toContain('签字后才')
  })

  it('takes no more once it is cancelled, but keeps as late what had happened before', async () => {
    const id = await underWay()
    const before = new Date().toISOString()
    await must(enter(inspector, id, 'result', { item: 'pests', result: 'fail' }), 201)
    await until('a moment later', () => Date.now() > Date.parse(before) + 5)
    await must(act(centre, id, 'cancel', { reason: '改期' }), 200)
    const log = await entries(centre, id)
    await until('a moment later', () => Date.now() > Date.parse(log.at(-1)?.at ?? '') + 5)
    expect((await enter(inspector, id, 'result', { item: 'pests', result: 'pass' })).body).toMatchObject({ status: 409, errors: [{ type: 'cancelled' }] })
    expect((await inspector.send('POST', `/api/v1/inspections/${id}/stills`, { key: randomUUID(), sha256: '0'.repeat(64), size: 9 })).status).toBe(409)
    expect((await centre.send('POST', `/api/v1/inspections/${id}/orders`, { finding: 'pests' })).status).toBe(409)
    expect((await must(enter(inspector, id, 'result', { item: 'pests', result: 'pass' }, { at: before }), 201)).body).toMatchObject({ late: true, at: before })
    expect((await find(centre, id)).progress.failed).toBe(1)
  })

  it('refuses what can not be: a pass out of range, a reading of something else, a still or a source that is none', async () => {
    const id = await underWay()
    const result = (body: object) => enter(inspector, id, 'result', { item: 'chiller-temperature', ...body })
    expect((await result({ result: 'pass', reading: { metric: 'temperature', value: 40 } })).status).toBe(422)
    expect((await result({ result: 'fail', reading: { metric: 'humidity', value: 40 } })).status).toBe(422)
    expect((await result({ result: 'fail', stills: ['nope'] })).status).toBe(422)
    const told = await must(enter(inspector, id, 'result', { item: 'chiller-temperature', result: 'pass' }, { at: '1970-01-01T00:00:00Z' }), 201)
    expect(told.body.at).toBe(told.body.receivedAt)
    const from = async (source: object) => (await centre.send('POST', '/api/v1/inspections', { unitId: 'U1', reason: 'x', inspectors: ['inspector'], ...source })).status
    expect(await Promise.all([{ source: 'alert', sourceId: 'none' }, { source: 'alert' }, { source: 'order', sourceId: 'none' }, { source: 'plan', sourceId: 'no-plan' }, { source: 'map', sourceId: 'U2' }].map(from))).toEqual([422, 422, 422, 422, 422])
    expect(await from({ source: 'map', sourceId: 'U1' })).toBe(201)
  })

  it('compares the probe with what the sensor said by our own history', async () => {
    const id = await underWay()
    await must(api.admin('POST', '/api/v1/devices', { id: 'fridge-1', unit: 'U1', profile: 'catering-chiller', interval: 60 }), 201)
    const { db } = api.context
    const ts = Date.now() - 60_000
    await new ReadingPartitions(db).ensure([ts])
    const [series = 0] = await seriesIds(db, [{ device: 'fridge-1', metric: 'temperature' }])
    await insertReadings(db, [{ series, ts, value: 5.1, flags: 0 }])
    const compared = await must(enter(centre, id, 'comparison', { deviceId: 'fridge-1', metric: 'temperature', probe: 6.4 }), 201)
    expect(compared.body).toMatchObject({ body: { probe: 6.4, sensor: 5.1, sensorAt: new Date(ts).toISOString() } })
    expect((await must(enter(centre, id, 'comparison', { deviceId: 'none', metric: 'temperature', probe: 6.4 }), 201)).body).toMatchObject({ body: { sensor: null } })
  })

  it('lists who could be sent: the free ones first', async () => {
    const people = (await must(centre.send('GET', '/api/v1/inspections/inspectors?unit=U1'), 200)).body as unknown as { username: string; free: boolean; metres: number | null }[]
    expect(people[0]).toMatchObject({ username: 'colleague', free: true, metres: null })
    expect(people[1]).toMatchObject({ username: 'inspector', free: false, metres: 0 })
    expect((await inspector.send('GET', '/api/v1/inspections/inspectors?unit=U1')).status).toBe(403)
  })
})

describe('a person without the right', () => {
  it('learns nothing of an unannounced inspection as the unit, live or by asking, until the inspector has checked in', async () => {
    const live = await connect(unit, '/live')
    const heard: LiveEvent[] = []
    live.on('event', (event: LiveEvent) => heard.push(event))
    const { cursor } = (await live.timeout(10_000).emitWithAck('subscribe', { topics: ['inspections'] })) as SubscriptionAnswer
    const id = await open({ unannounced: true })
    await must(act(inspector, id, 'accept'), 200)
    const seen = (await must(unit.send('GET', '/api/v1/inspections?limit=500'), 200)).body.items.map((item) => item.id)
    expect(seen).not.toContain(id)
    expect((await unit.send('GET', `/api/v1/inspections/${id}`)).status).toBe(404)
    expect((await act(unit, id, 'cancel', { reason: 'x' })).status).toBe(404)
    // From Beijing it is no check-in: neither the unit nor the directory takes it for one.
    await must(act(inspector, id, 'check-in', { point: [116.4, 39.9], accuracy: 12 }), 200)
    expect((await unit.send('GET', `/api/v1/inspections/${id}`)).status).toBe(404)
    const near = (await must(centre.send('GET', '/api/v1/inspections/inspectors?unit=U1'), 200)).body as unknown as { username: string; metres: number | null }[]
    expect(near.find((one) => one.username === 'inspector')?.metres ?? 0).toBeLessThan(1_000)
    await must(act(centre, id, 'override', { check: 'place', reason: '在场，定位有误' }), 200)
    await until('the unit to hear of it', () => heard.some((event) => (event.data as Inspection).id === id))
    expect(heard.filter((event) => (event.data as Inspection).id === id).map((event) => event.type)).toEqual(['inspection.overridden'])
    expect((await find(unit, id)).sight).toBe('outline')
    // Who resumes from before hears no more than who was there.
    const again = await connect(unit, '/live')
    const resumed: LiveEvent[] = []
    again.on('event', (event: LiveEvent) => resumed.push(event))
    await again.timeout(10_000).emitWithAck('subscribe', { topics: ['inspections'], since: cursor })
    await until('the missed event', () => resumed.length > 0)
    expect(resumed.map((event) => event.type)).toEqual(['inspection.overridden'])
  })

  it('can not join, hear signalling, send into the session or fetch a still, by whatever address', async () => {
    const id = await underWay()
    const still = await sendStill(id, await aPhoto(4))
    const phone = await join(inspector, id)
    const desk = await join(centre, id)
    expect(phone.answer).toMatchObject({ peers: [{ username: 'inspector', party: 'inspector' }], iceServers: [{ urls: ['stun:stun.example:3478'] }, { urls: ['turn:turn.example:3478'], credential: expect.any(String) as unknown }] })
    await expect(connect(null, '/inspect')).rejects.toThrow('not-authenticated')
    for (const stranger of [colleague, unit]) {
      const spy = await join(stranger, id)
      expect(spy.answer).toEqual({ error: 'not-a-member' })
      // Under the name of a page that is in the session, and into the rooms by name.
      expect(await spy.socket.timeout(10_000).emitWithAck('join', { inspection: id, peer: phone.peer })).toEqual({ error: 'not-a-member' })
      expect(await spy.socket.timeout(10_000).emitWithAck('join', { inspection: `${id}/${phone.peer}`, peer: randomUUID() })).toHaveProperty('error')
      spy.socket.emit('signal', { to: phone.peer, data: 'from a stranger' })
      spy.socket.emit('signal', { to: '', data: 'from a stranger' })
      spy.socket.emit('frame', { jpeg: '/9j/4AAQ' })
      desk.socket.emit('signal', { to: phone.peer, data: 'an offer' })
      phone.socket.emit('frame', { jpeg: '/9j/4AAQSkZJRg==' })
      await until('the members to hear each other', () => phone.heard.some(([event]) => event === 'signal') && desk.heard.some(([event]) => event === 'frame'))
      expect(spy.heard).toEqual([])
      expect(phone.heard.filter(([event]) => event === 'signal').every(([, data]) => (data as Signal).data === 'an offer')).toBe(true)
      for (const address of [`stills/${still}/original`, `stills/${still}/preview`, 'entries']) expect((await stranger.send('GET', `/api/v1/inspections/${id}/${address}`)).status).toBe(403)
      expect((await enter(stranger, id, 'message', { text: 'x' })).status).toBe(403)
      expect((await act(stranger, id, 'finish')).status).toBe(403)
      expect((await act(stranger, id, 'invite', { username: 'colleague' })).status).toBe(403)
      const outline = await find(stranger, id)
      expect([outline.sight, outline.checklist, outline.actions]).toEqual(['outline', undefined, []])
    }
    // A still of this inspection is none of another's, however it is asked for.
    const other = await underWay()
    expect((await inspector.send('GET', `/api/v1/inspections/${other}/stills/${still}/original`)).status).toBe(404)
  })

  it('gets in once the commander has asked it in; everybody sees who watches, and the log says who came and went', async () => {
    const id = await underWay({ watchers: [] })
    const phone = await join(inspector, id)
    expect((await join(expert, id)).answer).toEqual({ error: 'not-a-member' })
    await must(act(centre, id, 'invite', { username: 'expert' }), 200)
    const guest = await join(expert, id)
    const present = () => (phone.heard.findLast(([event]) => event === 'presence')?.[1] as Presence | undefined)?.peers.map((peer) => peer.username).toSorted()
    await until('the phone to see who watches', () => present()?.join() === 'expert,inspector')
    guest.socket.disconnect()
    await until('the phone to see who left', () => present()?.join() === 'inspector')
    await until('both to be noted', async () => (await entries(centre, id)).filter((entry) => entry.by === 'user:expert').length === 2)
    expect((await entries(centre, id)).map((entry) => `${entry.kind} ${entry.by}`)).toEqual(['joined user:inspector', 'joined user:expert', 'left user:expert'])
    const audited = (await must(api.admin('GET', `/api/v1/audit?subject=inspection:${id}&limit=500`), 200)).body.items
    expect(audited.map((line) => line.action).filter((action) => /joined|left/.test(String(action))).toSorted()).toEqual(['inspection.joined', 'inspection.joined', 'inspection.left'])
    // The outline that all officers of the district hear names members, never what they say.
    const outline = (await must(colleague.send('GET', `/api/v1/inspections?unit=U1&limit=1`), 200)).body.items[0]
    expect(outline).toMatchObject({ id, watchers: [{ username: 'expert' }] })
    expect(outline).not.toHaveProperty('checklist')
  })

  it('is sent out of the session when the inspection is over', async () => {
    const id = await underWay()
    const desk = await join(centre, id)
    await must(act(centre, id, 'cancel', { reason: '改期' }), 200)
    expect((await join(expert, id)).answer).toEqual({ error: 'not-a-member' })
    await until('the page to be gone', () => desk.heard.some(([event]) => event === 'over'))
  })
})
