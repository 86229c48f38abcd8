import type { Logger } from 'pino'
import type { Reading } from '../domain/feed.ts'
import { NEVER } from '../domain/judgement/judge.ts'
import type { RedisClient } from '../stores/redis/connect.ts'
import { countReadings } from '../stores/redis/hourlyReadings.ts'
import { keys } from '../stores/redis/keys.ts'
import type { PartitionJudge } from './judge/partitionJudge.ts'
import type { JudgingRegister } from './register/judgingRegister.ts'

const EVERY_MS = 1_000
/** A device without an interval of its own counts as online for a day after it last spoke. */
const ON_CHANGE_ONLINE_MS = 24 * 3_600_000

/** Tells the servers, once a second, what each owned partition does: the wall's figures are added up from these. */
export class Figures {
  readonly #redis: RedisClient
  readonly #register: JudgingRegister
  readonly #judges: () => readonly PartitionJudge[]
  readonly #clock: () => number
  readonly #log: Logger
  readonly #before = new Map<PartitionJudge, { at: number; judged: number }>()
  #timer: NodeJS.Timeout | null = null

  constructor(parts: { redis: RedisClient; register: JudgingRegister; judges: () => readonly PartitionJudge[]; clock: () => number; log: Logger }) {
    this.#redis = parts.redis
    this.#register = parts.register
    this.#judges = parts.judges
    this.#clock = parts.clock
    this.#log = parts.log
  }

  start(): void {
    this.#timer = setInterval(() => void this.#tell().catch((error: unknown) => this.#log.debug({ error: (error as Error).message }, 'figures not told')), EVERY_MS)
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer)
  }

  async #tell(): Promise<void> {
    const judges = this.#judges()
    for (const judge of this.#before.keys()) if (!judges.includes(judge)) this.#before.delete(judge)
    const at = this.#clock()
    let sinceLast = 0
    const fields = judges.flatMap((judge) => {
      sinceLast += judge.judged - (this.#before.get(judge)?.judged ?? 0)
      return [String(judge.partition), JSON.stringify(this.#of(judge, at))]
    })
    if (fields.length > 0) await this.#redis.hset(keys.figures, ...fields)
    await countReadings(this.#redis, at, sinceLast)
  }

  #of(judge: PartitionJudge, at: number): object {
    const last = this.#before.get(judge)
    this.#before.set(judge, { at, judged: judge.judged })
    const perSecond = last && at > last.at ? ((judge.judged - last.judged) * 1000) / (at - last.at) : 0
    const online: Record<string, number> = {}
    let onlineTotal = 0
    for (const [id, state] of judge.states()) {
      const device = this.#register.get(id)
      if (!device || state.lastArrival === NEVER || at - state.lastArrival > (device.intervalMs === null ? ON_CHANGE_ONLINE_MS : 3 * device.intervalMs)) continue
      onlineTotal++
      const district = device.standing.district ?? ''
      online[district] = (online[district] ?? 0) + 1
    }
    return { at, readings: judge.judged, perSecond, online, onlineTotal }
  }
}

const PUBLISH_MS = 100
const WATCH_FORGET_MS = 15_000

/** Passes on the newest readings of the devices somebody is looking at, and of no others. */
export class WatchedReadings {
  readonly #redis: RedisClient
  readonly #subscriber: RedisClient
  readonly #clock: () => number
  readonly #watched = new Map<string, { devices: readonly string[]; at: number }>()
  #interesting = new Set<string>()
  #waiting = new Map<string, Reading>()
  #timer: NodeJS.Timeout | null = null

  constructor(redis: RedisClient, subscriber: RedisClient, clock: () => number) {
    this.#redis = redis
    this.#subscriber = subscriber
    this.#clock = clock
  }

  async start(): Promise<void> {
    this.#subscriber.on('message', (_channel: string, text: string) => {
      const { server, devices } = JSON.parse(text) as { server: string; devices: string[] }
      this.#watched.set(server, { devices, at: this.#clock() })
      this.#refresh()
    })
    await this.#subscriber.subscribe(keys.channel.watched)
    this.#timer = setInterval(() => void this.#publish().catch(() => undefined), PUBLISH_MS)
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer)
    this.#subscriber.disconnect()
  }

  saw(readings: readonly Reading[]): void {
    if (this.#interesting.size === 0) return
    for (const reading of readings) if (this.#interesting.has(reading.device)) this.#waiting.set(`${reading.device} ${Object.keys(reading.values).join()}`, reading)
  }

  #refresh(): void {
    const now = this.#clock()
    for (const [server, { at }] of this.#watched) if (now - at > WATCH_FORGET_MS) this.#watched.delete(server)
    this.#interesting = new Set([...this.#watched.values()].flatMap(({ devices }) => devices))
  }

  async #publish(): Promise<void> {
    if (this.#waiting.size === 0) return
    const readings = [...this.#waiting.values()].map(({ device, ts, values }) => ({ device, ts, values }))
    this.#waiting = new Map()
    await this.#redis.publish(keys.channel.readings, JSON.stringify(readings))
  }
}
