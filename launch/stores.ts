import { SupervisedChild } from './child.ts'
import type { DataFolder } from './dataFolder.ts'
import { PrivatePorts } from './ports.ts'
import { embedPostgres } from './postgres.ts'
import type { ProcessRecords } from './records.ts'
import { embedRedis } from './redis.ts'
import { waitUntil } from './waiting.ts'

/** Milliseconds a store may take until it answers: a long recovery after a crash fits in it. */
const storeStart = 120_000

/** Runs those of the two stores that no address was given for, and knows the address of both. */
export class EmbeddedStores {
  readonly #folder: DataFolder
  readonly #records: ProcessRecords
  readonly #say: (line: string) => void
  readonly #children: SupervisedChild[] = []

  constructor(folder: DataFolder, records: ProcessRecords, say: (line: string) => void) {
    this.#folder = folder
    this.#records = records
    this.#say = say
  }

  get children(): readonly SupervisedChild[] {
    return this.#children
  }

  /** Starts both side by side and returns their addresses once both answer. */
  async start(given: { redisUrl?: string; databaseUrl?: string }, signal?: AbortSignal): Promise<StoreAddresses> {
    const ports = new PrivatePorts(this.#folder.run)
    const [redisUrl, databaseUrl] = await Promise.all([
      given.redisUrl ?? this.#run(embedRedis, ports, signal),
      given.databaseUrl ?? this.#run(embedPostgres, ports, signal),
    ])
    return { redisUrl, databaseUrl }
  }

  async stop(): Promise<void> {
    await Promise.all(this.#children.map((child) => child.stop()))
  }

  async #run(
    embed: typeof embedRedis | typeof embedPostgres,
    ports: PrivatePorts,
    signal: AbortSignal | undefined,
  ): Promise<string> {
    const store = await embed(this.#folder, ports, this.#say)
    signal?.throwIfAborted()
    const child = new SupervisedChild(store.plan, this.#records, (line) => {
      this.#say(line)
      const full = this.#folder.fullness()
      if (full !== null) this.#say(full)
    })
    this.#children.push(child)
    child.start()
    const words = () => `${child.role} does not answer (${store.plan.lastWords?.() ?? ''}): see ${this.#folder.log}`
    await waitUntil(() => store.answers(), storeStart, words, signal)
    return store.url
  }
}

export interface StoreAddresses {
  redisUrl: string
  databaseUrl: string
}
