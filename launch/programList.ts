import path from 'node:path'
import type { Environment } from '../config/environment.ts'
import type { NodeProgram } from './nodeChild.ts'
import type { ProgramName } from './programBuild.ts'
import type { StoreAddresses } from './stores.ts'

/**
 * Our own processes for this environment, in the order in which they start; they stop in the reverse one.
 * @param built the folder in which they lie
 */
export function programList(environment: Environment, stores: StoreAddresses, built: string, inherited = process.env): NodeProgram[] {
  const env = { ...inherited, ...childVariables(environment, stores) }
  const serves = environment.role !== 'worker'
  const works = environment.role !== 'server'
  const file = (name: ProgramName) => path.join(built, `${name}.mjs`)
  const list: NodeProgram[] = []
  if (works) {
    for (let number = 1; number <= environment.workers; number += 1) {
      const role = `worker-${number}`
      list.push({ role, file: file('worker'), env: { ...env, WORKER_NAME: role }, grace: 2_000 })
    }
  }
  if (serves) list.push({ role: 'server', file: file('server'), env, grace: 2_500 })
  if (environment.role === 'all' && environment.demo)
    list.push({ role: 'demo', file: file('demo'), env, grace: 1_000 })
  return list
}

/** What was decided here is said outright, so that no child decides differently. */
function childVariables(environment: Environment, stores: StoreAddresses): NodeJS.ProcessEnv {
  return {
    DATA_DIR: environment.dataDir,
    REDIS_URL: stores.redisUrl,
    DATABASE_URL: stores.databaseUrl,
    DEMO: environment.demo ? 'on' : 'off',
    WORKERS: String(environment.workers),
  }
}
