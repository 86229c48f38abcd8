import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import mqtt from 'mqtt'
import sparkplugPayload from 'sparkplug-payload'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort } from '../../launch/ports.ts'
import { Administrator, until } from './administrator.ts'
import { startConstellation, type Constellation } from './constellation.ts'

const missing = spawnSync('mosquitto', ['-h']).error !== undefined

describe.skipIf(missing)('an outside Mosquitto (skipped where mosquitto is not installed)', () => {
  let folder: string
  let broker: ChildProcess
  let port: number
  let system: Constellation
  let admin: Administrator

  const password = (user: string) => `password-of-${user}`
  const startBroker = async () => {
    broker = spawn('mosquitto', ['-c', join(folder, 'mosquitto.conf')], { stdio: 'ignore' })
    await until('the broker', () => new Promise<boolean>((resolve) => {
      const probe = mqtt.connect(`mqtt://127.0.0.1:${port}`, { username: 'mingjian-server', password: password('mingjian-server'), reconnectPeriod: 0 })
      probe.once('connect', () => { probe.end(true); resolve(true) })
      probe.once('error', () => { probe.end(true); resolve(false) })
      probe.once('close', () => resolve(false))
    }))
  }
  const device = (id: string) => mqtt.connectAsync(`mqtt://127.0.0.1:${port}`, { username: id, password: password(id), clientId: `device-${id}`, reconnectPeriod: 200 })
  const kept = async (id: string) => {
    const { buckets } = await admin.get<{ buckets: { count: number }[] }>(`readings?device=${id}&metric=temperature&points=2000`)
    return buckets.reduce((sum, bucket) => sum + bucket.count, 0)
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mingjian-mosquitto-'))
    port = await freePort()
    const shipped = await readFile(new URL('../../config/mosquitto/mosquitto.conf', import.meta.url), 'utf8')
    const acl = await readFile(new URL('../../config/mosquitto/acl', import.meta.url), 'utf8')
    writeFileSync(join(folder, 'acl'), `${acl}\nuser lora\ntopic write application/#\nuser edge\ntopic write spBv1.0/#\ntopic read spBv1.0/+/NCMD/#\n`, { mode: 0o600 })
    writeFileSync(join(folder, 'passwords'), '', { mode: 0o600 })
    for (const user of ['mingjian-server', 'out-1', 'out-2', 'lora', 'edge']) spawnSync('mosquitto_passwd', ['-b', join(folder, 'passwords'), user, password(user)])
    // The shipped configuration, on this test's port and folder; the broker drops its rights for no other user here.
    writeFileSync(join(folder, 'mosquitto.conf'), shipped.replace('listener 1883', `listener ${port} 127.0.0.1`)
      .replace('/var/lib/mosquitto/', `${folder}/`).replaceAll('/etc/mosquitto/', `${folder}/`) + `user ${process.getuid?.() === 0 ? 'root' : ''}\n`.replace('user \n', ''))
    await startBroker()
    system = await startConstellation({ env: { MQTT_URL: `mqtt://mingjian-server:${password('mingjian-server')}@127.0.0.1:${port}` } })
    admin = new Administrator(system)
    await admin.unit('out-unit')
    await admin.device('out-1', 'out-unit')
    await admin.device('out-2', 'out-unit')
  })

  afterAll(async () => {
    await system?.stop()
    broker?.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  })

  it('delivers readings to history, and lets no device write under another name', async () => {
    const client = await device('out-1')
    const ts = Date.now() - 600_000
    await client.publishAsync('mingjian/out-1/readings', JSON.stringify({ ts, values: { temperature: -18 } }), { qos: 1 })
    await client.publishAsync('mingjian/out-2/readings', JSON.stringify({ ts, values: { temperature: -18 } }), { qos: 1 })
    await client.endAsync()
    await until('the reading', async () => (await kept('out-1')) === 1)
    expect(await kept('out-2')).toBe(0)
  })

  it('loses nothing and doubles nothing where our server is killed in the middle', async () => {
    const client = await device('out-2')
    const base = Date.now() - 3_600_000
    const sent: Promise<unknown>[] = []
    for (let i = 0; i < 600; i++) {
      sent.push(client.publishAsync('mingjian/out-2/readings', JSON.stringify({ ts: base + i * 1000, values: { temperature: -18 } }), { qos: 1 }))
      if (i === 200) system.kill('server')
      if (i % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 20))
    }
    await Promise.all(sent)
    await client.endAsync()
    await system.waitReady(90_000)
    await until('all readings', async () => (await kept('out-2')) === 600, 60_000)
    expect((await admin.deadLetters('device=out-2')).items).toEqual([])
  })

  it('loses nothing and doubles nothing of gateways with a format of their own, whether our server is killed or the broker restarts', async () => {
    const cold = ['cold-a', 'cold-b']
    for (const [i, id] of cold.entries()) {
      await admin.device(id, 'out-unit')
      await admin.create('devices', { id: `lora-${i}`, profile: 'gateway', format: 'chirpstack', devices: [id] })
    }
    const uplink = (id: string, time: number, temperature: number) => JSON.stringify({
      deduplicationId: `${id}-${time}`, time: new Date(time).toISOString(), deviceInfo: { devEui: id }, fCnt: 3, fPort: 2, data: 'AQ==', object: { temperature },
    })
    const client = await device('lora')
    const publish = (id: string, time: number) => client.publishAsync(`application/1/device/${id}/event/up`, uplink(id, time, -18), { qos: 1 })
    const base = Date.now() - 3_600_000
    // A broker has nowhere to keep what comes before anybody has subscribed.
    await until('the subscription', async () => { await publish('cold-a', base); return (await kept('cold-a')) === 1 })
    const sent: Promise<unknown>[] = []
    for (let i = 1; i <= 400; i++) {
      sent.push(...cold.map((id) => publish(id, base + i * 1000)))
      if (i === 100) system.kill('server')
      if (i === 250) {
        broker.kill('SIGTERM')
        await new Promise((resolve) => broker.once('exit', resolve))
        await startBroker()
      }
      if (i % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 20))
    }
    await Promise.all(sent)
    await client.endAsync()
    await system.waitReady(90_000)
    await until('all readings', async () => (await kept('cold-a')) >= 401 && (await kept('cold-b')) >= 400, 60_000)
    expect([await kept('cold-a'), await kept('cold-b')]).toEqual([401, 400])
    for (const id of [...cold, 'lora-0', 'lora-1']) expect((await admin.deadLetters(`device=${id}`)).items).toEqual([])
  })

  it('asks a Sparkplug node for its births through the broker', async () => {
    await admin.create('devices', { id: 'edge-1', profile: 'gateway', format: 'sparkplug' })
    const client = await device('edge')
    const commands: string[] = []
    client.on('message', (topic) => commands.push(topic))
    await client.subscribeAsync('spBv1.0/kitchen/NCMD/node-1', { qos: 0 })
    const codec = sparkplugPayload.get('spBv1.0')
    const data = codec?.encodePayload({ timestamp: Date.now(), seq: 5, metrics: [{ alias: 1, timestamp: Date.now(), type: 'Float', value: -18.4 }] } as never) ?? []
    await until('the request', async () => { await client.publishAsync('spBv1.0/kitchen/DDATA/node-1/probe', Buffer.from(data), { qos: 1 }); return commands.length > 0 })
    await client.endAsync()
  })
})
