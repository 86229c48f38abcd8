import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import mqtt from 'mqtt'
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
    writeFileSync(join(folder, 'acl'), acl, { mode: 0o600 })
    writeFileSync(join(folder, 'passwords'), '', { mode: 0o600 })
    for (const user of ['mingjian-server', 'out-1', 'out-2']) spawnSync('mosquitto_passwd', ['-b', join(folder, 'passwords'), user, password(user)])
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
    await system.waitReady()
    await until('all readings', async () => (await kept('out-2')) === 600, 60_000)
    expect((await admin.deadLetters('device=out-2')).items).toEqual([])
  })
})
