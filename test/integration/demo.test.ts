import { connectAsync } from 'mqtt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadConfiguration } from '../../config/load.ts'
import { createPool } from '../../stores/postgres/pool.ts'
import { migrate } from '../../stores/postgres/migrate.ts'
import { makeCity } from '../../workers/demo/demoFeed.ts'
import { keptCredentials } from '../../workers/demo/register/credentials.ts'
import { sow } from '../../workers/demo/register/sowing.ts'
import { eventually, startConstellation, startStores, type Constellation } from './constellation.ts'

const city = makeCity(loadConfiguration())

describe('registering the demonstration', () => {
  it('writes every unit and device once, keeps what people changed, and gives devices the credential they speak with', async () => {
    const stores = await startStores()
    const db = createPool(stores.databaseUrl, { name: 'test' })
    try {
      await migrate(db)
      const credentials = keptCredentials(stores.dataDir)
      const now = Date.now()
      expect(await sow(db, city.units(), city.fleet, credentials, now)).toEqual({ units: 34_432, devices: city.fleet.length, recredentialed: 0 })
      await db.query(`UPDATE unit SET name = 'changed' WHERE id = 'demo-unit-1'`)
      expect(await sow(db, city.units(), city.fleet, keptCredentials(stores.dataDir), now)).toEqual({ units: 0, devices: 0, recredentialed: 0 })
      const { rows: [unit] } = await db.query<{ name: string; kind: string }>(`SELECT name, kind FROM unit WHERE id = 'demo-unit-1'`)
      expect(unit).toEqual({ name: 'changed', kind: 'canteen' })
      const device = city.fleet[0]?.id ?? ''
      const { rows: [kept] } = await db.query<{ hash: Buffer }>('SELECT token_hash AS hash FROM device WHERE id = $1', [device])
      expect(kept?.hash.equals(credentials.hashOf(device))).toBe(true)
      const { rows } = await db.query<{ detail: { units: number } }>(`SELECT detail FROM audit WHERE action = 'demo.register'`)
      expect(rows.map((row) => row.detail.units)).toEqual([34_432])
    } finally {
      await db.end()
      await stores.stop()
    }
  })
})

describe('the demonstration', () => {
  let system: Constellation
  const get = async <T>(path: string): Promise<T> => {
    const answer = await fetch(`${system.url}/api/v1${path}`, { headers: { authorization: `Bearer ${system.adminToken}` } })
    return (await answer.json()) as T
  }
  const newestAlert = async (): Promise<number> => {
    const { items } = await get<{ items: { openedAt: string }[] }>('/alerts?limit=1')
    return Date.parse(items[0]?.openedAt ?? '1970-01-01T00:00:00Z')
  }

  beforeAll(async () => {
    system = await startConstellation({ demo: true })
  })
  afterAll(async () => {
    await system?.stop()
  })

  it('opens new alerts within a minute of the start, and goes on opening them', async () => {
    await eventually(async () => (await newestAlert()) > Date.now() - 30_000, 60_000, 'a first alert')
    const first = await newestAlert()
    await eventually(async () => (await newestAlert()) > first, 60_000, 'another alert')
  })

  it('gives curves a past: a refrigerator has hours of readings soon after the start', async () => {
    const device = city.fleet.find(({ profile }) => profile === 'catering-chiller')?.id ?? ''
    const past = `/readings?device=${device}&metric=temperature&from=${new Date(Date.now() - 6 * 3_600_000).toISOString()}&to=${new Date().toISOString()}&points=60`
    await eventually(async () => {
      const { buckets } = await get<{ buckets: { count: number }[] }>(past)
      return buckets.filter(({ count }) => count > 0).length > 40
    }, 90_000, 'a curve of six hours')
  })

  it('keeps the credentials of its devices to itself: a made-up one is refused', async () => {
    const device = city.fleet[0]?.id ?? ''
    const attempt = connectAsync(system.mqttUrl, { username: device, password: 'guessed', protocolVersion: 4, reconnectPeriod: 0 })
    await expect(attempt).rejects.toThrow(/bad username or password|not authorized/i)
    const right = await connectAsync(system.mqttUrl, { clientId: 'test', username: device, password: keptCredentials(system.dataDir).tokenOf(device), protocolVersion: 4, reconnectPeriod: 0 })
    expect(right.connected).toBe(true)
    await right.endAsync(true)
  })

  it('goes on where it was after its process dies', async () => {
    const before = system.pids().demo
    system.kill('demo')
    await eventually(() => system.pids().demo !== undefined && system.pids().demo !== before, 30_000, 'the demo process again')
    const since = Date.now()
    await eventually(async () => (await newestAlert()) > since, 60_000, 'an alert after the restart')
  })
})
