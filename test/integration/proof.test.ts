import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { canonicalJson } from '../../domain/auditChain.ts'
import type { Order, OrderPhoto } from '../../domain/order.ts'
import { readRoutes } from '../../server/api/read/routes.ts'
import { forgeriesOf, type Forgery } from '../builders/forgeries.ts'
import { aPhoto } from '../builders/photos.ts'
import { claimNotification, recordAttempt } from '../../stores/postgres/notificationAttempts.ts'
import { transaction } from '../../stores/postgres/pool.ts'
import { bindPhone, fromBrowser } from './boundPhone.ts'
import { must, startApi, type Answer, type ApiServer, type Send } from './apiServer.ts'
import { verifyLog } from './verifyLog.ts'
import { NOTICE_INPUT } from '../builders/orders.ts'

const POINT: [number, number] = [115.69, 37.74]
const PHONE = '13800001111'
const WITNESS = '13900002222'
const PIECE = { 'content-type': 'application/offset+octet-stream' }

let api: ApiServer
let duty: Send
let inspector: Send
/** A person of the unit, in a browser that is bound to nothing, and in the one on the registered phone. */
let unbound: Send
let unit: Send
let stranger: Send

beforeAll(async () => {
  api = await startApi({ extra: (context) => ({ read: readRoutes(context) }) })
  const contacts = [{ name: '张三', phone: PHONE }, { name: '李四', phone: WITNESS }]
  for (const id of ['U1', 'U2']) await must(api.admin('POST', '/api/v1/units', { id, name: id, kind: 'canteen', district: '131102', point: POINT, contacts }), 201)
  duty = await api.user('duty', { scope: 'city' })
  inspector = await api.user('inspector', { scope: 'city' })
  unbound = await api.user('enterprise', { scope: 'unit', unit: 'U1' })
  unit = fromBrowser(unbound, await bindPhone(unbound, duty, 'U1', PHONE))
  stranger = await api.user('enterprise', { scope: 'unit', unit: 'U2' })
})
afterAll(() => api?.stop())

/** An order at work, with one item. */
async function anOrder(): Promise<string> {
  const made = await must(duty('POST', '/api/v1/orders', { unitId: 'U1', title: '积水', severity: 'major', basis: { kind: 'guidance' }, items: [{ id: 'floor', text: '清除积水' }] }), 201)
  const id = String(made.body.id)
  for (const [by, action, body] of [[duty, 'triage', {}], [duty, 'issue', { officers: NOTICE_INPUT.officers }], [unit, 'accept', {}], [unit, 'start', {}]] as const) await must(by('POST', `/api/v1/orders/${id}/${action}`, body), 200)
  return id
}

interface Opened { id: string; word: string; code: string; witnessWay: string | null; size: number | null; portraitSize: number | null }

async function open(order: string, body: object): Promise<Opened> {
  return (await must(unit('POST', `/api/v1/orders/${order}/uploads`, body), 201)).body as unknown as Opened
}

function piece(id: string, offset: number, bytes: Buffer, part = 'photo', by = unit): Promise<Answer> {
  return by('PATCH', `/api/v1/uploads/${id}?part=${part}`, bytes, { ...PIECE, 'upload-offset': String(offset) })
}

let faces = 9_000
/** No two shots of the front camera are the same. */
const aFace = (): Promise<Buffer> => aPhoto((faces += 1), { bare: true })

/** Sends a photo as the page does, and answers it with its checks. */
async function send(order: string, bytes: Buffer, given: Forgery['given'] & { by?: Send } = {}): Promise<OrderPhoto> {
  const { phone = PHONE, capture = {}, faceless = false, by = unit } = given
  const portrait = given.face ?? (await aFace())
  const upload = await open(order, { phone, size: bytes.length, portraitSize: faceless ? 0 : portrait.length })
  await must(piece(upload.id, 0, bytes), 204)
  if (!faceless) await must(piece(upload.id, 0, portrait, 'portrait'), 204)
  const said = { item: 'floor', word: upload.word, phone, code: upload.code, point: POINT, accuracy: 10, live: true, ...capture }
  return (await must(by('POST', `/api/v1/uploads/${upload.id}/complete`, said), 201)).body as unknown as OrderPhoto
}

