import { hostname } from 'node:os'
import { pino } from 'pino'
import { readChildEnvironment } from '../config/environment.ts'
import { loadConfiguration } from '../config/load.ts'
import { endWithParent } from '../config/parentProcess.ts'
import { secretKey } from '../config/secretKey.ts'
import { sealStoredSecrets } from '../stores/postgres/channelSecrets.ts'
import { migrate } from '../stores/postgres/migrate.ts'
import { requirePartitionCount } from '../stores/postgres/partitionCount.ts'
import { createPool } from '../stores/postgres/pool.ts'
import { Vault } from '../stores/postgres/vault.ts'
import { ReadingPartitions } from '../stores/postgres/readingPartitions.ts'
import { connectRedis, duplicateRedis } from '../stores/redis/connect.ts'
import { Channels } from './channels/channels.ts'
import { evidenceKeeper } from './evidenceKeeper.ts'
import { Figures, WatchedReadings } from './figures.ts'
import { Dispatcher } from './jobs/dispatcher.ts'
import { lateJobs } from './jobs/lateJobs.ts'
import { handlersOf, JobHandlers } from './jobs/handlers.ts'
import { Listening } from './listening.ts'
import { maintenance } from './maintenance.ts'
import { Courier } from './notices/courier.ts'
import { orderReminders } from './orderReminders.ts'
import { Ownership } from './partitions/ownership.ts'
import { EscalationPolicies } from './record/escalationPolicies.ts'
import { Silences } from './record/silences.ts'
import { CameraTrust } from './register/cameraTrust.ts'
import { JudgingRegister } from './register/judgingRegister.ts'
import { Tenancy } from './tenancy.ts'

/** A worker process: judges, records and archives its share of the feed, and does the work that follows. */
async function main(): Promise<void> {
  endWithParent()
  const environment = readChildEnvironment()
  const configuration = loadConfiguration()
  const log = pino({ level: environment.logLevel, base: { process: environment.workerName } })
  const clock = Date.now
  const db = createPool(environment.databaseUrl, { max: 12, name: environment.workerName })
  const redis = connectRedis(environment.redisUrl)
  await migrate(db)
  await requirePartitionCount(db, environment.partitions)

  const register = new JudgingRegister(db, configuration.profiles, environment.partitions, configuration.rules)
  const trust = new CameraTrust(db, configuration.precision)
  const silences = new Silences(db)
  const policies = new EscalationPolicies(db, configuration.escalation)
  const listening = new Listening(redis, clock)
  const watched = new WatchedReadings(redis, duplicateRedis(redis), clock)
  const dispatcher = new Dispatcher(db, redis, log)
  const publicUrl = environment.publicUrl ?? ''
  const vault = new Vault(secretKey(environment))
  const unread = await sealStoredSecrets(db, vault)
  if (unread > 0) log.warn({ unread }, 'secrets of channels were sealed under another key and count as not set: give every machine the same MINGJIAN_SECRET_KEY')
  const channels = new Channels({ db, vault, shipped: configuration.channels, environment: process.env, pushSubject: publicUrl.startsWith('https:') ? publicUrl : 'mailto:mingjian@localhost', clock })
  const courier = new Courier({ db, channels, publicUrl, clock, log })
  const duty = { roster: configuration.roster, escalation: configuration.escalation, calendar: configuration.orders.terms.calendar }
  const late = lateJobs(db, clock, () => dispatcher.nudge(), log)
  const handlers = new JobHandlers(handlersOf({ db, courier, duty, orders: configuration.orders, clock }), redis, log)
  const tenancy: Tenancy = new Tenancy({
    redis, db, register, trust, silences, policies, clock, log, partitions: environment.partitions, profiles: configuration.profiles, tables: new ReadingPartitions(db),
    listeningSince: () => listening.since(),
    onReadings: (readings) => watched.saw(readings),
    onJobs: () => dispatcher.nudge(),
    onForfeit: (partition) => void ownership.forfeit(partition),
  })
  const ownership: Ownership = new Ownership({ redis, worker: `${environment.workerName}@${hostname()}`, partitions: environment.partitions, tenant: tenancy, log })
  const figures = new Figures({ redis, register, judges: () => tenancy.judges, clock, log })
  const evidence = evidenceKeeper(db, clock, log)
  const housekeeping = maintenance(db, clock, log)
  const reminders = orderReminders({ db, orders: configuration.orders, duty, clock, onJobs: () => dispatcher.nudge(), log })

  const parts = [register, trust, silences, listening, watched, dispatcher, handlers, late, policies, tenancy, ownership, figures, evidence, housekeeping, reminders]
  for (const part of parts) await part.start()
  log.info('worker ready')

  let stopping = false
  const stop = async (): Promise<void> => {
    if (stopping) return
    stopping = true
    for (const part of parts.reverse()) await part.stop().catch((error: unknown) => log.warn({ error: (error as Error).message }, 'stopping'))
    redis.disconnect()
    await db.end()
    process.exit(0)
  }
  process.on('SIGTERM', () => void stop())
  process.on('SIGINT', () => void stop())
}

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).stack ?? String(error)}\n`)
  process.exit(1)
})
