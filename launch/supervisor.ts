import type { Environment } from '../config/environment.ts'
import { SupervisedChild } from './child.ts'
import { DataFolder } from './dataFolder.ts'
import { LaunchFailure } from './failure.ts'
import { stopLeftovers } from './leftovers.ts'
import { FolderLock } from './lock.ts'
import { nodePlan } from './nodeChild.ts'
import { requireFreePort } from './ports.ts'
import { buildPrograms } from './programBuild.ts'
import { programList } from './programList.ts'
import { ProcessRecords } from './records.ts'
import { EmbeddedStores } from './stores.ts'
import { waitUntil } from './waiting.ts'
import { buildWeb } from './webBuild.ts'

/** Milliseconds our own processes may take until the server calls itself ready. */
const systemStart = 150_000

/** So many ends in a row while the system first starts are a fault that another start will not mend. */
const hopeless = 6

/** Starts everything in its order, keeps it running, and stops it in the reverse order. */
export class Supervisor {
  readonly #environment: Environment
  readonly #folder: DataFolder
  readonly #lock: FolderLock
  readonly #records: ProcessRecords
  readonly #stores: EmbeddedStores
  readonly #say: (line: string) => void
  readonly #stopping = new AbortController()
  #programs: SupervisedChild[] = []
  #stopped: Promise<void> | null = null

  constructor(environment: Environment, say: (line: string) => void) {
    this.#environment = environment
    this.#say = say
    this.#folder = new DataFolder(environment.dataDir)
    this.#lock = new FolderLock(this.#folder.root, this.#folder.run)
    this.#records = new ProcessRecords(this.#folder.run)
    this.#stores = new EmbeddedStores(this.#folder, this.#records, say)
  }

  /** Returns once the server is ready; throws a {@link LaunchFailure} where a person has to mend something first. */
  async start(): Promise<void> {
    this.#requireStoresForRole()
    this.#folder.prepare()
    this.#lock.acquire()
    await stopLeftovers(this.#records, this.#say)
    const { role, port, mqttPort, mqttUrl } = this.#environment
    if (role !== 'worker') await requireFreePort('PORT', port)
    if (role !== 'worker' && mqttUrl === undefined) await requireFreePort('MQTT_PORT', mqttPort)
    await Promise.all([this.#startPrograms(), this.#buildWeb()])
  }

  /** Stops the programs, then the stores under them. Under ten seconds: each is killed at the end of its grace. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stopAll()
    return this.#stopped
  }

  /** Ends every process at once, for a person who will not wait. */
  kill(): void {
    for (const child of [...this.#programs, ...this.#stores.children]) child.kill()
    this.#lock.release()
  }

  get folder(): DataFolder {
    return this.#folder
  }

  async #startPrograms(): Promise<void> {
    const signal = this.#stopping.signal
    const [addresses, built] = await Promise.all([this.#stores.start(this.#environment, signal), buildPrograms()])
    signal.throwIfAborted()
    this.#programs = programList(this.#environment, addresses, built).map(
      (program) => new SupervisedChild(nodePlan(program), this.#records, this.#say),
    )
    for (const child of this.#programs) child.start()
    const server = this.#programs.find(({ role }) => role === 'server')
    if (server === undefined) return
    const complaint = 'The server does not become ready: see its messages above'
    const ready = async () => {
      if (server.failures >= hopeless) throw new LaunchFailure(complaint)
      return isReady(this.#environment.port)
    }
    await waitUntil(ready, systemStart, () => complaint, signal)
  }

  async #buildWeb(): Promise<void> {
    const { webBuild, role } = this.#environment
    if (!webBuild || role === 'worker') return
    const failure = await buildWeb()
    if (failure !== null) this.#say(failure)
  }

  async #stopAll(): Promise<void> {
    this.#stopping.abort()
    const named = (test: (role: string) => boolean) => this.#programs.filter(({ role }) => test(role))
    await stopTogether(named((role) => role === 'demo'))
    await stopTogether(named((role) => role === 'server'))
    await stopTogether(named((role) => role.startsWith('worker')))
    await this.#stores.stop()
    this.#lock.release()
  }

  #requireStoresForRole(): void {
    const { role, redisUrl, databaseUrl } = this.#environment
    if (role === 'all' || (redisUrl !== undefined && databaseUrl !== undefined)) return
    const missing = redisUrl === undefined ? 'REDIS_URL' : 'DATABASE_URL'
    throw new LaunchFailure(`ROLE=${role} needs ${missing}: the embedded stores serve ROLE=all on one machine only`)
  }
}

async function stopTogether(children: SupervisedChild[]): Promise<void> {
  await Promise.all(children.map((child) => child.stop()))
}

async function isReady(port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(2_000) })
    return answer.ok
  } catch {
    return false
  }
}
