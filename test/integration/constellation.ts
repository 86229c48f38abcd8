import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { DataFolder } from '../../launch/dataFolder.ts'
import { projectRoot } from '../../launch/nodeChild.ts'
import { isAlive, mark } from '../../launch/processes.ts'
import { ProcessRecords } from '../../launch/records.ts'
import { EmbeddedStores } from '../../launch/stores.ts'
import { filledDataDir } from './dataDir.ts'
import { ownPort } from './ownPort.ts'

export interface ConstellationOptions {
  /** Whether the demo feed runs; it does not unless asked. */
  demo?: boolean
  /** Number of worker processes; 2 unless told. */
  workers?: number
  /** Whether the web pages are built first if they changed; they are not unless asked. */
  web?: boolean
  /** A data folder, empty or of an earlier constellation; kept by `stop({ keepData: true })` only. One with our tables unless told. */
  dataDir?: string
  /** More variables for the system. */
  env?: NodeJS.ProcessEnv
  /** Milliseconds it may take until it is ready. */
  limit?: number
}

/** The whole system, running in processes of its own under the real supervisor. */
export interface Constellation {
  url: string
  mqttUrl: string
  port: number
  mqttPort: number
  dataDir: string
  adminToken: string
  adminPassword: string
  /** What the supervisor was started with. */
  env: NodeJS.ProcessEnv
  /** The supervisor itself, which no pid file names. */
  supervisor: ChildProcess
  /** All that it has written so far. */
  output(): string
  /** Process ids by role, as the pid files tell them now. */
  pids(): Record<string, number>
  /** Sends a signal to the process of that role; SIGKILL unless told. */
  kill(role: string, signal?: NodeJS.Signals): void
  /** Waits until the server is ready and every role has a process that lives. */
  waitReady(limit?: number): Promise<void>
  /** Stops it as Ctrl-C does and removes its data folder; returns the exit code and the milliseconds it took. */
  stop(options?: { keepData?: boolean }): Promise<{ code: number | null; took: number }>
}

/** Starts the whole system on free ports and returns when it is ready; throws with its output if it ends before. */
export async function startConstellation(options: ConstellationOptions = {}): Promise<Constellation> {
  const [port, mqttPort] = [await ownPort(), await ownPort()]
  const dataDir = options.dataDir ?? filledDataDir()
  const [adminToken, adminPassword] = [randomBytes(24).toString('base64url'), randomBytes(12).toString('base64url')]
  const env: NodeJS.ProcessEnv = {
    ...withoutOurVariables(process.env),
    PORT: String(port),
    MQTT_PORT: String(mqttPort),
    DATA_DIR: dataDir,
    ADMIN_TOKEN: adminToken,
    ADMIN_PASSWORD: adminPassword,
    DEMO: options.demo ? 'on' : 'off',
    WORKERS: String(options.workers ?? 2),
    WEB_BUILD: options.web ? 'on' : 'off',
    LOG_LEVEL: 'warn',
    ...options.env,
  }
  const supervisor = launchSupervisor(env)
  await becomesReady(supervisor, options.limit ?? 170_000)
  const url = `http://127.0.0.1:${port}`
  const pids = () => readPids(dataDir)
  return {
    url,
    mqttUrl: `mqtt://127.0.0.1:${mqttPort}`,
    port,
    mqttPort,
    dataDir,
    adminToken: env.ADMIN_TOKEN ?? adminToken,
    adminPassword: env.ADMIN_PASSWORD ?? adminPassword,
    env,
    supervisor: supervisor.child,
    output: supervisor.output,
    pids,
    kill(role, signal = 'SIGKILL') {
      const pid = pids()[role]
      if (pid === undefined) throw new Error(`there is no ${role} to kill`)
      try {
        process.kill(pid, signal)
      } catch {
        // It has just ended by itself, as one does whose store was killed: the supervisor starts it again all the same.
      }
    },
    async waitReady(limit = 30_000) {
      const hasServer = pids().server !== undefined
      await eventually(
        async () => allAlive(pids()) && (!hasServer || (await isReady(url))),
        limit,
        'all processes ready',
      )
    },
    async stop({ keepData = false } = {}) {
      const began = Date.now()
      supervisor.child.kill('SIGTERM')
      const code = await supervisor.ended
      if (!keepData) fs.rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
      return { code, took: Date.now() - began }
    },
  }
}

