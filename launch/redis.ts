import { spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { BoundedLog } from './boundedLog.ts'
import type { ChildPlan } from './child.ts'
import type { DataFolder } from './dataFolder.ts'
import { LaunchFailure } from './failure.ts'
import { findOrInstall } from './packageManager.ts'
import type { PrivatePorts } from './ports.ts'
import { endProcesses, processesIn } from './processes.ts'
import { redisProgram } from './programs.ts'
import { memoryBound, redisConfig } from './redisConfig.ts'
import { keptSecret } from './secrets.ts'
import { tiedToUs } from './tied.ts'

export interface EmbeddedRedis {
  url: string
  plan: ChildPlan
  /** Whether it answers now and has its data loaded. */
  answers(): Promise<boolean>
}

/** Finds or installs Redis, writes its configuration and tells how to run it. Nothing is started yet. */
export async function embedRedis(
  folder: DataFolder,
  ports: PrivatePorts,
  say: (line: string) => void,
): Promise<EmbeddedRedis> {
  const program = await findOrInstall(redisProgram, say)
  requireVersion(program)
  const port = await ports.choose('redis')
  const password = keptSecret(folder.secrets, 'redis')
  fs.mkdirSync(folder.redis, { recursive: true, mode: 0o700 })
  const config = path.join(folder.secrets, 'redis.conf')
  fs.writeFileSync(config, redisConfig({ port, folder: folder.redis, password, maxMemory: memoryBound() }), {
    mode: 0o600,
  })
  const log = new BoundedLog(path.join(folder.log, 'redis.log'))
  return {
    url: `redis://:${password}@127.0.0.1:${port}`,
    answers: () => redisAnswers(port, password),
    plan: {
      role: 'redis',
      stopSignal: 'SIGTERM',
      grace: 2_000,
      lastWords: () => log.lastLine,
      async launch() {
        await endProcesses(processesIn(fs.realpathSync(folder.redis)), 'SIGTERM', 3_000)
        const [command, args] = tiedToUs('TERM', program, [config])
        const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true })
        child.stdout.setEncoding('utf8').on('data', (text: string) => log.write(text))
        child.stderr.setEncoding('utf8').on('data', (text: string) => log.write(text))
        return child
      },
    },
  }
}

/** Older ones lack what the feed is built on. */
function requireVersion(program: string): void {
  const text = spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout ?? ''
  const version = /v=(\d+)\.(\d+)/.exec(text)
  if (version !== null && Number(version[1]) * 100 + Number(version[2]) < 602) {
    throw new LaunchFailure(
      `${program} is version ${version[1]}.${version[2]}, 6.2 or later is needed: update it, or set REDIS_URL to a newer one`,
    )
  }
}

/** Speaks two commands of the protocol by hand, so that a store which isn't up yet costs one refused connection. */
function redisAnswers(port: number, password: string): Promise<boolean> {
  return new Promise((done) => {
    const socket = net.connect(port, '127.0.0.1')
    let answer = ''
    const finish = (ok: boolean) => (socket.destroy(), done(ok))
    socket.setTimeout(1_000, () => finish(false))
    socket.on('error', () => finish(false))
    socket.on('close', () => finish(false))
    socket.on('connect', () => socket.write(`AUTH ${password}\r\nPING\r\n`))
    socket.setEncoding('utf8').on('data', (text: string) => {
      answer += text
      if (answer.includes('+PONG')) finish(true)
      else if (answer.includes('-')) finish(false)
    })
  })
}
