import { Redis } from 'ioredis'
import pg from 'pg'
import { setTimeout as pause } from 'node:timers/promises'
import { keys } from '../../stores/redis/keys.ts'
import { Administrator } from '../integration/administrator.ts'
import type { Constellation } from '../integration/constellation.ts'
import { cpuSeconds, memoryMb, variableOf } from './figures.ts'
import type { Speaker } from './loadProcess.ts'

const PARTITIONS = 16

/** The system under measurement, seen from outside and, for what no address tells, in its stores. */
export class MeasuredSystem {
  readonly constellation: Constellation
  readonly admin: Administrator
  readonly redisUrl: string
  readonly #redis: Redis
  readonly #db: pg.Pool

  constructor(constellation: Constellation) {
    this.constellation = constellation
    this.admin = new Administrator(constellation)
    const server = constellation.pids().server ?? 0
    this.redisUrl = variableOf(server, 'REDIS_URL')
    this.#redis = new Redis(this.redisUrl)
    this.#db = new pg.Pool({ connectionString: variableOf(server, 'DATABASE_URL'), max: 1 })
  }

  async stop(): Promise<void> {
    this.#redis.disconnect()
    await this.#db.end()
  }

  /** Registers devices behind 50 gateways; the profile's shipped rules judge them. */
  async register(prefix: string, count: number): Promise<Speaker[]> {
    const unit = `${prefix}-unit`
    await this.admin.unit(unit)
    const ids = Array.from({ length: count }, (_, n) => `${prefix}-${n}`)
    for (let at = 0; at < count; at += 5_000) {
      const rows = ids.slice(at, at + 5_000).map((id) => `${id},${unit},catering-chiller,3600`)
      const response = await fetch(`${this.constellation.url}/api/v1/devices/import`, {
        method: 'POST', body: `id,unit,profile,interval\n${rows.join('\n')}\n`,
        headers: { Authorization: `Bearer ${this.constellation.adminToken}`, 'Content-Type': 'text/csv' },
      })
      const answer = (await response.json()) as { created?: number }
      if (answer.created !== rows.length) throw new Error(`the import made ${answer.created} of ${rows.length} devices`)
    }
    const gateways = Math.min(50, count)
    const speakers: Speaker[] = []
    for (let n = 0; n < gateways; n += 1) {
      const devices = ids.filter((_id, at) => at % gateways === n)
      const user = `${prefix}-gw-${n}`
      const { token } = await this.admin.create<{ token: string }>('devices', { id: user, profile: 'gateway', format: 'native', devices })
      speakers.push({ user, token, devices })
    }
    return speakers
  }

  /** Waits until everything in the feed is judged; then until it is in history. Milliseconds from now, of each. */
  async settled(limitMs = 120_000): Promise<{ judgedMs: number; archivedMs: number }> {
    const began = performance.now()
    const newest = await this.#newest()
    const wait = async (reached: () => Promise<(string | null)[]>): Promise<number> => {
      while (!isPast(await reached(), newest)) {
        if (performance.now() - began > limitMs) return Number.NaN
        await pause(10)
      }
      return performance.now() - began
    }
    const judgedMs = await wait(() => this.#judged())
    const archivedMs = await wait(() => this.#archived())
    return { judgedMs, archivedMs }
  }

  /** How far the judgement is behind the newest entry of the feed: the worst partition, milliseconds. */
  async lagMs(): Promise<number> {
    const [newest, judged] = [await this.#newest(), await this.#judged()]
    return Math.max(0, ...newest.map((id, at) => (id === null ? 0 : millisecondsOf(id) - millisecondsOf(judged[at] ?? id))))
  }

  /** Processor seconds used so far by all processes of the system. */
  cpu(): number {
    return Object.values(this.constellation.pids()).reduce((sum, pid) => sum + (cpuSeconds(pid) ?? Number.NaN), 0)
  }

  /** MB by role. */
  memory(): Record<string, number> {
    return Object.fromEntries(Object.entries(this.constellation.pids()).map(([role, pid]) => [role, Math.round(memoryMb(pid) ?? Number.NaN)]))
  }

  async #newest(): Promise<(string | null)[]> {
    const entries = await Promise.all(partitions.map((partition) => this.#redis.xrevrange(keys.feed(partition), '+', '-', 'COUNT', 1)))
    return entries.map((found) => found[0]?.[0] ?? null)
  }

  #judged(): Promise<(string | null)[]> {
    return Promise.all(partitions.map((partition) => this.#redis.hget(keys.position(partition), 'offset')))
  }

  async #archived(): Promise<(string | null)[]> {
    const { rows } = await this.#db.query<{ partition: number; last_id: string }>(`SELECT partition, last_id FROM taken WHERE consumer = 'archive'`)
    return partitions.map((partition) => rows.find((row) => row.partition === partition)?.last_id ?? null)
  }
}

const partitions = Array.from({ length: PARTITIONS }, (_, partition) => partition)

function millisecondsOf(id: string): number {
  return Number(id.split('-')[0])
}

function isPast(reached: readonly (string | null)[], wanted: readonly (string | null)[]): boolean {
  return wanted.every((id, at) => {
    if (id === null) return true
    const [ms = 0, seq = 0] = id.split('-').map(Number)
    const [reachedMs = 0, reachedSeq = 0] = (reached[at] ?? '0-0').split('-').map(Number)
    return reachedMs > ms || (reachedMs === ms && reachedSeq >= seq)
  })
}
