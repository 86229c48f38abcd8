import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { io, type Socket } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Alert } from '../../domain/alert.ts'
import type { LiveEvent, SubscriptionAnswer } from '../../domain/live.ts'
import type { Order } from '../../domain/order.ts'
import { Administrator, until } from './administrator.ts'
import { startConstellation, type Constellation } from './constellation.ts'

let system: Constellation
let admin: Administrator
let socket: Socket
const heard: LiveEvent[] = []

beforeAll(async () => {
  system = await startConstellation()
  admin = new Administrator(system)
  await admin.unit('way-unit')
  socket = io(`${system.url}/live`, { auth: { token: system.adminToken }, transports: ['websocket'] })
  socket.on('event', (event: LiveEvent) => heard.push(event))
  const answer = await new Promise<SubscriptionAnswer>((resolve, reject) => {
    socket.once('connect_error', reject)
    socket.emit('subscribe', { topics: ['alerts', 'orders'] }, resolve)
  })
  expect(answer.error).toBeUndefined()
})

afterAll(async () => {
  socket.disconnect()
  await system.stop()
})

describe('the way of a reading', () => {
  it('leads from one MQTT publish to an alert, a drafted order and a live client', async () => {
    const token = await admin.device('way-1', 'way-unit')
    await admin.create('rules', { id: 'way-rule', name: '冷冻过温', scope: { deviceIds: ['way-1'] }, metric: 'temperature', above: -12, for: 0, severity: 'critical', clear: { margin: 0, for: 0 } })
    const client = await admin.connect('way-1', token)
    const ts = Date.now()
    await client.publishAsync('mingjian/way-1/readings', JSON.stringify({ ts, values: { temperature: -3.5 } }), { qos: 1 })
    await client.endAsync()

    const alert = await until('the alert', async () => (await admin.alerts('device=way-1')).find((one) => one.orderIds.length > 0))
    expect(alert).toMatchObject({
      ruleId: 'way-rule', ruleVersion: 1, unitId: 'way-unit', deviceId: 'way-1', metric: 'temperature', severity: 'critical', state: 'open',
      value: -3.5, limit: -12, unitOfMeasure: '°C', breachedAt: new Date(ts).toISOString(), openedAt: new Date(ts).toISOString(),
    })
    const order = (await admin.orders()).find((one) => one.alertIds.includes(alert.id))
    expect(order).toMatchObject({ id: alert.orderIds[0], unitId: 'way-unit', state: 'found', number: null })
    await until('both events', async () => heard.some((e) => e.type === 'order.drafted' && (e.data as Order).id === order?.id))
    expect(heard.find((e) => e.topic === 'alerts' && (e.data as Alert).id === alert.id)).toMatchObject({ type: 'alert.opened' })
    const cursors = heard.map((e) => Number(e.cursor))
    expect(cursors).toEqual([...cursors].sort((a, b) => a - b))
  })

  it('is not needed for a calibration that is due, which a new one ends', async () => {
    const day = (back: number): string => new Date(Date.now() - back * 86_400_000).toISOString()
    await admin.device('way-old', 'way-unit', { calibratedAt: day(400) })
    await admin.device('way-fine', 'way-unit', { calibratedAt: day(10).slice(0, 10) })
    const [alert] = await until('the alert', async () => {
      const alerts = await admin.alerts('device=way-old')
      return alerts.length > 0 && alerts
    })
    expect(alert).toMatchObject({ id: 'way-old~device-calibration-due~1', type: 'calibration-due', metric: null, severity: 'minor', state: 'open', unitId: 'way-unit', orderIds: [] })
    expect(alert && Date.parse(alert.breachedAt)).toBe(Date.parse(String((await admin.get<{ calibrationDue: string }>('devices/way-old')).calibrationDue)) - 30 * 86_400_000)
    expect((await admin.call('PATCH', 'devices/way-old', { calibratedAt: day(1) })).status).toBe(200)
    await until('its end', async () => (await admin.alerts('device=way-old'))[0]?.state === 'resolved')
    expect(await admin.alerts('device=way-fine')).toEqual([])
  })

  it('ends at the door for wrong credentials and for a topic of another device', async () => {
    const token = await admin.device('way-2', 'way-unit')
    await admin.device('way-3', 'way-unit')
    await expect(admin.connect('way-2', 'wrong')).rejects.toThrow(/not authorized|bad user ?name/i)
    await expect(admin.connect('way-3', token)).rejects.toThrow(/not authorized|bad user ?name/i)
    await expect(admin.connect('nobody', token)).rejects.toThrow(/not authorized|bad user ?name/i)
    const client = await admin.connect('way-2', token)
    await client.publishAsync('mingjian/way-3/readings', JSON.stringify({ values: { temperature: 40 } }), { qos: 1 })
    await client.publishAsync('mingjian/way-2/readings', JSON.stringify({ values: { temperature: -20 } }), { qos: 1 })
    await client.endAsync()
    const letters = await until('the dead letter', async () => (await admin.deadLetters('device=way-3')).items.at(0))
    expect(letters).toMatchObject({ type: 'forbidden', device: 'way-3' })
    const history = (device: string) => admin.get<{ buckets: unknown[] }>(`readings?device=${device}&metric=temperature`)
    await until('its own reading', async () => (await history('way-2')).buckets.length > 0)
    expect((await history('way-3')).buckets).toEqual([])
  })

  it('keeps a reading in history within a second, and counts a repeat once', async () => {
    const token = await admin.device('way-4', 'way-unit')
    const ts = Date.now() - 5_000
    const item = { device: 'way-4', ts, values: { temperature: -18 } }
    expect((await admin.call('POST', 'readings', [item, item], token)).body).toEqual({ accepted: 2, errors: [] })
    await admin.call('POST', 'readings', [item, { ...item, values: { temperature: -17 } }], token)
    const letter = await until('the conflicting value', async () => (await admin.deadLetters('device=way-4')).items.at(0))
    expect(letter).toMatchObject({ type: 'conflicting-value' })
    const { buckets } = await admin.get<{ buckets: { min: number; max: number; count: number }[] }>('readings?device=way-4&metric=temperature')
    expect(buckets).toMatchObject([{ min: -18, max: -18, count: 1 }])
  })

  it('gathers the readings around an alert as its evidence', async () => {
    const [listed] = await admin.alerts('device=way-1')
    const alert = await until('the evidence', async () => {
      const { body } = await admin.call<Alert>('GET', `alerts/${encodeURIComponent(listed?.id ?? '')}`)
      return body.evidence?.readings.length ? body : null
    })
    expect(alert.evidence?.readings).toEqual([[Date.parse(alert.openedAt), -3.5]])
  })

  it('stops at the door while Redis is at its memory bound, and goes on from there', async () => {
    const token = await admin.device('way-5', 'way-unit')
    const redis = await privateRedis(system)
    const bound = (await redis.config('GET', 'maxmemory')) as [string, string]
    const used = Number(/^used_memory:(\d+)/m.exec(await redis.info('memory'))?.[1])
    await redis.config('SET', 'maxmemory', String(Math.ceil(used * 1.05)))
    const item = { device: 'way-5', ts: Date.now() - 60_000, values: { temperature: -18 } }
    const refused = await until('the door to close', async () => {
      const answer = await admin.call('POST', 'readings', item, token)
      return answer.status === 503 ? answer : null
    })
    expect(refused.body).toMatchObject({ type: '/problems/unavailable', status: 503 })
    const client = await admin.connect('way-5', token)
    let acknowledged = false
    const published = client.publishAsync('mingjian/way-5/readings', JSON.stringify({ ts: item.ts + 10_000, values: item.values }), { qos: 1 }).then(() => (acknowledged = true))
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    expect(acknowledged).toBe(false)
    await redis.config('SET', 'maxmemory', bound[1])
    await published
    await client.endAsync()
    redis.disconnect()
    await until('the reading in history', async () => {
      const { buckets } = await admin.get<{ buckets: { count: number }[] }>('readings?device=way-5&metric=temperature')
      return buckets.length > 0
    })
  })
})

async function privateRedis({ dataDir }: Constellation): Promise<Redis> {
  const { redis: port } = JSON.parse(await readFile(join(dataDir, 'run', 'ports.json'), 'utf8')) as { redis: number }
  return new Redis({ port, password: (await readFile(join(dataDir, 'secrets', 'redis'), 'utf8')).trim(), protocol: 2 })
}
