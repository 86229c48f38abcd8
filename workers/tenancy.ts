import type { Logger } from 'pino'
import type { Reading } from '../domain/feed.ts'
import type { Profile } from '../domain/profile.ts'
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
import type { EscalationPolicies } from './record/escalationPolicies.ts'
import type { Silences } from './record/silences.ts'
import type { CameraTrust } from './register/cameraTrust.ts'
import type { JudgingRegister } from './register/judgingRegister.ts'
import { RoundRunner } from './rounds.ts'
import { TakeOver } from './takeOver.ts'

/** Archiving waits this long for company, well within the second in which a reading must be in history. */
const ARCHIVE_SPACING_MS = 400
const TICK_MS = 250
/** The clock is let run behind by this, so that a reading on its way from the door is heard before it is missed. */
const TICK_BEHIND_MS = 500
const TRIM_MS = 3_000

export interface TenancyParts {
  readonly redis: RedisClient
  readonly db: Pool
  readonly register: JudgingRegister
  readonly profiles: ReadonlyMap<string, Profile>
  readonly trust: CameraTrust
  readonly silences: Silences
  readonly policies: EscalationPolicies
  readonly tables: ReadingPartitions
  readonly partitions: number
  readonly clock: () => number
  readonly log: Logger
  readonly listeningSince: () => number
  readonly onReadings: (readings: readonly Reading[]) => void
  readonly onJobs: () => void
  /** The partition had to be given up. */
  readonly onForfeit: (partition: number) => void
}

/** What this worker does with the partitions it owns: judge, record, archive and trim each. */
export class Tenancy implements Tenant {
  readonly #parts: TenancyParts
  readonly #loop: FeedLoop
  readonly #held = new Map<number, PartitionJudge>()
  readonly #verdicts: TakeOver<unknown>
  readonly #archive: TakeOver<unknown>
  readonly #archiver: Archiver
  readonly #recording: RoundRunner
  readonly #archiving: RoundRunner
  readonly #timers: NodeJS.Timeout[] = []

  constructor(parts: TenancyParts) {
    this.#parts = parts
    this.#loop = new FeedLoop(parts.redis, parts.log)
    this.#archiver = new Archiver(parts)
    this.#verdicts = new TakeOver(parts.redis, parts.db, new Recorder(parts))
    this.#archive = new TakeOver(parts.redis, parts.db, this.#archiver)
    this.#recording = new RoundRunner(this.#verdicts, { name: 'recording', spacing: 0, log: parts.log })
    this.#archiving = new RoundRunner(this.#archive, { name: 'archiving', spacing: ARCHIVE_SPACING_MS, log: parts.log })
  }

  start(): void {
    this.#timers.push(setInterval(() => this.#tick(), TICK_MS), setInterval(() => void this.#trim(), TRIM_MS))
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer)
    await this.#loop.stop()
    await Promise.all([this.#recording.stop(), this.#archiving.stop()])
  }

  get judges(): PartitionJudge[] {
    return [...this.#held.values()]
  }

  async gained(partition: number, token: string): Promise<void> {
    const { log } = this.#parts
    const judge = new PartitionJudge({
      ...this.#parts, partition, token,
      onVerdicts: (entries) => {
        this.#verdicts.offer(partition, entries)
        this.#recording.nudge()
      },
      onFailure: (error) => {
        log.warn({ partition, error: error.message }, 'judging failed; the partition is given up and taken anew')
        this.#parts.onForfeit(partition)
      },
    })
    await judge.start()
    this.#held.set(partition, judge)
    this.#archiver.forget()
    for (const stream of [this.#verdicts, this.#archive]) stream.add(partition)
    this.#recording.nudge()
    this.#archiving.nudge()
    this.#loop.follow({
      partition,
      after: () => judge.after(),
      caughtUp: () => judge.caughtUp(),
      take: (entries) => {
        this.#take(this.#archive, this.#archiving, partition)
        return judge.take(entries)
      },
    })
  }

  async lost(partition: number): Promise<void> {
    const judge = this.#held.get(partition)
    if (!judge) return
    this.#held.delete(partition)
    this.#loop.unfollow(partition)
    await judge.stop()
    for (const stream of [this.#verdicts, this.#archive]) stream.remove(partition)
  }

  #take(stream: TakeOver<unknown>, runner: RoundRunner, partition: number): void {
    stream.mark(partition)
    runner.nudge()
  }

  #tick(): void {
    const now = this.#parts.clock() - TICK_BEHIND_MS
    for (const judge of this.#held.values()) void judge.tick(now)
  }

  /** Entries that are judged and archived go. */
  async #trim(): Promise<void> {
    for (const [partition, judge] of this.#held) {
      const archived = this.#archive.position(partition)
      if (archived === null || judge.committed === '0-0') continue
      const done = before(archived, judge.committed) ? archived : judge.committed
      await this.#parts.redis.xtrim(keys.feed(partition), 'MINID', done).catch(() => undefined)
    }
  }
}