function faults(photo: OrderPhoto): string[] {
  return photo.checks.filter((check) => check.status === 'fail').map((check) => `${check.name}: ${check.reason}`)
}

describe('the proof of an order', () => {
  it('is taken when honest, kept byte for byte, and lets the order be submitted, verified and closed', async () => {
    const order = await anOrder()
    await must(unit('POST', `/api/v1/orders/${order}/submit`), 409)
    const bytes = await aPhoto(1)
    const photo = await send(order, bytes)
    expect(faults(photo)).toEqual([])
    expect(photo).toMatchObject({ holds: true, item: 'floor', sha256: createHash('sha256').update(bytes).digest('hex'), width: 900, height: 800, portrait: true })
    const picture = async (by: Send, rendering: string): Promise<Answer> => by('GET', `/api/v1/orders/${order}/photos/${photo.id}/${rendering}`)
    const original = await fetch(`${api.url}/api/v1/orders/${order}/photos/${photo.id}/original`, { headers: { authorization: 'Bearer an-administrators-token' } })
    expect(Buffer.from(await original.arrayBuffer()).equals(bytes)).toBe(true)
    expect((await must(picture(duty, 'preview'), 200)).headers.get('content-type')).toBe('image/jpeg')
    await must(picture(unit, 'portrait'), 200)
    await must(picture(stranger, 'preview'), 404)
    await must(unit('POST', `/api/v1/orders/${order}/submit`), 200)
    await must(inspector('POST', `/api/v1/orders/${order}/verify`), 200)
    const closed = (await must(inspector('POST', `/api/v1/orders/${order}/close`, { note: '合格' }), 200)).body as unknown as Order
    expect(closed.photos.map((one) => one.id)).toEqual([photo.id])
    expect(closed.timeline.map((entry) => entry.event)).toContain('photo-taken')
  })

  it('is handed over in a pack that proves every piece by its hash', async () => {
    const order = await anOrder()
    const bytes = await aPhoto(70)
    const photo = await send(order, bytes)
    await must(unit('GET', `/api/v1/orders/${order}/pack`), 403)
    const pack = await must(duty('GET', `/api/v1/orders/${order}/pack`), 200)
    const lines = pack.text.trim().split('\n').map((line) => JSON.parse(line) as { kind: string; id: string; sha256: string; record?: { entries?: object[] }; base64?: string })
    expect(lines.map((line) => line.kind)).toEqual(['order', 'photo', 'portrait', ...Array.from({ length: 6 }, () => 'audit'), 'manifest'])
    const original = lines.find((line) => line.kind === 'photo')
    expect(original).toMatchObject({ id: photo.id, sha256: photo.sha256, base64: bytes.toString('base64') })
    expect(lines.at(-1)?.record?.entries).toEqual(lines.slice(0, -1).map(({ kind, id, sha256 }) => ({ kind, id, sha256 })))
    for (const { record, sha256 } of lines) {
      if (record !== undefined) expect(createHash('sha256').update(canonicalJson(record)).digest('hex')).toBe(sha256)
    }
    // Proven without the platform, alone and by the exported log; a byte of the photo, of the order or of the log and it is not.
    const log = (await must(api.admin('GET', '/api/v1/audit/export'), 200)).text
    expect(await verifyLog(pack.text)).toEqual({ code: 0, told: expect.stringMatching(/^The pack holds in itself: 9 entries/) as unknown })
    expect(await verifyLog(pack.text, log)).toEqual({ code: 0, told: expect.stringMatching(/^The pack holds, and the log tells of it: 9 entries/) as unknown })
    const base64 = bytes.toString('base64')
    const retouched = base64.slice(0, 500) + (base64[500] === 'A' ? 'B' : 'A') + base64.slice(501)
    expect(await verifyLog(pack.text.replace(base64, retouched))).toEqual({ code: 1, told: expect.stringContaining(`photo ${photo.id} (line 2)`) as unknown })
    expect(await verifyLog(pack.text.replace('"kind":"order"', '"kind":"alert"'))).toMatchObject({ code: 1 })
    expect(await verifyLog(pack.text, log.split('\n').slice(0, 5).join('\n').concat('\n'))).toEqual({ code: 1, told: expect.stringMatching(/^The pack does not hold: entry \d+ of the pack is not in the log/) as unknown })
  })

  it('is refused when forged, each time for the one thing that is wrong', async () => {
    const order = await anOrder()
    const known = await aPhoto(20)
    const face = await aFace()
    expect(faults(await send(order, known, { face }))).toEqual([])
    const forgeries = await forgeriesOf(known, { face, otherPhone: WITNESS })
    for (const { what, bytes, given, faults: expected } of forgeries) expect({ what, faults: faults(await send(order, bytes, given)) }).toEqual({ what, faults: expected })
    // Nor may an earlier case's photo serve another order of the firm.
    const other = await anOrder()
    expect(faults(await send(other, known))).toContain('tamper: same-file')
    expect((await must(unit('POST', `/api/v1/orders/${other}/submit`), 409)).body).toMatchObject({ errors: [{ type: 'photos-missing' }] })
  })

  it('needs no face where a second registered person answers with the code that an officer read out', async () => {
    const order = await anOrder()
    const bytes = await aPhoto(40)
    const upload = await open(order, { phone: PHONE, witnessPhone: WITNESS, size: bytes.length })
    await must(piece(upload.id, 0, bytes), 204)
    expect(upload).toMatchObject({ witnessWay: 'officer' })
    await must(unit('POST', `/api/v1/orders/${order}/witnesses/read-out`), 403)
    const { items: [told] } = (await must(duty('POST', `/api/v1/orders/${order}/witnesses/read-out`), 200)).body as unknown as { items: { upload: string; phone: string; code: string }[] }
    expect(told).toMatchObject({ upload: upload.id, phone: WITNESS })
    expect(JSON.stringify(upload)).not.toContain(told?.code)
    const log = await must(api.admin('GET', `/api/v1/audit?subject=order:${order}&action=order.read-out`), 200)
    expect(log.body.items).toMatchObject([{ actor: 'user:duty-1', detail: { phones: [WITNESS] } }])
    const capture = { item: 'floor', word: upload.word, phone: PHONE, code: upload.code, point: POINT, accuracy: 10, live: true, witness: { phone: WITNESS, code: told?.code } }
    expect(faults((await must(unit('POST', `/api/v1/uploads/${upload.id}/complete`, capture), 201)).body as unknown as OrderPhoto)).toEqual([])
  })

  it('sends the second person\'s code to their own number where a channel is set up, and hands it to nobody else', async () => {
    const order = await anOrder()
    process.env.CHANNEL_SMS_URL = 'https://sms.example'
    try {
      const upload = await open(order, { phone: PHONE, witnessPhone: WITNESS })
      expect(upload).toMatchObject({ witnessWay: 'sms' })
      const { db } = api.context
      const { rows: [row] } = await db.query<{ notice: string; code: string; phone: string; body: string }>(
        'SELECT n.id AS notice, u.witness_code AS code, n.phone, n.body FROM notification n JOIN upload u ON u.id = n.subject_id WHERE u.id = $1', [upload.id])
      const { notice, code } = row ?? { notice: '', code: '' }
      expect([row?.phone, row?.body.includes(code)]).toEqual([WITNESS, false])
      expect(JSON.stringify(upload)).not.toContain(code)
      const readOut = async (): Promise<unknown> => (await must(duty('POST', `/api/v1/orders/${order}/witnesses/read-out`), 200)).body.items
      expect(await readOut()).toEqual([])
      // The message itself has the code; the log that officers read does not, nor does an answer that repeats it.
      const claim = await transaction(db, (client) => claimNotification(client, notice, Date.now(), { leaseMs: 1_000, perMinute: () => 100, canReach: () => Promise.resolve(true) }))
      if (claim === null || claim === 'unsent') throw new Error('nothing to send')
      expect(claim.text).toContain(code)
      await transaction(db, (client) => recordAttempt(client, claim, { result: 'refused', answer: `400 no such text: ${code}`, tookMs: 1 }, Date.now()))
      const logged = await must(api.admin('GET', '/api/v1/duty/notifications?limit=500'), 200)
      expect(logged.text).toContain('验证码 ······')
      expect(logged.text).not.toContain(code)
      // It reached nobody: now an officer may.
      expect(await readOut()).toMatchObject([{ upload: upload.id, code }])
    } finally {
      delete process.env.CHANNEL_SMS_URL
    }
    for (const [witnessPhone, type] of [['13700003333', 'witness-not-bound'], [PHONE, 'witness-is-the-same']]) {
      expect((await must(unit('POST', `/api/v1/orders/${order}/uploads`, { phone: PHONE, witnessPhone }), 422)).body).toMatchObject({ errors: [{ path: 'witnessPhone', type }] })
    }
  })

  it('holds where a named officer overrides what failed, with a reason, and nobody else may', async () => {
    const order = await anOrder()
    const photo = await send(order, await aPhoto(50), { capture: { accuracy: 300 } })
    expect(faults(photo)).toEqual(['place: too-vague'])
    await must(unit('POST', `/api/v1/orders/${order}/submit`), 409)
    const override = (by: Send, body: object): Promise<Answer> => by('POST', `/api/v1/orders/${order}/photos/${photo.id}/override`, body)
    await must(override(unit, { check: 'place', reason: '自己写' }), 403)
    await must(override(duty, { check: 'place' }), 422)
    await must(override(duty, { check: 'time', reason: 'x' }), 409)
    expect((await must(override(duty, { check: 'place', reason: '地下室无卫星信号' }), 200)).body).toMatchObject({ holds: true })
    await must(unit('POST', `/api/v1/orders/${order}/submit`), 200)
    const log = await must(api.admin('GET', `/api/v1/audit?subject=order:${order}&action=order.override`), 200)
    expect(log.body.items[0]).toMatchObject({ detail: { photo: photo.id, check: 'place', reason: '地下室无卫星信号' } })
  })
})

