import { io, type Socket } from 'socket.io-client'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Alert } from '../../domain/alert.ts'
import type { LiveEvent } from '../../domain/live.ts'
import { Administrator, until } from './administrator.ts'
import { startConstellation, type Constellation } from './constellation.ts'

const DETECTIONS = 2_000
const CAMERAS = ['storm-1', 'storm-2', 'storm-3', 'storm-4']
const TYPES = ['no_mask', 'no_chef_hat', 'phone_use', 'smoking', 'bare_hand_rte']
const GROUPS = CAMERAS.flatMap((device) => TYPES.map((type) => ({ device, type, track: `${device}-${type}` })))

let system: Constellation
let admin: Administrator
let socket: Socket
const heard: LiveEvent[] = []

beforeAll(async () => {
  system = await startConstellation()
  admin = new Administrator(system)
  await admin.unit('storm-unit')
  for (const id of CAMERAS) await admin.device(id, 'storm-unit', { profile: 'camera' })
  socket = io(`${system.url}/live`, { auth: { token: system.adminToken }, transports: ['websocket'] })
  socket.on('event', (event: LiveEvent) => heard.push(event))
  await new Promise((resolve) => socket.emit('subscribe', { topics: ['alerts'] }, resolve))
})

afterAll(async () => {
  socket.disconnect()
  await system.stop()
})

it('makes one alert of each camera, kind and track out of 2,000 detections in a minute, and loses none', async () => {
  const from = Date.now() - 60_000
  // Every detection is an event of its own: a camera that follows nothing and reports each picture.
  const items = Array.from({ length: DETECTIONS }, (_, i) => ({
    ...GROUPS[i % GROUPS.length], ts: from + Math.floor((i * 60_000) / DETECTIONS), id: `e${i}`, phase: i % 2 === 0 ? 'start' : 'end', confidence: 0.9,
  }))
  for (let at = 0; at < DETECTIONS; at += 100) {
    expect((await admin.call('POST', 'detections', items.slice(at, at + 100))).body).toEqual({ accepted: 100, errors: [] })
  }
  const counted = async (): Promise<Alert[] | null> => {
    const alerts = (await admin.alerts('unit=storm-unit')).filter((alert) => alert.review !== null)
    return alerts.reduce((sum, alert) => sum + (alert.occurrences ?? 0), 0) >= DETECTIONS ? alerts : null
  }
  const alerts = await until('all detections to be counted', counted, 60_000)
  const found = alerts.map((alert) => `${alert.deviceId} ${alert.type} ${alert.occurrences}`).sort()
  expect(found).toEqual(GROUPS.map(({ device, type }) => `${device} ${type} ${DETECTIONS / GROUPS.length}`).sort())
  for (const alert of alerts) expect(alert.timeline.length).toBeLessThanOrEqual(3)

  const ids = await until('all detections in history', async () => {
    const all = await history()
    return all.length >= DETECTIONS ? all : null
  })
  expect(new Set(ids).size).toBe(DETECTIONS)
  // The live push told each opening, and of the rest far less than an event a detection; its last word is the record's.
  await until('the last count to be pushed', async () => alerts.every((alert) => lastHeard(alert.id)?.version === alert.version))
  const about = heard.filter((event) => alerts.some((alert) => alert.id === (event.data as Alert).id))
  expect(about.filter((event) => event.type === 'alert.opened')).toHaveLength(GROUPS.length)
  expect(about.length).toBeLessThan(DETECTIONS / 4)
  for (const alert of alerts) expect(lastHeard(alert.id)).toMatchObject({ occurrences: alert.occurrences })
})

it('makes a handful of alerts of 400 tracks at one camera in a minute, with the count of all behind them', async () => {
  const TRACKS = 400
  const from = Date.now() - 90_000
  const messages = Array.from({ length: TRACKS }, (_, n) => [0, 25].map((seconds) => (
    { device: 'storm-2', ts: from + n * 150 + seconds * 1000, id: `crowd-${n}`, phase: seconds === 0 ? 'start' : 'end', type: 'mask_improper', confidence: 0.9, track: `track-${n}` }))).flat()
  const items = messages.sort((a, b) => a.ts - b.ts)
  for (let at = 0; at < items.length; at += 100) expect((await admin.call('POST', 'detections', items.slice(at, at + 100))).status).toBe(200)
  const found = async (): Promise<Alert[]> => admin.alerts('device=storm-2&type=mask_improper')
  const alerts = await until('all tracks to be counted', async () => ((all) => (all.reduce((sum, alert) => sum + (alert.occurrences ?? 0), 0) >= TRACKS ? all : null))(await found()), 60_000)
  expect(alerts.map((alert) => alert.occurrences).sort()).toEqual([1, 1, 1, 1, 1, TRACKS - 5])
})

it('asks a person first about what a camera was found wrong about too often', async () => {
  const send = (track: string, ts: number) => admin.call('POST', 'detections', [0, 20].map((seconds) => (
    { device: 'storm-1', ts: ts + seconds * 1000, id: track, phase: seconds === 0 ? 'start' : 'end', type: 'no_uniform', confidence: 0.8, track })))
  const opened = (): Promise<Alert[]> => admin.alerts('device=storm-1&type=no_uniform')
  // Each after the cooldown of the one before, so that each is an alert.
  for (let i = 0; i < 20; i++) await send(`wrong-${i}`, Date.now() - (21 - i) * 11 * 60_000)
  const wrong = await until('twenty alerts', async () => ((all) => (all.length === 20 ? all : null))(await opened()))
  for (const { id } of wrong) expect((await admin.call('POST', `alerts/${encodeURIComponent(id)}/dismiss`, { reason: 'false-positive' })).status).toBe(200)
  expect((await admin.get<{ items: object[] }>('cameras/precision?device=storm-1&type=no_uniform')).items).toMatchObject([{ reviewed: 20, precision: 0, trusted: false }])

  // The workers learn of it within seconds: what comes before may still open an alert.
  let tries = 0
  const detection = await until('a detection that awaits review', async () => {
    const { items } = await admin.get<{ items: { id: string; review: string }[] }>('detections?awaiting=review&device=storm-1')
    if (items.length === 0) await send(`next-${tries++}`, Date.now() - 60_000 + tries)
    return items[0]
  }, 30_000)
  await send('last', Date.now() - 60_000)
  await until('the last one', async () => (await admin.get<{ items: { id: string }[] }>('detections?awaiting=review&device=storm-1')).items.some(({ id }) => id === 'last'))
  const before = (await opened()).length
  const { status, body } = await admin.call<Alert>('POST', `detections/${detection.id}/confirm`)
  expect({ status, ...body }).toMatchObject({ status: 201, review: 'confirmed', confirmedType: 'no_uniform', unitId: 'storm-unit' })
  await until('its order', async () => (await admin.alerts('device=storm-1&type=no_uniform')).find((alert) => alert.id === body.id)?.orderIds.length)
  expect(await opened()).toHaveLength(before + 1)
})

function lastHeard(id: string): Alert | undefined {
  return heard.map((event) => event.data as Alert).findLast((alert) => alert.id === id)
}

async function history(): Promise<string[]> {
  const ids: string[] = []
  let cursor: string | null = ''
  do {
    const page: { items: { id: string }[]; next: string | null } = await admin.get(`detections?unit=storm-unit&limit=500${cursor && `&cursor=${cursor}`}`)
    ids.push(...page.items.map((item) => item.id))
    cursor = page.next
  } while (cursor !== null)
  return ids
}
