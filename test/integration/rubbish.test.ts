import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Administrator, until } from './administrator.ts'
import { startConstellation, type Constellation } from './constellation.ts'

let system: Constellation
let admin: Administrator
let token: string

beforeAll(async () => {
  system = await startConstellation({ workers: 1 })
  admin = new Administrator(system)
  await admin.unit('rubbish-unit')
  token = await admin.device('rubbish-1', 'rubbish-unit')
})

afterAll(() => system.stop())

const letters = async (type: string) => (await admin.deadLetters(`type=${type}`)).items
const good = (ts: number) => ({ ts, values: { temperature: -18 } })
const kept = async () => {
  const { buckets } = await admin.get<{ buckets: { count: number }[] }>('readings?device=rubbish-1&metric=temperature&points=2000')
  return buckets.reduce((sum, bucket) => sum + bucket.count, 0)
}

describe('rubbish over MQTT', () => {
  it('is dead-lettered with its reason, and the good readings beside it are kept', async () => {
    const client = await admin.connect('rubbish-1', token)
    const base = Date.now() - 3_600_000
    const publish = (payload: string | Buffer) => client.publishAsync('mingjian/rubbish-1/readings', payload, { qos: 1 })
    let sent = 0
    const cases: [type: string, payload: string | Buffer][] = [
      ['unparsable', '{"ts": 1, "values": {'],
      ['unparsable', Buffer.from([0, 255, 254, 128])],
      ['unparsable', ''],
      ['unparsable', '{"values": {"temperature": NaN}}'],
      ['invalid', '"words"'],
      ['invalid', '{"values": 7}'],
      ['not-a-number', '{"values": {"temperature": "-18"}}'],
      ['no-known-metric', '{"values": {"colour": 3}}'],
      ['out-of-range', '{"values": {"humidity": 140}}'],
      ['bad-time', '{"ts": "yesterday", "values": {"temperature": -18}}'],
      ['time-before-2000', '{"ts": 0, "values": {"temperature": -18}}'],
      ['time-too-far-ahead', '{"ts": "2100-01-01T00:00:00Z", "values": {"temperature": -18}}'],
      ['too-large', `[${'1,'.repeat(5_000_000)}1]`],
    ]
    for (const [, payload] of cases) {
      await publish(payload)
      await publish(JSON.stringify(good(base + 1_000 * ++sent)))
    }
    // A good and a bad one in the same message.
    await publish(JSON.stringify([good(base + 1_000 * ++sent), { values: { temperature: 'hot' } }]))
    await client.endAsync()
    await until('all good readings', async () => (await kept()) === sent)
    for (const type of new Set(cases.map(([one]) => one))) {
      await until(`a dead letter of type ${type}`, async () => (await letters(type)).some((letter) => letter.device === 'rubbish-1' && letter.detail !== ''))
    }
  })

  it('of one client leaves the others alone: broken packets, endless packets, half-closed sockets', async () => {
    const other = await admin.connect('rubbish-1', token, { clientId: 'calm' })
    const port = system.mqttPort
    const open = () => new Promise<ReturnType<typeof connect>>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(socket))
      socket.on('error', () => undefined)
    })
    const closed = (socket: ReturnType<typeof connect>) => new Promise<void>((resolve) => socket.once('close', () => resolve()))
    const broken = await open()
    broken.write(Buffer.from('GET / HTTP/1.1\r\n\r\n'))
    await closed(broken)
    // A CONNECT that announces 200 MB is cut off before it can fill the memory.
    const endless = await open()
    endless.write(Buffer.from([0x10, 0x80, 0x84, 0xaf, 0x5f, 0, 4]))
    endless.write(Buffer.alloc(1024))
    await closed(endless)
    const half = await open()
    half.write(Buffer.from([0x10, 0x20, 0, 4]))
    half.end()
    await closed(half)
    const before = await kept()
    await other.publishAsync('mingjian/rubbish-1/readings', JSON.stringify(good(Date.now() - 1_000)), { qos: 1 })
    await other.endAsync()
    await until('the reading beside them', async () => (await kept()) === before + 1)
  })
})

describe('rubbish over HTTP', () => {
  it.each([
    ['an empty body', '', 400],
    ['broken JSON', '[{"device":', 400],
    ['a number', '12', 400],
    ['a text', '"hello"', 400],
    ['null', 'null', 400],
    ['more than 5,000 items', JSON.stringify(Array.from({ length: 5_001 }, () => ({}))), 413],
    ['more than 16 MB', ' '.repeat(17 * 1024 * 1024), 413],
  ])('%s is answered with a problem', async (_case, body, status) => {
    const answer = await admin.call<{ type: string; status: number }>('POST', 'readings', body, token)
    expect(answer.status).toBe(status)
    expect(answer.body).toMatchObject({ status, type: expect.stringMatching(/^\/problems\//) })
  })

  it('in some items is named by index, and the others are taken', async () => {
    const before = await kept()
    const ts = Date.now() - 7_200_000
    const { status, body } = await admin.call<{ accepted: number; errors: { index: number; type: string }[] }>('POST', 'readings', [
      { device: 'rubbish-1', ...good(ts) }, 5, { device: 'nobody', ...good(ts) }, { ...good(ts) }, { device: 'rubbish-1', ts: 'never', values: {} }, { device: 'rubbish-1', ...good(ts + 1_000) },
    ], token)
    expect(status).toBe(207)
    expect(body.accepted).toBe(2)
    expect(body.errors.map(({ index, type }) => [index, type])).toEqual([[1, 'invalid'], [2, 'forbidden'], [3, 'invalid'], [4, 'bad-time']])
    await until('the two good ones', async () => (await kept()) === before + 2)
  })

  it('is refused whole, but with 207, where every item fails', async () => {
    const { status, body } = await admin.call('POST', 'readings', [{ device: 'nobody', ...good(Date.now()) }])
    expect(status).toBe(207)
    expect(body).toMatchObject({ accepted: 0, errors: [{ index: 0, type: 'unknown-device' }] })
  })

  it('without a credential is not even read', async () => {
    expect((await admin.call('POST', 'readings', [], 'wrong')).status).toBe(401)
  })
})