describe('the phone of a photo', () => {
  const ask = (by: Send, phone: string, of = 'U1'): Promise<Answer> => by('POST', '/api/v1/phones', { unit: of, phone })
  const listed = async (by: Send): Promise<Record<string, unknown>[]> => (await must(by('GET', '/api/v1/phones?unit=U1'), 200)).body.items

  it('is proven by the browser it comes from: an unbound one, or one on another phone, is caught whatever it claims', async () => {
    const order = await anOrder()
    expect(faults(await send(order, await aPhoto(80), { by: unbound }))).toEqual(['phone: browser-not-bound'])
    expect(faults(await send(order, await aPhoto(81), { by: fromBrowser(unbound, 'mingjian-phone=mjb_made-up-made-up-made-up') }))).toEqual(['phone: browser-not-bound'])
    const other = fromBrowser(unbound, await bindPhone(unbound, duty, 'U1', `+86 ${WITNESS}`))
    const photo = await send(order, await aPhoto(82), { by: other })
    expect(faults(photo)).toEqual(['phone: bound-to-other'])
    expect(faults(await send(order, await aPhoto(83), { by: other, phone: WITNESS }))).toEqual([])
    const answered = await must(duty('POST', `/api/v1/orders/${order}/photos/${photo.id}/override`, { check: 'phone', reason: '手机送修，已电话核实' }), 200)
    expect(answered.body).toMatchObject({ holds: true })

    const [bound] = await listed(other)
    expect(bound).toMatchObject({ phone: WITNESS, state: 'bound', here: true, readOutBy: 'duty-1' })
    await must(stranger('POST', `/api/v1/phones/${String(bound?.id)}/end`), 404)
    await must(duty('POST', `/api/v1/phones/${String(bound?.id)}/end`), 204)
    expect(faults(await send(order, await aPhoto(84), { by: other, phone: WITNESS }))).toEqual(['phone: browser-not-bound'])
    // A number that the register has no more is worth nothing, whoever was bound to it.
    const contacts = [{ name: '张三', phone: PHONE }, { name: '李四', phone: WITNESS }]
    await must(api.admin('PATCH', '/api/v1/units/U1', { contacts: contacts.slice(1) }), 200)
    expect(faults(await send(order, await aPhoto(85)))).toEqual(['phone: not-bound'])
    await must(api.admin('PATCH', '/api/v1/units/U1', { contacts }), 200)
  })

  it('is bound by a code that only an officer sees, by name, and that five guesses spend', async () => {
    await must(ask(unbound, '13700003333'), 422)
    await must(ask(stranger, PHONE), 404)
    await must(ask(duty, PHONE), 403)
    const { body, text } = await must(ask(unbound, WITNESS), 201)
    const id = String(body.id)
    expect(body).toMatchObject({ state: 'asked', way: 'officer' })
    expect(text).not.toMatch(/"code"/)
    await must(unbound('POST', `/api/v1/phones/${id}/read-out`), 403)
    const { body: { code } } = await must(duty('POST', `/api/v1/phones/${id}/read-out`), 200)
    expect((await listed(unit)).find((one) => one.id === id)).toMatchObject({ state: 'asked', readOutBy: 'duty-1' })
    expect(JSON.stringify(await listed(unit))).not.toContain(String(code))
    const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0')
    const confirm = (typed: unknown, by = unbound): Promise<Answer> => by('POST', `/api/v1/phones/${id}/confirm`, { code: typed })
    await must(confirm(code, stranger), 404)
    const answers: unknown[] = []
    for (let i = 0; i < 5; i += 1) answers.push((await must(confirm(wrong), 409)).body.errors)
    expect(answers.map((errors) => (errors as { type: string }[])[0]?.type)).toEqual(['code-wrong', 'code-wrong', 'code-wrong', 'code-wrong', 'code-spent'])
    const late = await must(confirm(code), 409)
    expect([late.body.errors, late.headers.getSetCookie()]).toMatchObject([[{ type: 'code-over' }], []])
    const log = await must(api.admin('GET', '/api/v1/audit?subject=unit:U1&action=phone.read-out'), 200)
    expect(log.body.items[0]).toMatchObject({ actor: 'user:duty-1', detail: { binding: id, phone: WITNESS } })
  })

  it('gets its code as a text message to that very number, where such a channel is set up', async () => {
    process.env.CHANNEL_SMS_URL = 'https://sms.example'
    try {
      const { body } = await must(ask(stranger, WITNESS, 'U2'), 201)
      expect(body).toMatchObject({ way: 'sms' })
      const { rows: [row] } = await api.context.db.query('SELECT n.phone, n.channels, n.body LIKE \'%\' || b.code || \'%\' AS kept FROM notification n JOIN bound_phone b ON b.id = n.subject_id WHERE b.id = $1', [body.id])
      expect(row).toEqual({ phone: WITNESS, channels: ['sms'], kept: false })
    } finally {
      delete process.env.CHANNEL_SMS_URL
    }
  })
})