export interface Supervised {
  child: ChildProcess
  output(): string
  ended: Promise<number | null>
}

/** Starts the supervisor alone, for tests of starts that must fail. It ends with this process, by its channel to it. */
export function launchSupervisor(env: NodeJS.ProcessEnv): Supervised {
  const child = spawn(process.execPath, ['--import', 'tsx', path.join(projectRoot, 'launch', 'main.ts')], {
    cwd: projectRoot,
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let said = ''
  const take = (text: string) => {
    said = (said + text).slice(-200_000)
    if (process.env.CONSTELLATION_LOG) process.stderr.write(text)
  }
  child.stdout?.setEncoding('utf8').on('data', take)
  child.stderr?.setEncoding('utf8').on('data', take)
  const ended = new Promise<number | null>((done) => child.once('close', done))
  return { child, ended, output: () => said }
}

/** Only the embedded stores, started by the supervisor's own parts within this process. */
export interface Stores {
  redisUrl: string
  databaseUrl: string
  dataDir: string
  stop(): Promise<void>
}

/** Starts Redis and PostgreSQL on a folder of their own, for tests that need no more; much faster than the whole. */
export async function startStores(): Promise<Stores> {
  const folder = new DataFolder(filledDataDir())
  folder.prepare()
  const said: string[] = []
  const stores = new EmbeddedStores(folder, new ProcessRecords(folder.run), (line) => said.push(line))
  const addresses = await stores.start({})
  return {
    ...addresses,
    dataDir: folder.root,
    async stop() {
      await stores.stop()
      fs.rmSync(folder.root, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** Asks again until the answer is true; past the limit it throws, naming what did not come about. */
export async function eventually(ask: () => boolean | Promise<boolean>, limit: number, what: string): Promise<void> {
  const until = Date.now() + limit
  while (!(await ask())) {
    if (Date.now() > until) throw new Error(`waited ${limit} ms in vain for: ${what}`)
    await new Promise((done) => setTimeout(done, 50))
  }
}

export function readPids(dataDir: string): Record<string, number> {
  const run = path.join(dataDir, 'run')
  const files = fs.existsSync(run) ? fs.readdirSync(run).filter((file) => file.endsWith('.pid')) : []
  return Object.fromEntries(
    files.map((file) => [file.slice(0, -'.pid'.length), Number(fs.readFileSync(path.join(run, file), 'utf8'))]),
  )
}

/** Whether each of these processes runs. */
export function allAlive(pids: Record<string, number>): boolean {
  return Object.values(pids).every((pid) => {
    const seen = mark(pid)
    return seen !== null && isAlive(seen)
  })
}

/** Variables of the shell that tests run in must not steer the system under test. */
function withoutOurVariables(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const ours =
    /^(REDIS_URL|DATABASE_URL|MQTT_URL|ROLE|PARTITIONS|WORKER_NAME|NODE_ENV|NODE_OPTIONS|VITEST.*|TEST|VITE_.*|npm_.*)$/
  return Object.fromEntries(Object.entries(env).filter(([name]) => !ours.test(name)))
}

async function becomesReady(supervisor: Supervised, limit: number): Promise<void> {
  let over = false
  void supervisor.ended.then(() => (over = true))
  try {
    await eventually(() => over || / is ready in /.test(supervisor.output()), limit, 'the system to be ready')
  } catch (error) {
    supervisor.child.kill('SIGTERM')
    throw new Error(`the system is not ready:\n${supervisor.output()}`, { cause: error })
  }
  if (over) throw new Error(`the system ended at its start:\n${supervisor.output()}`)
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) })).ok
  } catch {
    return false
  }
}
