import { createServer as createHttpServer } from 'node:http'
import { createServer, type AddressInfo, type Server } from 'node:net'
import jsmodbus from 'jsmodbus'
import sparkplugPayload from 'sparkplug-payload'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { WaitingDevice } from '../../stores/postgres/waitingDevices.ts'
import { Administrator, until } from './administrator.ts'
import { startConstellation, type Constellation } from './constellation.ts'

const codec = sparkplugPayload.get('spBv1.0')
if (!codec) throw new Error('the library has lost the format')
const sparkplug = codec

let system: Constellation
let admin: Administrator

beforeAll(async () => {
  system = await startConstellation({ workers: 1 })
  admin = new Administrator(system)
  await admin.unit('gateway-unit')
})

afterAll(async () => {
  await system.stop()
  for (const close of closing) close()
})

/** Servers that the system asks; each ends with its connections. */
const closing: (() => void)[] = []

async function listen(server: Server): Promise<number> {
  const sockets = new Set<{ destroy(): void }>()
  server.on('connection', (socket) => void sockets.add(socket.on('error', () => undefined)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

/** A Modbus controller whose register 10 holds the temperature in tenths; answers its port. */
async function controllerWith(temperature: number): Promise<number> {
  const server = createServer()
  const holding = Buffer.alloc(200)
  holding.writeInt16BE(temperature * 10, 20)
  void new jsmodbus.server.TCP(server, { holding })
  return listen(server)
}

async function gateway(id: string, format: string, more: object = {}): Promise<string> {
  return (await admin.create<{ token: string }>('devices', { id, profile: 'gateway', format, ...more })).token
}

const readings = async (device: string): Promise<{ last: number }[]> => (await admin.get<{ buckets: { last: number }[] }>(`readings?device=${device}&metric=temperature`)).buckets

const uplink = (devEui: string, temperature: number): string => JSON.stringify({
  deduplicationId: `${devEui}-${temperature}`, time: new Date().toISOString(), deviceInfo: { devEui, applicationId: 'a' }, fCnt: 3, fPort: 2, data: 'AQ==', object: { temperature },
})

describe('a gateway with a format of its own', () => {
  it('is decoded, and what it says is judged like anything native', async () => {
    await admin.device('A84041FFFF000001', 'gateway-unit')
    await admin.create('rules', { id: 'gateway-rule', name: '冷冻过温', scope: { deviceIds: ['A84041FFFF000001'] }, metric: 'temperature', above: -12, severity: 'major', order: 'none' })
    const token = await gateway('lora-1', 'chirpstack', { devices: ['A84041FFFF000001'] })
    const client = await admin.connect('lora-1', token)
    await client.publishAsync('application/1/device/a84041ffff000001/event/up', uplink('a84041ffff000001', -3.5), { qos: 1 })
    await client.endAsync()
    const [alert] = await until('the alert', async () => { const alerts = await admin.alerts('device=A84041FFFF000001'); return alerts.length > 0 && alerts })
    expect(alert).toMatchObject({ ruleId: 'gateway-rule', value: -3.5 })
  })

  it('shows what nobody registered as waiting, until it is registered by the name the gateway gives it', async () => {
    const token = await gateway('lora-2', 'chirpstack')
    const client = await admin.connect('lora-2', token)
    const topic = 'application/1/device/a84041ffff000002/event/up'
    await client.publishAsync(topic, uplink('a84041ffff000002', -18.4), { qos: 1 })
    const waiting = async (): Promise<WaitingDevice[]> => (await admin.get<{ items: WaitingDevice[] }>('waiting-devices?gateway=lora-2')).items
    const seen = await until('the waiting device', async () => (await waiting())[0])
    expect(seen).toMatchObject({ gateway: 'lora-2', source: 'a84041ffff000002', sample: { temperature: -18.4 }, messages: 1 })
    await until('its dead letter', async () => (await admin.deadLetters(`device=${seen.source}`)).items[0]?.type === 'unknown-device')

    await admin.device('freezer-7', 'gateway-unit', { gateway: 'lora-2', source: seen.source })
    expect(await waiting()).toEqual([])
    // Its readings can't go to two.
    const second = { id: 'freezer-8', unit: 'gateway-unit', profile: 'catering-freezer', gateway: 'lora-2', source: seen.source.toUpperCase() }
    expect(await admin.call('POST', 'devices', second)).toMatchObject({ status: 409, body: { detail: expect.stringContaining('freezer-7') } })
    await client.publishAsync(topic, uplink('a84041ffff000002', -17.9), { qos: 1 })
    await client.endAsync()
    await until('its reading', async () => (await readings('freezer-7')).at(-1)?.last === -17.9)
  })

  it('shows each sensor behind a Tasmota as waiting with what it measures, and its sign of life only until these are known', async () => {
    const client = await admin.connect('plugs', await gateway('plugs', 'tasmota'))
    const say = (kind: string, payload: string): Promise<unknown> => client.publishAsync(`tele/t1/${kind}`, payload, { qos: 1 })
    const waiting = async (): Promise<[string, object][]> =>
      (await admin.get<{ items: WaitingDevice[] }>('waiting-devices?gateway=plugs')).items.map(({ source, sample }): [string, object] => [source, sample]).sort()
    await say('LWT', 'Online')
    await until('its sign of life', async () => (await waiting()).length > 0)
    expect(await waiting()).toEqual([['t1', { online: true }]])
    const sensors = { Time: new Date().toISOString(), 'DS18B20-1': { Id: '01131B', Temperature: -18.3 }, AM2301: { Temperature: 4.1, Humidity: 55 } }
    await say('SENSOR', JSON.stringify(sensors))
    await until('its sensors', async () => (await waiting()).length > 1 || (await waiting())[0]?.[0] !== 't1')
    expect(await waiting()).toEqual([['t1:01131B', { temperature: -18.3 }], ['t1:AM2301', { temperature: 4.1, humidity: 55 }]])
    for (const [id, source] of [['plug-freezer', 't1:01131B'], ['plug-chiller', 't1:AM2301']] as const) await admin.device(id, 'gateway-unit', { gateway: 'plugs', source })
    expect(await waiting()).toEqual([])
    await say('SENSOR', JSON.stringify(sensors))
    await client.endAsync()
    await until('the reading of each', async () => (await readings('plug-freezer')).at(-1)?.last === -18.3 && (await readings('plug-chiller')).at(-1)?.last === 4.1)
  })

  it('is asked for the births that a Sparkplug node must send first, and then understood', async () => {
    await admin.device('probe-1', 'gateway-unit')
    const token = await gateway('edge-1', 'sparkplug')
    await admin.call('PATCH', 'devices/probe-1', { gateway: 'edge-1', source: 'kitchen/node-1/probe-1' })
    const client = await admin.connect('edge-1', token)
    const commands: string[] = []
    client.on('message', (topic) => commands.push(topic))
    await client.subscribeAsync('spBv1.0/kitchen/NCMD/node-1', { qos: 0 })
    const publish = (kind: string, seq: number, metrics: object[]): Promise<unknown> => client.publishAsync(
      `spBv1.0/kitchen/${kind}`, Buffer.from(sparkplug.encodePayload({ timestamp: Date.now(), seq, metrics } as never)), { qos: 0 })
    await publish('DDATA/node-1/probe-1', 5, [{ alias: 1, timestamp: Date.now(), type: 'Float', value: -18.4 }])
    await until('the request for a rebirth', async () => commands.includes('spBv1.0/kitchen/NCMD/node-1'))
    await publish('NBIRTH/node-1', 0, [{ name: 'bdSeq', timestamp: Date.now(), type: 'UInt64', value: 1 }])
    await publish('DBIRTH/node-1/probe-1', 1, [{ name: 'temperature', alias: 1, timestamp: Date.now() - 1_000, type: 'Float', value: -18.4 }])
    await publish('DDATA/node-1/probe-1', 2, [{ alias: 1, timestamp: Date.now(), type: 'Float', value: -18.9 }])
    await client.endAsync()
    await until('its readings', async () => (await readings('probe-1')).at(-1)?.last === -18.9)

    // Of a device whose sensing points are registered one by one, births and deaths are theirs.
    for (const room of ['Room1', 'Room2']) await admin.device(`cold-${room}`, 'gateway-unit', { gateway: 'edge-1', source: `kitchen/node-1/cold:${room}` })
    const again = await admin.connect('edge-1', token)
    const say = (kind: string, seq: number, metrics: object[]): Promise<unknown> => again.publishAsync(`spBv1.0/kitchen/${kind}`, Buffer.from(sparkplug.encodePayload({ timestamp: Date.now(), seq, metrics } as never)), { qos: 1 })
    await say('DBIRTH/node-1/cold', 3, ['Room1', 'Room2'].map((room, i) => ({ name: `${room}/Temperature`, alias: 10 + i, timestamp: Date.now() - 500, type: 'Float', value: -19 })))
    await say('DDEATH/node-1/cold', 4, [])
    await again.endAsync()
    const told = async (id: string): Promise<unknown[]> => (await admin.get<{ items: { became: { kind: string; status?: object; rejection?: object }[] }[] }>(`devices/${id}/messages`)).items.map(({ became }) => became)
    await until('its death, with each room', async () => (await told('cold-Room1')).length >= 2 && (await told('cold-Room2')).length >= 2)
    expect((await admin.get<{ items: { type: string; detail: string }[] }>('dead-letters')).items.filter(({ detail }) => detail.includes('cold'))).toEqual([])
    await expect(admin.connect('edge-1', token).then(async (again) => (await again.subscribeAsync('mingjian/#').catch(() => [{ qos: 128 }]))[0]?.qos)).resolves.toBe(128)
  })

  it('posts to its webhook by token, by name and token, or with the token behind the address', async () => {
    await admin.device('web-freezer', 'gateway-unit')
    const token = await gateway('web-1', 'chirpstack', { devices: ['web-freezer'] })
    const post = async (address: string, headers: Record<string, string>, body: string): Promise<{ status: number; text: string; challenge: string | null }> => {
      const response = await fetch(`${system.url}/api/v1/feeds/${address}`, { method: 'POST', headers: { 'Content-Type': 'application/json', ...headers }, body })
      return { status: response.status, text: await response.text(), challenge: response.headers.get('www-authenticate') }
    }
    const basic = (text: string): Record<string, string> => ({ Authorization: `Basic ${Buffer.from(text).toString('base64')}` })
    for (const [address, headers, temperature] of [
      ['chirpstack?event=up', { Authorization: `Bearer ${token}` }, -18.1], ['chirpstack?event=up', basic(`web-1:${token}`), -18.2], [`chirpstack/${token}?event=up`, {}, -18.3],
    ] as const) {
      const answer = await post(address, { ...headers }, uplink('web-freezer', temperature))
      expect(answer).toMatchObject({ status: 200, text: '{"accepted":1,"errors":[]}' })
      await until('its reading', async () => (await readings('web-freezer')).some(({ last }) => last === temperature))
    }
    expect(await post('chirpstack', basic(`web-1:${token}x`), '{}')).toMatchObject({ status: 401, challenge: expect.stringMatching(/^Basic /) })
    const refused = await post('chirpstack/not-a-token', {}, '{}')
    expect(refused.status).toBe(401)
    expect(refused.text).not.toContain('not-a-token')
    expect((await post('frigate', basic(`web-1:${token}`), '{"a":1}')).status).toBe(403)
    expect((await post(`chirpstack/${token}`, {}, 'rubbish')).text).toContain('unparsable')
    for (const nothing of ['', ' \n', '[]', '{ }']) expect(await post(`chirpstack/${token}`, {}, nothing)).toMatchObject({ status: 400, text: expect.stringContaining('the body is empty') })
    const items = await until('the dead letters', async () => { const { items } = await admin.deadLetters('device=web-1'); return items.length === 6 && items })
    expect(items.map(({ type }) => type).sort()).toEqual(['forbidden', ...Array<string>(5).fill('unparsable')])
    const shown = JSON.stringify(items) + (await (await fetch(`${system.url}/metrics`)).text()) + system.output()
    expect(shown).toContain('route="/api/v1/feeds/:format/:token"')
    expect(shown).not.toContain(token)
  })

  it('pushes alerts with their pictures, as cameras do', async () => {
    await admin.device('web-camera', 'gateway-unit', { profile: 'camera' })
    const token = await gateway('web-recorder', 'hikvision')
    await admin.call('PATCH', 'devices/web-camera', { gateway: 'web-recorder', source: 'ac:b9:2f:49:44:75:1' })
    const alert = '<EventNotificationAlert><macAddress>ac:b9:2f:49:44:75</macAddress><channelID>1</channelID><eventType>smokingDetection</eventType><eventState>active</eventState></EventNotificationAlert>'
    const form = new FormData()
    form.append('alert.xml', new Blob([alert], { type: 'application/xml' }), 'alert.xml')
    form.append('picture', new Blob([Buffer.from([0xff, 0xd8, 1, 2, 0xff, 0xd9])], { type: 'image/jpeg' }), 'picture.jpg')
    const response = await fetch(`${system.url}/api/v1/feeds/hikvision/${token}`, { method: 'POST', body: form })
    expect(await response.json()).toEqual({ accepted: 1, errors: [] })
    const [seen] = await until('the detection', async () => { const { items } = await admin.get<{ items: Record<string, unknown>[] }>('detections?device=web-camera'); return items.length > 0 && items })
    expect(seen).toMatchObject({ type: 'smoking', snapshot: expect.stringMatching(/^[0-9a-f]{64}$/) })
  })

  it('may speak our own format: its labels are brought to the catalogue, and what it speaks of unknown waits too', async () => {
    await admin.device('native-camera', 'gateway-unit', { profile: 'camera' })
    const token = await gateway('native-1', 'native', { devices: ['native-camera'] })
    const detection = (device: string, id: string, type: string): object => ({ device, id, phase: 'start', type, confidence: 0.9 })
    const { body } = await admin.call<{ accepted: number; errors: unknown[] }>('POST', 'detections', [detection('native-camera', 'd1', 'SmokingAlarm'), detection('native-camera', 'd2', 'person'), detection('native-camera-2', 'd3', 'rat')], token)
    expect(body).toMatchObject({ accepted: 2, errors: [{ index: 2, type: 'unknown-device' }] })
    const seen = await until('the detections', async () => { const { items } = await admin.get<{ items: { type: string }[] }>('detections?device=native-camera'); return items.length === 2 && items })
    expect(seen.map(({ type }) => type).sort()).toEqual(['person', 'smoking'])
    const waiting = await until('the waiting camera', async () => (await admin.get<{ items: WaitingDevice[] }>('waiting-devices?gateway=native-1')).items[0])
    expect(waiting).toMatchObject({ source: 'native-camera-2', sample: { type: 'rat' } })
  })

  it('is asked where it does not come by itself, by its settings of the moment', async () => {
    await admin.device('plc-freezer', 'gateway-unit')
    const registers = [{ device: 'plc-freezer', metric: 'temperature', address: 10, scale: 0.1 }]
    const settings = (port: number): object => ({ connection: { address: `modbus://127.0.0.1:${port}/1?timeout=2`, interval: 1 }, registers })
    expect((await admin.call('POST', 'devices', { id: 'plc-0', profile: 'gateway', format: 'modbus', settings: { ...settings(502), registers: [{ ...registers[0], metric: 'warmth' }] } })).body)
      .toMatchObject({ type: '/problems/invalid', errors: [{ path: 'settings.registers.0.metric' }] })
    await gateway('plc-1', 'modbus', { devices: ['plc-freezer'], settings: settings(await controllerWith(-18)) })
    await until('the first controller', async () => (await readings('plc-freezer')).at(-1)?.last === -18)
    expect((await admin.call('PATCH', 'devices/plc-1', { settings: settings(await controllerWith(-21)) })).status).toBe(200)
    await until('the second controller', async () => (await readings('plc-freezer')).at(-1)?.last === -21)
  })

  it('has its event stream pulled where it is a camera with an address', async () => {
    await admin.device('stream-camera', 'gateway-unit', { profile: 'camera' })
    const alert = '<EventNotificationAlert><macAddress>aa</macAddress><channelID>3</channelID><eventType>smokingDetection</eventType><eventState>active</eventState></EventNotificationAlert>'
    const port = await listen(createHttpServer((request, response) => {
      if (request.headers.authorization !== `Basic ${Buffer.from('admin:secret-2').toString('base64')}`) return void response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="cam"' }).end()
      response.writeHead(200, { 'Content-Type': 'multipart/mixed; boundary=b' })
      response.write(`--b\r\nContent-Type: application/xml\r\nContent-Length: ${alert.length}\r\n\r\n${alert}\r\n`)
    }))
    const connection = { address: `http://127.0.0.1:${port}`, username: 'admin', password: 'secret-2' }
    expect((await admin.call('POST', 'devices', { id: 'nvr-0', profile: 'gateway', format: 'hikvision', settings: { connection: { address: 'http://admin:secret-2@10.0.0.9' } } })).body)
      .toMatchObject({ errors: [{ path: 'settings.connection.address' }] })
    await gateway('nvr-1', 'hikvision')
    await admin.call('PATCH', 'devices/stream-camera', { gateway: 'nvr-1', source: 'aa:3' })
    await admin.call('PATCH', 'devices/nvr-1', { settings: { connection } })
    const [seen] = await until('the detection', async () => { const { items } = await admin.get<{ items: Record<string, unknown>[] }>('detections?device=stream-camera'); return items.length > 0 && items })
    expect(seen).toMatchObject({ type: 'smoking' })
  })

  it('has its last messages shown as they came and with what they became, and so has whatever it speaks of', async () => {
    interface Shown { address: string; encoding: string; payload: string; results: object[] }
    const shown = async (path: string): Promise<Shown[]> => (await admin.get<{ items: Shown[] }>(`devices/${path}`)).items
    const own = await admin.device('seen-1', 'gateway-unit')
    const token = await gateway('seen-gateway', 'chirpstack')
    const [device, foreign] = [await admin.connect('seen-1', own), await admin.connect('seen-gateway', token)]
    const payload = '{"values": {"temperature": -18.5}}'
    await device.publishAsync('mingjian/seen-1/readings', payload, { qos: 1 })
    await device.publishAsync('mingjian/seen-1/readings', Buffer.from([0xff, 0xfe]), { qos: 1 })
    await foreign.publishAsync('application/1/device/nobody/event/up', uplink('nobody', -18.4), { qos: 1 })
    await Promise.all([device.endAsync(), foreign.endAsync()])
    expect(await shown('seen-1/messages')).toMatchObject([
      { encoding: 'base64', payload: '//4=', results: [{ kind: 'rejection', rejection: { type: 'unparsable' } }] },
      { address: 'mingjian/seen-1/readings', encoding: 'text', payload, results: [{ device: 'seen-1', kind: 'reading', values: { temperature: -18.5 } }] },
    ])
    for (const path of ['seen-gateway/messages', 'seen-gateway/messages?source=NOBODY'])
      expect(await shown(path)).toMatchObject([{ results: [{ device: null, kind: 'reading', values: { temperature: -18.4 }, rejection: { type: 'unknown-device' } }] }])
  })

  it('tells nobody how we sign in at a gateway', async () => {
    await gateway('camera-1', 'hikvision', { settings: { connection: { address: 'http://10.0.0.9', username: 'admin', password: 'secret-1' } } })
    const { body } = await admin.call('PATCH', 'devices/camera-1', { place: '后厨' })
    expect(body).toMatchObject({ place: '后厨', settings: { connection: { address: 'http://10.0.0.9', username: 'admin' } } })
    expect(JSON.stringify([body, await admin.get('devices'), await admin.get('audit')])).not.toContain('secret-1')
  })
})