describe('an upload', () => {
  it('goes on where a poor line broke, whatever is sent twice, and never leaves a gap', async () => {
    const order = await anOrder()
    const bytes = await aPhoto(60)
    const third = Math.floor(bytes.length / 3)
    const portrait = await aFace()
    const upload = await open(order, { phone: PHONE, size: bytes.length, portraitSize: portrait.length })
    const at = (answer: Answer): number => Number(answer.headers.get('upload-offset'))
    const complete = (): Promise<Answer> => unit('POST', `/api/v1/uploads/${upload.id}/complete`, { item: 'floor', word: upload.word, phone: PHONE, code: upload.code, point: POINT, accuracy: 10, live: true })
    expect(at(await must(piece(upload.id, 0, bytes.subarray(0, third)), 204))).toBe(third)
    // The answer was lost: the same again, then a piece that overlaps.
    expect(at(await must(piece(upload.id, 0, bytes.subarray(0, third)), 204))).toBe(third)
    expect(at(await must(piece(upload.id, third - 50, bytes.subarray(third - 50, 2 * third)), 204))).toBe(2 * third)
    expect(at(await must(piece(upload.id, 2 * third + 1, bytes.subarray(2 * third + 1)), 409))).toBe(2 * third)
    await must(piece(upload.id, 0, Buffer.alloc(third)), 409)
    await must(complete(), 409)
    const told = await fetch(`${api.url}/api/v1/uploads/${upload.id}`, { method: 'HEAD', headers: { authorization: 'Bearer an-administrators-token' } })
    expect(told.status).toBe(404)
    expect(at(await must(unit('HEAD', `/api/v1/uploads/${upload.id}`), 200))).toBe(2 * third)
    await must(piece(upload.id, 2 * third, bytes.subarray(2 * third)), 204)
    await must(piece(upload.id, 0, portrait, 'portrait'), 204)
    const [one, two] = await Promise.all([complete(), complete()])
    const again = await must(complete(), 201)
    expect([one.status, two.status].filter((status) => status === 201).length).toBeGreaterThan(0)
    expect((again.body as unknown as OrderPhoto).sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
    expect((await must(duty('GET', `/api/v1/orders/${order}`), 200)).body.photos).toHaveLength(1)
  })

  it('may be opened for its word before the photo is taken: the first piece says how large it is', async () => {
    const order = await anOrder()
    const [bytes, portrait] = [await aPhoto(61), await aFace()]
    const upload = await open(order, { phone: PHONE })
    expect(upload).toMatchObject({ size: null, portraitSize: null })
    const first = (given: string | undefined, part = 'photo', sent = bytes): Promise<Answer> =>
      unit('PATCH', `/api/v1/uploads/${upload.id}?part=${part}`, sent.subarray(0, 9), { ...PIECE, 'upload-offset': '0', ...(given === undefined ? {} : { 'upload-length': given }) })
    await must(first(undefined), 400)
    await must(first('0'), 400)
    await must(first('999999999'), 422)
    await must(first(String(bytes.length)), 204)
    await must(first(String(bytes.length + 1)), 409)
    await must(piece(upload.id, 9, bytes.subarray(9)), 204)
    await must(first(String(portrait.length), 'portrait', portrait), 204)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const said = { item: 'floor', word: upload.word, phone: PHONE, code: upload.code, point: POINT, accuracy: 10, live: true, caption: '已清理', sha256 }
    const complete = (body: object): Promise<Answer> => unit('POST', `/api/v1/uploads/${upload.id}/complete`, body)
    await must(complete(said), 409)
    await must(piece(upload.id, 9, portrait.subarray(9), 'portrait'), 204)
    const photo = (await must(complete(said), 201)).body as unknown as OrderPhoto
    expect(photo).toMatchObject({ holds: true, portrait: true, caption: '已清理', sha256 })
    expect(faults(await send(order, await aPhoto(62), { capture: { sha256 } }))).toEqual(['tamper: other-bytes'])
  })

  it('is refused to others, beyond its size, without a place to go on, after its time, and for what is no picture', async () => {
    const order = await anOrder()
    await must(stranger('POST', `/api/v1/orders/${order}/uploads`, { phone: PHONE, size: 10 }), 404)
    await must(unit('POST', `/api/v1/orders/${order}/uploads`, { phone: PHONE, size: 50_000_000 }), 422)
    const upload = await open(order, { phone: PHONE, size: 10 })
    await must(piece(upload.id, 0, Buffer.alloc(10), 'photo', duty), 404)
    await must(piece(upload.id, 0, Buffer.alloc(11)), 422)
    await must(unit('PATCH', `/api/v1/uploads/${upload.id}`, Buffer.alloc(10), PIECE), 400)
    await must(unit('PATCH', `/api/v1/uploads/${upload.id}`, { a: 1 }, { 'upload-offset': '0' }), 415)
    await must(piece(upload.id, 0, Buffer.alloc(10)), 204)
    await must(unit('POST', `/api/v1/uploads/${upload.id}/complete`, { item: 'floor', word: 'x', phone: PHONE, code: 'x', point: POINT, accuracy: 1, live: true }), 422)
    const late = await open(order, { phone: PHONE, size: 10 })
    await api.context.db.query("UPDATE upload SET expires_at = now() - interval '1 second' WHERE id = $1", [late.id])
    expect((await must(piece(late.id, 0, Buffer.alloc(10)), 409)).body).toMatchObject({ errors: [{ type: 'upload-expired' }] })
  })
})
