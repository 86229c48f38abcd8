import { spawnSync, type SpawnOptions } from 'node:child_process'
import fs from 'node:fs'
import { LaunchFailure } from './failure.ts'
import { onPath } from './packageManager.ts'
import type { PostgresPrograms } from './postgresPrograms.ts'
import { setprivPath, tiedToUs } from './tied.ts'

/** A command ready for `spawn`. */
export interface Command {
  file: string
  args: string[]
  options: SpawnOptions
}

/** Whom PostgreSQL runs as: it refuses to be root, so root hands it to a user without rights. */
export interface PostgresUser {
  /** Gives a file or folder to that user; does nothing where we are that user ourselves. */
  own(file: string): void
  command(program: string, args: string[]): Command
}

interface Account {
  name: string
  uid: number
  gid: number
}

const accountName = 'mingjian'

/** Decides whom PostgreSQL runs as, so that it reaches its programs and `dataParent`, the folder above its data. */
export function postgresUser(programs: PostgresPrograms, dataParent: string): PostgresUser {
  if (process.getuid?.() !== 0) return ourselves
  const account =
    existingAccount('postgres') ?? existingAccount(accountName) ?? newAccount() ?? existingAccount('nobody')
  if (account === null) {
    throw new LaunchFailure(
      'PostgreSQL refuses to run as root and no other user can be made: run npm start as an ordinary user, or set DATABASE_URL',
    )
  }
  for (const user of [plain(account), withOpenDoors(account)]) {
    if (user !== null && reaches(user, programs, dataParent)) return user
  }
  throw new LaunchFailure(
    `PostgreSQL runs as user ${account.name}, who can't reach ${dataParent} or ${programs.native}: open the folders above them with chmod o+x, or start as an ordinary user`,
  )
}

const ourselves: PostgresUser = {
  own: () => undefined,
  command(program, args) {
    const [file, all] = tiedToUs('INT', program, args)
    return { file, args: all, options: { env: cleanEnvironment() } }
  },
}

function plain({ uid, gid }: Account): PostgresUser {
  const setpriv = setprivPath()
  return {
    own: (file) => fs.chownSync(file, uid, gid),
    command(program, args) {
      const options: SpawnOptions = { env: cleanEnvironment(), cwd: '/' }
      if (setpriv === null) return { file: program, args, options: { ...options, uid, gid } }
      const become = [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', '--pdeathsig', 'INT']
      return { file: setpriv, args: [...become, '--', program, ...args], options }
    },
  }
}

/**
 * The same user, who also passes folders that are closed to it: a clone under root's own home has such above it. It
 * keeps one capability for that, and is still not root, which is all PostgreSQL asks. The secure bit makes `access`
 * count the capability too, by which initdb looks for its companions.
 */
function withOpenDoors({ uid, gid }: Account): PostgresUser | null {
  const setpriv = setprivPath()
  if (setpriv === null) return null
  const become = [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', '--pdeathsig', 'INT']
  const keep = ['--securebits=+no_setuid_fixup', '--inh-caps=+dac_override', '--ambient-caps=+dac_override']
  return {
    own: (file) => fs.chownSync(file, uid, gid),
    command: (program, args) => ({
      file: setpriv,
      args: [...become, ...keep, '--', program, ...args],
      options: { env: cleanEnvironment(), cwd: '/' },
    }),
  }
}

function reaches(user: PostgresUser, programs: PostgresPrograms, dataParent: string): boolean {
  const script = 'cd "$1" && "$2" --show --pgdata="$1/none"'
  const { file, args, options } = user.command('/bin/sh', ['-c', script, 'sh', dataParent, programs.initdb])
  return spawnSync(file, args, { ...options, stdio: 'ignore' }).status === 0
}

/** Settings of another PostgreSQL must not leak into ours, nor our secrets into its environment. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: undefined, LC_MESSAGES: 'C', TZ: 'UTC', HOME: '/' }
}

function existingAccount(name: string): Account | null {
  const lines = fs.readFileSync('/etc/passwd', 'utf8').split('\n')
  const fields = lines.find((line) => line.startsWith(`${name}:`))?.split(':')
  if (fields === undefined) return null
  const [uid, gid] = [Number(fields[2]), Number(fields[3])]
  return Number.isInteger(uid) && Number.isInteger(gid) ? { name, uid, gid } : null
}

function newAccount(): Account | null {
  const ways = [
    [
      'useradd',
      '--system',
      '--user-group',
      '--no-create-home',
      '--home-dir',
      '/',
      '--shell',
      '/bin/false',
      accountName,
    ],
    ['adduser', '-S', '-D', '-H', '-h', '/', '-s', '/bin/false', accountName],
  ]
  for (const [command = '', ...args] of ways) {
    const found = onPath([command])
    if (found !== null) spawnSync(found, args, { stdio: 'ignore' })
    const made = existingAccount(accountName)
    if (made !== null) return made
  }
  return null
}
