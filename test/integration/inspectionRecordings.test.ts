import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Entry } from '../../domain/inspection/entry.ts'
import { recordingsOf } from '../../domain/inspection/recording.ts'
import { readRoutes } from '../../server/api/read/routes.ts'
import { pdfText } from '../builders/pdf.ts'
import { cookieOf, must, sender, startApi, type ApiServer, type Send } from './apiServer.ts'

const POINT: [number, number] = [115.69, 37.74]
const PASSWORD = 'correct horse battery'
const PIECE = { 'content-type': 'application/offset+octet-stream' }
const STROKES = [[[0.1, 0.5], [0.4, 0.2]]]
const cookies = new Map<string, string>()
let api: ApiServer
let centre: Send
let inspector: Send
let expert: Send
let unit: Send

async function person(username: string, role: string, jurisdiction: object): Promise<Send> {
  await must(api.admin('POST', '/api/v1/users', { username, name: username, role, jurisdiction, password: PASSWORD }), 201)
  const cookie = cookieOf(await must(sender(api.url, {})('POST', '/api/v1/session', { username, password: PASSWORD }), 201))
  cookies.set(username, cookie)
  return sender(api.url, { cookie })
}
beforeAll(async () => {
  api = await startApi({ env: { RECORDINGS_MB: '1' }, extra: (context) => ({ read: readRoutes(context) }) })
  await must(api.admin('POST', '/api/v1/units', { id: 'U1', name: '育才小学食堂', kind: 'canteen', district: '131102', point: POINT }), 201)
  const district = { scope: 'districts', districts: ['131102'] }
  ;[centre, inspector, expert, unit] = [await person('centre', 'centre', { scope: 'city' }), await person('inspector', 'inspector', district), await person('expert', 'duty', district), await person('boss', 'enterprise', { scope: 'unit', unit: 'U1' })]
})
afterAll(() => api?.stop())

const path = (id: string, rest = ''): string => `/api/v1/inspections/${id}${rest}`
const enter = (by: Send, id: string, kind: string, body: object, key: string = randomUUID()) => by('POST', path(id, '/entries'), { key, kind, body })
const begin = (by: Send, id: string, key: string = randomUUID()) => by('POST', path(id, '/recordings'), { key, type: 'video/webm' })
const piece = (by: Send, id: string, recording: string, bytes: Buffer, offset: number) => by('PATCH', path(id, `/recordings/${recording}`), bytes, { ...PIECE, 'upload-offset': String(offset) })
const entries = async (id: string): Promise<Entry[]> => (await must(centre('GET', path(id, '/entries')), 200)).body.items as unknown as Entry[]

/** An inspection under way in which the inspector gave leave to record. */
async function withLeave(): Promise<string> {
  const { id } = (await must(centre('POST', '/api/v1/inspections', { unitId: 'U1', reason: '核查', inspectors: ['inspector'], watchers: ['expert'] }), 201)).body as unknown as { id: string }
  for (const [action, body] of [['accept', {}], ['check-in', { point: POINT, accuracy: 12 }], ['begin', {}]] as const) await must(inspector('POST', path(id, `/${action}`), body), 200)
  const ask = randomUUID()
  await must(enter(centre, id, 'record', { what: 'ask' }, ask), 201)
  expect((await begin(centre, id)).status).toBe(409)
  await must(enter(inspector, id, 'consent', { ask, given: true }), 201)
  return id
}

it('is begun with leave alone and by the commander alone, and leave comes from the inspector alone', async () => {
  const id = await withLeave()
  expect([(await begin(expert, id)).status, (await begin(inspector, id)).status, (await begin(unit, id)).status]).toEqual([403, 403, 403])
  expect((await enter(centre, id, 'consent', { ask: randomUUID(), given: true })).status).toBe(403)
  expect((await enter(expert, id, 'record', { what: 'ask' })).status).toBe(403)
  const key = randomUUID()
  const [one, again] = [(await must(begin(centre, id, key), 201)).body, (await must(begin(centre, id, key), 201)).body]
  expect(again.id).toBe(one.id)
  await must(enter(inspector, id, 'record', { what: 'stop' }), 201)
  expect((await begin(centre, id)).status).toBe(409)
})

it('goes on where it broke off, is closed before the signatures with the hash of all bytes, and is shown to members and administrators only', async () => {
  const id = await withLeave()
  const recording = String((await must(begin(centre, id), 201)).body.id)
  const [first, second] = [randomBytes(70_000), randomBytes(50_000)]
  await must(piece(centre, id, recording, first, 0), 204)
  await must(piece(centre, id, recording, first, 0), 204)
  const gap = await piece(centre, id, recording, second, 90_000)
  expect([gap.status, gap.headers.get('upload-offset')]).toEqual([409, '70000'])
  expect((await piece(expert, id, recording, second, 70_000)).status).toBe(404)
  await must(piece(centre, id, recording, Buffer.concat([first.subarray(-5), second]), 69_995), 204)
  expect((await centre('GET', path(id, `/recordings/${recording}`))).status).toBe(404)
  const { checklist } = (await must(inspector('GET', path(id)), 200)).body as unknown as { checklist: { items: { id: string }[] } }
  for (const item of checklist.items) await must(enter(inspector, id, 'result', { item: item.id, result: 'pass' }), 201)
  await must(inspector('POST', path(id, '/finish')), 200)
  await must(inspector('POST', path(id, '/sign'), { inspector: { name: '李检', strokes: STROKES }, unit: { refused: '不在场' } }), 200)
  const whole = Buffer.concat([first, second])
  const log = await entries(id)
  expect(recordingsOf(log)).toMatchObject([{ id: recording, size: whole.length, sha256: createHash('sha256').update(whole).digest('hex') }])
  expect(log.find((entry) => entry.kind === 'recording-kept')?.late).toBe(false)
  expect((await piece(centre, id, recording, second, whole.length)).status).toBe(409)
  for (const member of [centre, inspector, expert, api.admin]) expect((await member('GET', path(id, `/recordings/${recording}`))).status).toBe(200)
  const printed = await fetch(`${api.url}${path(id, '/record.pdf')}`, { headers: { cookie: cookies.get('centre') ?? '' } })
  expect((await pdfText(new Uint8Array(await printed.arrayBuffer()))).join('')).toContain(createHash('sha256').update(whole).digest('hex'))
  // The unit sees the signed record, but no recording.
  expect([(await unit('GET', path(id))).status, (await unit('GET', path(id, `/recordings/${recording}`))).status]).toEqual([200, 404])
  const audit = (await must(api.admin('GET', `/api/v1/audit?subject=inspection:${id}&limit=500`), 200)).body.items.map((line) => line.action)
  expect(audit.filter((action) => action === 'inspection.recording-seen')).toHaveLength(4)
})

it('takes no more at the bound of all recordings, and keeps what there is', async () => {
  const id = await withLeave()
  const recording = String((await must(begin(centre, id), 201)).body.id)
  await must(piece(centre, id, recording, randomBytes(800_000), 0), 204)
  expect((await piece(centre, id, recording, randomBytes(800_000), 800_000)).status).toBe(409)
  await must(centre('POST', path(id, `/recordings/${recording}/close`)), 200)
  expect(recordingsOf(await entries(id))).toMatchObject([{ size: 800_000 }])
})
