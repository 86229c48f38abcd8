import { createServer } from 'node:http'
import { hostname } from 'node:os'
import { Router } from 'express'
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
import { connectRedis } from '../stores/redis/connect.ts'
import { durabilityGaps } from '../stores/redis/durability.ts'
import { FeedWriter } from '../stores/redis/feed.ts'
import { readRoutes } from './api/read/routes.ts'
import { syncShippedRules } from './api/shippedRules.ts'
import type { Context } from './context.ts'
import { Door } from './door/door.ts'
import { doorRoutes, recogniseBy } from './door/http.ts'
import { GatewayPulse } from './door/gatewayPulse.ts'
import { MemoryBound } from './door/memoryBound.ts'
import { MqttDoor } from './door/mqtt.ts'
import { MqttMessages } from './door/mqttMessages.ts'
import { webhookRoutes } from './door/webhooks.ts'
import { OpenDoorSign } from './door/openDoorSign.ts'
import { recogniseAdministrator } from './door/administrator.ts'
import { OutsideDevices } from './door/outsideDevices.ts'
import { OutsideGateways } from './door/outsideGateways.ts'
import { formatsFor } from './decoders/formats.ts'
import { Gateways } from './gateways/gateways.ts'
import { messageRoutes } from './api/read/messages.ts'
import { MessageLog } from './messages/messageLog.ts'
import { MessageQuestions } from './messages/messageQuestions.ts'
import { WaitingDevices } from './gateways/waitingDevices.ts'
import { createApp } from './http.ts'
import { attachLive } from './live/attach.ts'
import { AskedGateways } from './pull/askedGateways.ts'
import { DeviceRegister } from './register/deviceRegister.ts'
import { ensureFirstLogins } from './session/firstLogins.ts'

/** A server process: takes the feeds in, serves the API, the live push and the pages. */
async function main(): Promise<void> {
  endWithParent()
  const environment = readChildEnvironment()
  const configuration = loadConfiguration()
  const log = pino({ level: environment.logLevel, base: { process: 'server' } })
  const clock = Date.now
  const db = createPool(environment.databaseUrl, { max: 16, name: 'server' })
  const redis = connectRedis(environment.redisUrl)
  await migrate(db)
  await requirePartitionCount(db, environment.partitions)
  await sealStoredSecrets(db, new Vault(secretKey(environment)))

  for (const gap of await durabilityGaps(redis)) log.warn(gap)
  const feed = new FeedWriter(redis, environment.partitions)
  const register = new DeviceRegister({ db, redis, feed, clock })
  await register.start()
  const context: Context = { environment, configuration, log, db, redis, feed, register, clock }
  await ensureFirstLogins({ db, configuration, environment, clock, print: (text) => process.stdout.write(text) })
  await syncShippedRules(context)

  const memory = new MemoryBound(redis)
  await memory.start()
  const waiting = new WaitingDevices({ db, clock, log })
  const door = new Door({ register, feed, memory, gateways: new GatewayPulse(redis, environment.partitions), profiles: configuration.profiles, labels: configuration.labels, waiting, clock, log })
  waiting.start()
  const messageLog = new MessageLog(clock)
  const questions = new MessageQuestions(redis, messageLog)
  await questions.start()
  const gateways = new Gateways({ formats: formatsFor(configuration.metricNames), labels: configuration.labels, door, register, waiting, messageLog })
  const messages = new MqttMessages({ door, register, gateways, messageLog, clock })
  // The same after a restart: what the outside holds for this server is found again.
  const name = `${hostname()}-${environment.port}`
  const foreign = environment.mqttUrl ? new OutsideGateways({ url: environment.mqttUrl, name, redis, register, gateways, messages, log }) : null
  const asked = new AskedGateways({ redis, name, register, gateways, clock, log })
  const mqtt = environment.mqttUrl ? new OutsideDevices({ url: environment.mqttUrl, name, redis, messages, log }) : new MqttDoor({ port: environment.mqttPort, register, messages, log })
  const sign = new OpenDoorSign(redis)
  const doors = [doorRoutes(door, recogniseBy(register, recogniseAdministrator(context)), messageLog), webhookRoutes({ door, gateways, register, clock })]
  const app = createApp(context, { door: doors, read: Router().use(readRoutes(context), messageRoutes(context, questions)) })
  const http = createServer(app)
  const live = await attachLive(http, context)
  await new Promise<void>((resolve, reject) => http.once('error', reject).listen(environment.port, resolve))
  await mqtt.start()
  foreign?.start()
  asked.start()
  sign.start()
  log.info({ port: environment.port }, 'server ready')

  let stopping = false
  const stop = async (): Promise<void> => {
    if (stopping) return
    stopping = true
    sign.stop()
    memory.stop()
    messages.stop()
    await asked.stop()
    await foreign?.stop()
    await mqtt.stop()
    await waiting.stop()
    questions.stop()
    await live.stop()
    http.closeAllConnections()
    await new Promise((resolve) => http.close(resolve))
    await feed.stop()
    await register.stop()
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
