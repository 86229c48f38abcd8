import os from 'node:os'
import path from 'node:path'
import { z } from 'zod'

/** A variable that is set to nothing counts as one that is not set, as container tools often write it so. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (typeof value === 'string' && value.trim() === '' ? undefined : value), schema)

const wholeNumber = (from: number, to: number, fallback: number) =>
  optional(
    z
      .string()
      .trim()
      .regex(/^\d+$/, `must be a whole number from ${from} to ${to}`)
      .transform(Number)
      .refine((value) => value >= from && value <= to, `must be a whole number from ${from} to ${to}`)
      .default(fallback),
  )

const port = (fallback: number) => wholeNumber(1, 65_535, fallback)

const address = (schemes: RegExp, example: string) =>
  optional(z.string().trim().regex(schemes, `must look like ${example}`).optional())

const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, { error: `must be one of ${values.join(', ')}` })

const name = (pattern: RegExp, rule: string) => optional(z.string().trim().regex(pattern, rule).optional())

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
const roles = ['all', 'server', 'worker'] as const

const schema = z.object({
  PORT: port(8080),
  MQTT_PORT: port(1883),
  DATA_DIR: optional(z.string().default('./data')),
  REDIS_URL: address(
    /^(rediss?|redis\+(cluster|sentinel)):\/\/\S+$/,
    'redis://host:6379, redis+cluster://a:6379,b:6379 or redis+sentinel://a:26379,b:26379/name',
  ),
  DATABASE_URL: address(/^postgres(ql)?:\/\/\S+$/, 'postgresql://user:password@host:5432/database'),
  MQTT_URL: address(/^(mqtts?|tcp|tls|ssl|wss?):\/\/\S+$/, 'mqtt://host:1883'),
  PUBLIC_URL: address(/^https?:\/\/[^\s/]+\/?$/, 'https://mingjian.example'),
  DEMO: optional(oneOf(['on', 'off']).optional()),
  ADMIN_PASSWORD: optional(z.string().optional()),
  ADMIN_TOKEN: name(/^\S+$/, 'must not hold spaces'),
  MINGJIAN_SECRET_KEY: name(/^\S{32,}$/, 'must be at least 32 letters or digits without spaces'),
  LOG_LEVEL: optional(oneOf(logLevels).default('info')),
  ROLE: optional(oneOf(roles).default('all')),
  PARTITIONS: wholeNumber(1, 1024, 16),
  WORKERS: wholeNumber(0, 256, 0),
  WORKER_NAME: name(/^[\w.-]{1,64}$/, 'must be letters, digits, dots, dashes or underscores, at most 64'),
  ICE_URLS: name(/^(stuns?|turns?):\S+([ ,]+(stuns?|turns?):\S+)*$/, 'must look like stun:host:3478 turn:host:3478?transport=udp'),
  TURN_SECRET: optional(z.string().optional()),
  RECORDINGS_MB: wholeNumber(0, 100_000_000, 20_480),
  WEB_BUILD: optional(oneOf(['on', 'off']).default('on')),
})

/** What the process was told at its start. Every value is checked; absent ones hold their defaults. */
export interface Environment {
  /** TCP port of the web pages and the API. */
  port: number
  /** TCP port of the embedded MQTT broker. */
  mqttPort: number
  /** Absolute path of the folder that holds everything kept on this machine. */
  dataDir: string
  /** Absent means the embedded Redis. In a child process it is always set. */
  redisUrl?: string
  /** Absent means the embedded PostgreSQL. In a child process it is always set. */
  databaseUrl?: string
  /** An outside broker in place of the embedded one. */
  mqttUrl?: string
  /** Where people reach the pages, with no slash at its end; notices link to it. */
  publicUrl?: string
  /** Whether the demo feed runs. Without `DEMO` it runs only if both stores are embedded. */
  demo: boolean
  adminPassword?: string
  adminToken?: string
  /** What secrets are sealed under in the database; absent means a key file under DATA_DIR. */
  secretKey?: string
  logLevel: (typeof logLevels)[number]
  role: (typeof roles)[number]
  /** Number of partitions of the feed; fixed at the first start. */
  partitions: number
  /** Number of worker processes the supervisor starts. */
  workers: number
  /** The name by which a worker holds its leases, such as `worker-1`. */
  workerName: string
  /** STUN and TURN servers through which cameras reach their watchers where they can't directly. */
  iceUrls: readonly string[]
  /** The secret that the TURN server shares with us, by which it knows the credentials we make. */
  turnSecret?: string
  /** Megabytes that all recordings of live sessions together may take; 0 where none is to be made. */
  recordingsMb: number
  /** Whether the supervisor builds the web pages when their sources changed. */
  webBuild: boolean
}

