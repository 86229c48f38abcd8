import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import type { BoundedLog } from './boundedLog.ts'
import type { DataFolder } from './dataFolder.ts'
import { LaunchFailure } from './failure.ts'
import type { PostgresPrograms } from './postgresPrograms.ts'
import type { PostgresUser } from './postgresUser.ts'

/** The major version whose data folders the package reads. */
const majorVersion = '18'

export const superuser = 'mingjian'

/**
 * Makes the data folder at the first start. It is made under another name and renamed when it is whole, so that one
 * half-made by a killed start is never taken for a real one.
 */
export async function ensureCluster(
  folder: DataFolder,
  programs: PostgresPrograms,
  user: PostgresUser,
  password: string,
  log: BoundedLog,
  say: (line: string) => void,
): Promise<void> {
  const draft = `${folder.postgres}.new`
  fs.rmSync(draft, { recursive: true, force: true })
  if (isWhole(folder.postgres, say)) return
  fs.mkdirSync(draft, { mode: 0o700 })
  user.own(draft)
  const passwordFile = path.join(folder.run, 'initdb-password')
  fs.writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 })
  user.own(passwordFile)
  try {
    const base = baseArguments(draft, passwordFile)
    let output = await initialise(user, programs.initdb, [...base, '--lc-ctype=C.UTF-8'], log)
    if (output?.includes('invalid locale')) output = await initialise(user, programs.initdb, base, log)
    if (output !== null) throw new LaunchFailure(complaint(output, folder))
  } finally {
    fs.rmSync(passwordFile, { force: true })
  }
  fs.renameSync(draft, folder.postgres)
  syncFolder(folder.root)
}

function baseArguments(draft: string, passwordFile: string): string[] {
  const rights = ['--auth=scram-sha-256', `--username=${superuser}`, `--pwfile=${passwordFile}`]
  const locale = ['--encoding=UTF8', '--no-locale', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  return [`--pgdata=${draft}`, ...rights, ...locale]
}

/** Null when it went well, else what it said. A draft that an attempt left is emptied by initdb itself. */
function initialise(user: PostgresUser, initdb: string, args: string[], log: BoundedLog): Promise<string | null> {
  const command = user.command(initdb, args)
  const child = spawn(command.file, command.args, { ...command.options, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  const take = (text: string) => {
    said += text
    log.write(text)
  }
  child.stdout.setEncoding('utf8').on('data', take)
  child.stderr.setEncoding('utf8').on('data', take)
  return new Promise((done) => {
    child.once('error', (error) => done(error.message))
    child.once('close', (code) => done(code === 0 ? null : said || `code ${code}`))
  })
}

function complaint(output: string, folder: DataFolder): string {
  const line =
    output.split('\n').find((each) => /error|FATAL|could not/i.test(each)) ?? output.trim().split('\n').at(-1)
  return `PostgreSQL can't make its data folder (${line?.trim()}): see ${path.join(folder.log, 'postgres.log')}`
}

/** Whether the folder holds a data folder; one that was half-made by other hands is set aside, never deleted. */
function isWhole(cluster: string, say: (line: string) => void): boolean {
  if (!fs.existsSync(cluster)) return false
  if (fs.readdirSync(cluster).length === 0) {
    fs.rmdirSync(cluster)
    return false
  }
  const versionFile = path.join(cluster, 'PG_VERSION')
  const version = fs.existsSync(versionFile) ? fs.readFileSync(versionFile, 'utf8').trim() : ''
  if (version !== '' && version !== majorVersion) {
    throw new LaunchFailure(
      `${cluster} was made by PostgreSQL ${version}, this is PostgreSQL ${majorVersion}: upgrade it with pg_upgrade, or choose another folder with DATA_DIR=/path`,
    )
  }
  if (version !== '' && fs.existsSync(path.join(cluster, 'global', 'pg_control'))) return true
  const aside = `${cluster}.broken-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`
  fs.renameSync(cluster, aside)
  say(`The PostgreSQL data folder was not whole; it was set aside as ${aside} and a new one is made`)
  return false
}

function syncFolder(folder: string): void {
  const handle = fs.openSync(folder, 'r')
  try {
    fs.fsyncSync(handle)
  } finally {
    fs.closeSync(handle)
  }
}
