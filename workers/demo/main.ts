import { pino } from 'pino'
import { readChildEnvironment, type ChildEnvironment } from '../../config/environment.ts'
import { loadConfiguration } from '../../config/load.ts'
import { endWithParent } from '../../config/parentProcess.ts'
import { migrate } from '../../stores/postgres/migrate.ts'
import { createPool } from '../../stores/postgres/pool.ts'
import { connectRedis } from '../../stores/redis/connect.ts'
import { FeedWriter } from '../../stores/redis/feed.ts'
import { announceChange, registerChange } from '../../stores/redis/registerChanges.ts'
import { makeCity, makeDemoFeed, type DemoCity } from './demoFeed.ts'
import { keptCredentials, type Credentials } from './register/credentials.ts'
import { sow, type Sown } from './register/sowing.ts'
import { Progress } from './speaking/progress.ts'

/** The demo feed: registers a made-up city once, and lets its devices speak to the broker as real ones do. */
async function main(): Promise<void> {
  endWithParent(1_000)
  const environment = readChildEnvironment()
  const log = pino({ level: environment.logLevel, base: { process: 'demo' } })
  if (!environment.demo) return log.info('DEMO is off: nothing to do')
  const configuration = loadConfiguration()
  const city = makeCity(configuration)
  const credentials = keptCredentials(environment.dataDir)
  const sown = await register(environment, city, credentials)
  const fleet = makeDemoFeed({
    fleet: city.fleet, configuration, credentials, progress: new Progress(environment.dataDir),
    url: environment.mqttUrl ?? `mqtt://127.0.0.1:${environment.mqttPort}`, clock: Date.now, log,
  })
  fleet.start()
  log.info({ ...sown, speaking: city.fleet.length }, 'demo feed ready')

  const stop = (): void => {
    fleet.stop()
    process.exit(0)
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}

/** The stores are needed for this alone: afterwards the devices speak to the broker and to nobody else. */
async function register(environment: ChildEnvironment, { units, fleet }: DemoCity, credentials: Credentials): Promise<Sown> {
  const db = createPool(environment.databaseUrl, { max: 1, name: 'demo' })
  const redis = connectRedis(environment.redisUrl)
  const feed = new FeedWriter(redis, environment.partitions)
  try {
    await migrate(db)
    const sown = await sow(db, units(), fleet, credentials, Date.now())
    if (sown.units > 0) await announceChange(redis, feed, registerChange('units', []))
    if (sown.devices + sown.recredentialed > 0) await announceChange(redis, feed, registerChange('devices', fleet.map((device) => device.id)))
    return sown
  } finally {
    await feed.stop()
    redis.disconnect()
    await db.end()
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).stack ?? String(error)}\n`)
  process.exit(1)
})