/** What the server, a worker or the demo feed sees: both stores have an address. */
export type ChildEnvironment = Environment & { redisUrl: string; databaseUrl: string }

/** Thrown for a value that can't be used. The message is one line and begins with the variable's name. */
export class EnvironmentError extends Error {
  override name = 'EnvironmentError'
}

/** Reads and checks the environment; throws {@link EnvironmentError} at the first variable that is wrong. */
export function readEnvironment(env: NodeJS.ProcessEnv = process.env): Environment {
  const result = schema.safeParse(env)
  if (!result.success) throw new EnvironmentError(firstComplaint(result.error, env))
  const value = result.data
  if (value.PORT === value.MQTT_PORT && value.MQTT_URL === undefined) {
    throw new EnvironmentError(`MQTT_PORT must differ from PORT (both are ${value.PORT})`)
  }
  const embedded = value.REDIS_URL === undefined && value.DATABASE_URL === undefined
  return {
    port: value.PORT,
    mqttPort: value.MQTT_PORT,
    dataDir: path.resolve(value.DATA_DIR),
    redisUrl: value.REDIS_URL,
    databaseUrl: value.DATABASE_URL,
    mqttUrl: value.MQTT_URL,
    publicUrl: value.PUBLIC_URL?.replace(/\/$/, ''),
    demo: value.DEMO === undefined ? embedded : value.DEMO === 'on',
    adminPassword: value.ADMIN_PASSWORD,
    adminToken: value.ADMIN_TOKEN,
    secretKey: value.MINGJIAN_SECRET_KEY,
    logLevel: value.LOG_LEVEL,
    role: value.ROLE,
    partitions: value.PARTITIONS,
    workers: value.WORKERS || defaultWorkers(value.PARTITIONS),
    workerName: value.WORKER_NAME ?? `worker-${process.pid}`,
    iceUrls: value.ICE_URLS?.split(/[ ,]+/) ?? [],
    turnSecret: value.TURN_SECRET,
    recordingsMb: value.RECORDINGS_MB,
    webBuild: value.WEB_BUILD === 'on',
  }
}

/** The same for a child process, which can't run without the addresses of both stores. */
export function readChildEnvironment(env: NodeJS.ProcessEnv = process.env): ChildEnvironment {
  const environment = readEnvironment(env)
  const { redisUrl, databaseUrl } = environment
  if (redisUrl === undefined) throw new EnvironmentError('REDIS_URL must be set for this process; npm start sets it')
  if (databaseUrl === undefined) {
    throw new EnvironmentError('DATABASE_URL must be set for this process; npm start sets it')
  }
  return { ...environment, redisUrl, databaseUrl }
}

/** One worker a core and at least two, so that one can die; never more than there are partitions to own. */
function defaultWorkers(partitions: number): number {
  return Math.min(Math.max(2, os.availableParallelism()), Math.max(2, partitions))
}

/** Secrets are never repeated in a message, as messages end up in logs. */
const secret = new Set(['ADMIN_PASSWORD', 'ADMIN_TOKEN', 'MINGJIAN_SECRET_KEY', 'REDIS_URL', 'DATABASE_URL', 'MQTT_URL', 'TURN_SECRET'])

function firstComplaint(error: z.ZodError, env: NodeJS.ProcessEnv): string {
  const issue = error.issues[0]
  const variable = String(issue?.path[0] ?? 'The environment')
  const given = secret.has(variable) ? '' : ` (it is "${env[variable] ?? ''}")`
  return `${variable} ${issue?.message ?? 'can not be read'}${given}`
}
