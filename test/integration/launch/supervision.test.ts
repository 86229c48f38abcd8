import fs from 'node:fs'
import path from 'node:path'
import { Redis } from 'ioredis'
import pg from 'pg'
import { afterEach, describe, expect, it } from 'vitest'
import { isAlive, mark } from '../../../launch/processes.ts'
import {
  allAlive,
  eventually,
  launchSupervisor,
  readPids,
  startConstellation,
  type Constellation,
} from '../constellation.ts'
import { temporaryDataDir } from '../dataDir.ts'

let running: Constellation | null = null
const folders: string[] = []

const start = async (dataDir: string) => (running = await startConstellation({ dataDir }))
const folder = () => {
  const made = temporaryDataDir()
  folders.push(made)
  return made
}

afterEach(async () => {
  await running?.stop()
  running = null
  for (const made of folders.splice(0)) fs.rmSync(made, { recursive: true, force: true, maxRetries: 5 })
})

describe('supervision', () => {
  it('finds its data again after a restart, at the same addresses', async () => {
    const dataDir = folder()
    const first = await start(dataDir)
    await withStores(dataDir, async (redis, database) => {
      await redis.set('kept', 'yes')
      await database.query('CREATE TABLE kept AS SELECT 42 AS answer')
    })
    const before = storePorts(dataDir)
    const { code, took } = await first.stop({ keepData: true })
    expect({ code, quick: took < 10_000, pids: readPids(dataDir) }).toEqual({ code: 0, quick: true, pids: {} })
    await start(dataDir)
    expect(storePorts(dataDir)).toEqual(before)
    await withStores(dataDir, async (redis, database) => {
      expect(await redis.get('kept')).toBe('yes')
      expect((await database.query('SELECT answer FROM kept')).rows).toEqual([{ answer: 42 }])
    })
  })

  it('starts every process again within 5 s of its kill, and again, with what it had acknowledged', async () => {
    const dataDir = folder()
    const system = await start(dataDir)
    for (const role of Object.keys(system.pids())) {
      for (const round of [1, 2]) {
        if (role === 'redis') await withStores(dataDir, (redis) => redis.set('round', round))
        const before = system.pids()[role]
        system.kill(role)
        const renewed = () => system.pids()[role] !== before && allAlive({ [role]: system.pids()[role] ?? 0 })
        await eventually(renewed, 5_000, `${role} to run again after kill ${round}`)
        // Others may have ended with it, each for reasons of its own, and have five seconds of their own.
        await eventually(() => allAlive(system.pids()), 30_000, `all to run again after kill ${round} of ${role}`)
      }
    }
    await system.waitReady()
    await withStores(dataDir, async (redis, database) => {
      expect(await redis.get('round')).toBe('2')
      expect((await database.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
    })
  })

  it('refuses a second start on the same folder with one line that names the first', async () => {
    const dataDir = folder()
    const system = await start(dataDir)
    const second = launchSupervisor({ ...system.env, PORT: '0'.repeat(0) })
    expect(await second.ended).toBe(1)
    expect(second.output().trim()).toBe(
      `Mingjian already runs on ${dataDir} (process ${system.supervisor.pid}): stop it first, or choose another folder with DATA_DIR=/path`,
    )
    expect(allAlive(system.pids())).toBe(true)
  })

  it('takes over a folder whose supervisor was killed, and leaves none of its processes running twice', async () => {
    const dataDir = folder()
    const first = await start(dataDir)
    await withStores(dataDir, (redis) => redis.set('kept', 'yes'))
    const old = Object.values(first.pids()).flatMap((pid) => mark(pid) ?? [])
    first.supervisor.kill('SIGKILL')
    running = null
    await start(dataDir)
    expect(old.filter(isAlive)).toEqual([])
    await withStores(dataDir, async (redis) => expect(await redis.get('kept')).toBe('yes'))
  })

  it('ends what runs under it within 10 s of its own kill', async () => {
    const first = await start(folder())
    const old = Object.values(first.pids()).flatMap((pid) => mark(pid) ?? [])
    expect(old.length).toBeGreaterThan(1)
    first.supervisor.kill('SIGKILL')
    running = null
    await eventually(() => !old.some(isAlive), 10_000, 'the processes of a killed supervisor to end')
  })
})

function storePorts(dataDir: string): unknown {
  return JSON.parse(fs.readFileSync(path.join(dataDir, 'run', 'ports.json'), 'utf8'))
}

async function withStores(
  dataDir: string,
  work: (redis: Redis, database: pg.Client) => Promise<unknown>,
): Promise<void> {
  const ports = storePorts(dataDir) as { redis: number; postgres: number }
  const secret = (name: string) => fs.readFileSync(path.join(dataDir, 'secrets', name), 'utf8')
  const redis = new Redis(ports.redis, '127.0.0.1', { password: secret('redis') })
  redis.on('error', () => undefined)
  await eventually(() => redis.status === 'ready', 10_000, 'redis to answer')
  const database = await connected(
    () =>
      new pg.Client({
        connectionString: `postgresql://mingjian:${secret('postgres')}@127.0.0.1:${ports.postgres}/mingjian`,
      }),
  )
  try {
    await work(redis, database)
  } finally {
    redis.disconnect()
    await database.end()
  }
}

/** A client that was refused can't be used again, so each attempt makes a new one. */
async function connected(make: () => pg.Client): Promise<pg.Client> {
  let client = make()
  await eventually(
    () =>
      client.connect().then(
        () => true,
        () => ((client = make()), false),
      ),
    10_000,
    'postgres to answer',
  )
  return client
}
