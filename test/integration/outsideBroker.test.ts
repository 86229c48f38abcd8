import sparkplugPayload from 'sparkplug-payload'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Administrator, until } from './administrator.ts'
import { startConstellation, type Constellation } from './constellation.ts'
import { hasMosquitto, Mosquitto } from './mosquitto.ts'

const LOADED = Array.from({ length: 10 }, (_, i) => `load-${i}`)
const EACH = 150

describe.skipIf(!hasMosquitto)('an outside Mosquitto (skipped where mosquitto is not installed)', () => {
  let broker: Mosquitto
  let system: Constellation
  let admin: Administrator

  const kept = async (id: string) => {
    const { buckets } = await admin.get<{ buckets: { count: number }[] }>(`readings?device=${id}&metric=temperature&points=2000`)
    return buckets.reduce((sum, bucket) => sum + bucket.count, 0)
  }
  /** Every loaded device publishes; `upset` is called on the way. Resolves with what the broker has acknowledged, by device. */
  const publishUnderLoad = async (base: number, upset: (round: number) => Promise<void> | void) => {
    const clients = await Promise.all(LOADED.map((id) => broker.connect(id)))
    const acknowledged = new Map(LOADED.map((id) => [id, 0]))
    const sent: Promise<unknown>[] = []
    let upsets = Promise.resolve()
    for (let round = 0; round < EACH; round++) {
      for (const [i, id] of LOADED.entries()) {
        const payload = JSON.stringify({ ts: base + round * 1000, values: { temperature: -18 } })
        sent.push((clients[i] as (typeof clients)[0]).publishAsync(`mingjian/${id}/readings`, payload, { qos: 1 }).then(() => acknowledged.set(id, (acknowledged.get(id) ?? 0) + 1)))
      }
      upsets = upsets.then(() => upset(round))
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    await upsets
    await Promise.all(sent)
    await Promise.all(clients.map((client) => client.endAsync()))
    return acknowledged
  }

  beforeAll(async () => {
    broker = await Mosquitto.start(['out-1', 'out-2', 'lora', 'edge', ...LOADED], 'user lora\ntopic write application/#\nuser edge\ntopic write spBv1.0/#\ntopic read spBv1.0/+/NCMD/#\n')
    system = await startConstellation({ env: { MQTT_URL: broker.serverUrl } })
    admin = new Administrator(system)
    await admin.unit('out-unit')
    for (const id of ['out-1', 'out-2', ...LOADED]) await admin.device(id, 'out-unit')
  })

  afterAll(async () => {
    await system?.stop()
    await broker?.remove()
  })

  it('delivers readings to history, and lets no device write under another name', async () => {
    const client = await broker.connect('out-1')
    const ts = Date.now() - 600_000
    await client.publishAsync('mingjian/out-1/readings', JSON.stringify({ ts, values: { temperature: -18 } }), { qos: 1 })
    await client.publishAsync('mingjian/out-2/readings', JSON.stringify({ ts, values: { temperature: -18 } }), { qos: 1 })
    await client.endAsync()
    await until('the reading', async () => (await kept('out-1')) === 1)
    expect(await kept('out-2')).toBe(0)
  })

  it.each([
    { hoursAgo: 2, upset: 'the broker is stopped and started twice', at: [40, 90], run: async () => { await broker.stop('SIGTERM'); await broker.start() } },
    { hoursAgo: 4, upset: 'our server is killed', at: [60], run: () => system.kill('server') },
    { hoursAgo: 6, upset: 'our server is killed and, before it is back, the broker stopped and started', at: [60], run: async () => { system.kill('server'); await broker.stop('SIGTERM'); await broker.start() } },
  ])('loses nothing that the broker acknowledged, and doubles nothing, where $upset under load', async ({ hoursAgo, at, run }) => {
    const base = Date.now() - hoursAgo * 3_600_000
    const before = await Promise.all(LOADED.map(kept))
    const acknowledged = await publishUnderLoad(base, (round) => (at.includes(round) ? run() : undefined))
    expect([...acknowledged.values()]).toEqual(LOADED.map(() => EACH))
    await system.waitReady(90_000)
    const gained = async () => (await Promise.all(LOADED.map(kept))).map((count, i) => count - (before[i] ?? 0))
    await until('all readings', async () => (await gained()).every((count) => count >= EACH), 60_000).catch(() => undefined)
    expect(await gained()).toEqual(LOADED.map(() => EACH))
    for (const id of LOADED) expect((await admin.deadLetters(`device=${id}`)).items).toEqual([])
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
    const client = await broker.connect('lora')
    const publish = (id: string, time: number) => client.publishAsync(`application/1/device/${id}/event/up`, uplink(id, time, -18), { qos: 1 })
    const base = Date.now() - 3_600_000
    // A broker has nowhere to keep what comes before anybody has subscribed.
    await until('the subscription', async () => { await publish('cold-a', base); return (await kept('cold-a')) === 1 })
    const sent: Promise<unknown>[] = []
    for (let i = 1; i <= 400; i++) {
      sent.push(...cold.map((id) => publish(id, base + i * 1000)))
      if (i === 100) system.kill('server')
      if (i === 250) {
        await broker.stop('SIGTERM')
        await broker.start()
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
    const client = await broker.connect('edge')
    const commands: string[] = []
    client.on('message', (topic) => commands.push(topic))
    await client.subscribeAsync('spBv1.0/kitchen/NCMD/node-1', { qos: 0 })
    const codec = sparkplugPayload.get('spBv1.0')
    const data = codec?.encodePayload({ timestamp: Date.now(), seq: 5, metrics: [{ alias: 1, timestamp: Date.now(), type: 'Float', value: -18.4 }] } as never) ?? []
    await until('the request', async () => { await client.publishAsync('spBv1.0/kitchen/DDATA/node-1/probe', Buffer.from(data), { qos: 1 }); return commands.length > 0 })
    await client.endAsync()
  })
})
