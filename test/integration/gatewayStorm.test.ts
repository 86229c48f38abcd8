import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Alert } from '../../domain/alert.ts'
import { Administrator, until } from './administrator.ts'
import { startConstellation, type Constellation } from './constellation.ts'

const DEVICES = 500
/** Seconds between two readings of a device: three of them are silence. */
const INTERVAL = 3
const ids = Array.from({ length: DEVICES }, (_, n) => `storm-${n}`)

let system: Constellation
let admin: Administrator
let token: string

beforeAll(async () => {
  system = await startConstellation()
  admin = new Administrator(system)
  await admin.unit('storm-unit')
  const table = ['id,unit,profile,interval', ...ids.map((id) => `${id},storm-unit,dry-store,${INTERVAL}`)].join('\n')
  const headers = { Authorization: `Bearer ${system.adminToken}`, 'Content-Type': 'text/csv' }
  expect((await fetch(`${system.url}/api/v1/devices/import`, { method: 'POST', headers, body: table })).status).toBe(200)
  token = (await admin.create<{ token: string }>('devices', { id: 'storm-gateway', profile: 'gateway', format: 'native', devices: ids })).token
})

afterAll(async () => {
  await system.stop()
})

async function speak(devices: readonly string[]): Promise<void> {
  const ts = Date.now()
  const { status, body } = await admin.call('POST', 'readings', devices.map((device, n) => ({ device, ts: ts - n, values: { temperature: 20 } })), token)
  expect({ status, accepted: body.accepted }).toEqual({ status: 200, accepted: devices.length })
}

async function speakFor(devices: readonly string[], seconds: number): Promise<void> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end;) {
    await speak(devices)
    await new Promise((resolve) => setTimeout(resolve, 1_000))
  }
}

const silences = async (): Promise<Alert[]> => (await admin.alerts('')).filter((alert) => alert.type === 'silence')

it('a gateway that dies with five hundred devices behind it is one alert, and a device that stays away has its own', { timeout: 120_000 }, async () => {
  await speakFor(ids, 4)
  const died = Date.now()
  const alert = await until('the gateway\'s silence', async () => (await silences()).at(0))
  expect(alert).toMatchObject({ deviceId: 'storm-gateway', metric: null, state: 'open', severity: 'minor', orderIds: [] })
  expect(alert.affected?.count).toBe(DEVICES)
  expect([...(alert.affected?.deviceIds ?? [])].sort()).toEqual([...ids].sort())
  // Every device has long been due by now: none of them says so.
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, died + 4 * INTERVAL * 1000 + 2_000 - Date.now())))
  expect(await silences()).toHaveLength(1)

  const [stays, ...back] = ids
  await speakFor(back, 3 * INTERVAL + 4)
  const own = await until('the silence of the one that stays away', async () => (await silences()).find((one) => one.deviceId === stays))
  expect(own).toMatchObject({ state: 'open', affected: null })
  const all = await silences()
  expect(all.map((one) => [one.deviceId, one.state]).sort()).toEqual([[stays, 'open'], ['storm-gateway', 'resolved']].sort())
})
