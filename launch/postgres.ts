import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { BoundedLog } from './boundedLog.ts'
import type { ChildPlan } from './child.ts'
import type { DataFolder } from './dataFolder.ts'
import type { PrivatePorts } from './ports.ts'
import { ensureCluster, superuser } from './postgresCluster.ts'
import { postgresPrograms } from './postgresPrograms.ts'
import { postgresUser } from './postgresUser.ts'
import { endProcesses, processesTitled } from './processes.ts'
import { keptSecret } from './secrets.ts'

const database = 'mingjian'

export interface EmbeddedPostgres {
  url: string
  plan: ChildPlan
  /** Whether it takes queries now; makes the database at the first time. */
  answers(): Promise<boolean>
}

/** Makes the data folder if there is none and tells how to run PostgreSQL on it. Nothing is started yet. */
export async function embedPostgres(
  folder: DataFolder,
  ports: PrivatePorts,
  say: (line: string) => void,
): Promise<EmbeddedPostgres> {
  const programs = postgresPrograms()
  const user = postgresUser(programs, folder.root)
  const password = keptSecret(folder.secrets, 'postgres')
  const log = new BoundedLog(path.join(folder.log, 'postgres.log'))
  await stopStrays(folder)
  await ensureCluster(folder, programs, user, password, log, say)
  const port = await ports.choose('postgres')
  const url = (name: string) => `postgresql://${superuser}:${password}@127.0.0.1:${port}/${name}`
  return {
    url: url(database),
    answers: () => postgresAnswers(url('postgres')),
    plan: {
      role: 'postgres',
      stopSignal: 'SIGINT',
      grace: 3_000,
      lastWords: () => log.lastLine,
      async launch() {
        await stopStrays(folder)
        fs.rmSync(path.join(folder.postgres, 'postmaster.pid'), { force: true })
        const command = user.command(programs.postgres, serverArguments(folder, port))
        const child = spawn(command.file, command.args, {
          ...command.options,
          stdio: ['ignore', 'pipe', 'pipe'],
          detached: true,
        })
        child.stdout.setEncoding('utf8').on('data', (text: string) => log.write(text))
        child.stderr.setEncoding('utf8').on('data', (text: string) => log.write(text))
        return child
      },
    },
  }
}

/** The name in the title of every process of this data folder's PostgreSQL, by which strays are known. */
function clusterName(folder: DataFolder): string {
  return `mingjian-${createHash('sha256').update(folder.root).digest('hex').slice(0, 12)}`
}

/**
 * Ends what a killed PostgreSQL left: its session processes end by themselves only when they next look up, and until
 * then keep a new one from starting. Only after that its left-over lock file may go.
 */
async function stopStrays(folder: DataFolder): Promise<void> {
  const name = clusterName(folder)
  await endProcesses(processesTitled(`cluster_name=${name}`), 'SIGINT', 3_000)
  await endProcesses(processesTitled(`postgres: ${name}:`), 'SIGQUIT', 300)
}

function serverArguments(folder: DataFolder, port: number): string[] {
  const settings: Record<string, string | number> = {
    cluster_name: clusterName(folder),
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 100,
    shared_buffers: os.totalmem() < 3 * 1024 ** 3 ? '128MB' : '256MB',
    synchronous_commit: 'on',
    wal_compression: 'on',
    max_wal_size: '1GB',
    checkpoint_timeout: '5min',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    log_min_duration_statement: 2000,
    password_encryption: 'scram-sha-256',
  }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  return ['-D', folder.postgres, ...flags]
}

async function postgresAnswers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database])
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(database)}`)
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}
