import type { Logger } from 'pino'
import type { Reading } from '../domain/feed.ts'
import type { Profile } from '../domain/profile.ts'
import type { ViolationCatalogue } from '../domain/violation.ts'
import type { Pool } from '../stores/postgres/pool.ts'
import type { ReadingPartitions } from '../stores/postgres/readingPartitions.ts'
import type { RedisClient } from '../stores/redis/connect.ts'
import { before } from '../stores/redis/feed.ts'
import { keys } from '../stores/redis/keys.ts'
import { Archiver } from './archive/archiver.ts'
import { PartitionJudge } from './judge/partitionJudge.ts'
import { FeedLoop } from './partitions/feedLoop.ts'
import type { Tenant } from './partitions/ownership.ts'
import { Recorder } from './record/recorder.ts'
import type { JudgingRegister } from './register/judgingRegister.ts'
import { RoundRunner } from './rounds.ts'

/** Archiving waits this long for company, well within the second in which a reading must be in history. */
const ARCHIVE_SPACING_MS = 250
const TICK_MS = 250
/** The clock is let run behind by this, so that a reading on its way from the door is heard before it is missed. */
const TICK_BEHIND_MS = 500
const TRIM_MS = 3_000

export interface TenancyParts {
  readonly redis: RedisClient
  readonly db: Pool
  readonly register: JudgingRegister
  readonly profiles: ReadonlyMap<string, Profile>
  readonly violations: ViolationCatalogue
  readonly tables: ReadingPartitions
  readonly clock: () => number
  readonly log: Logger
  readonly listeningSince: () => number
  readonly onReadings: (readings: readonly Reading[]) => void
  readonly onJobs: () => void
  /** The partition had to be given up. */
  readonly onForfeit: (partition: number) => void
}

interface Holding {
  readonly judge: PartitionJudge
  readonly archiver: Archiver
  readonly recording: RoundRunner
  readonly archiving: RoundRunner
}

/** What this worker does with the partitions it owns: judge, record, archive and trim each. */
export class Tenancy implements Tenant {
  readonly #parts: TenancyParts
  readonly #loop: FeedLoop
  readonly #held = new Map<number, Holding>()
  readonly #timers: NodeJS.Timeout[] = []

  constructor(parts: TenancyParts) {
    this.#parts = parts
    this.#loop = new FeedLoop(parts.redis, parts.log)
  }

  start(): void {
    this.#timers.push(setInterval(() => this.#tick(), TICK_MS), setInterval(() => void this.#trim(), TRIM_MS))
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer)
    await this.#loop.stop()
  }

  get judges(): PartitionJudge[] {
    return [...this.#held.values()].map((holding) => holding.judge)
  }

  async gained(partition: number, token: string): Promise<void> {
    const { redis, db, register, profiles, violations, tables, clock, log } = this.#parts
    const recorder = new Recorder({ partition, redis, db, register, violations, clock, onJobs: this.#parts.onJobs })
    const archiver = new Archiver({ partition, redis, db, tables, register, profiles, clock, log })
    const recording = new RoundRunner(recorder, { name: `recording of partition ${partition}`, spacing: 0, log })
    const archiving = new RoundRunner(archiver, { name: `archiving of partition ${partition}`, spacing: ARCHIVE_SPACING_MS, log })
    const judge = new PartitionJudge({
      partition, token, redis, register, violations, clock, log,
      listeningSince: this.#parts.listeningSince,
      onVerdicts: () => recording.nudge(),
      onReadings: this.#parts.onReadings,
      onFailure: (error) => {
        log.warn({ partition, error: error.message }, 'judging failed; the partition is given up and taken anew')
        this.#parts.onForfeit(partition)
      },
    })
    await judge.start()
    this.#held.set(partition, { judge, archiver, recording, archiving })
    recording.nudge()
    archiving.nudge()
    this.#loop.follow({
      partition,
      after: () => judge.after(),
      caughtUp: () => judge.caughtUp(),
      take: (entries) => {
        archiving.nudge()
        return judge.take(entries)
      },
    })
  }

  async lost(partition: number): Promise<void> {
    const holding = this.#held.get(partition)
    if (!holding) return
    this.#held.delete(partition)
    this.#loop.unfollow(partition)
    await holding.judge.stop()
    await Promise.all([holding.recording.stop(), holding.archiving.stop()])
  }

  #tick(): void {
    const now = this.#parts.clock() - TICK_BEHIND_MS
    for (const { judge } of this.#held.values()) void judge.tick(now)
  }

  /** Entries that are judged and archived go. */
  async #trim(): Promise<void> {
    for (const [partition, { judge, archiver }] of this.#held) {
      const archived = archiver.position
      if (archived === null || judge.committed === '0-0') continue
      const done = before(archived, judge.committed) ? archived : judge.committed
      await this.#parts.redis.xtrim(keys.feed(partition), 'MINID', done).catch(() => undefined)
    }
  }
}
