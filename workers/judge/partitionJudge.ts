import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import type { AlertVerdict } from '../../domain/alert.ts'
import { criteriaFor } from '../../domain/detectionCriteria.ts'
import type { Detection, FeedItem, Heartbeat, Reading, RegisterChange } from '../../domain/feed.ts'
import { judgeDetection } from '../../domain/judgement/detection.ts'
import { learnGateway } from '../../domain/judgement/gateway.ts'
import { judgeClock, judgeHeartbeat, judgeReading, NEVER, newDeviceState, nextDue, readState, writeState, type DeviceState } from '../../domain/judgement/judge.ts'
import type { RedisClient } from '../../stores/redis/connect.ts'
import { parseEntry } from '../../stores/redis/feed.ts'
import type { GatewayLife } from '../../stores/redis/gateways.ts'
import { commit, loadPartition } from '../../stores/redis/partition.ts'
import { ENTRIES_A_READ, type RawEntry } from '../partitions/feedLoop.ts'
import type { CameraTrust } from '../register/cameraTrust.ts'
import type { JudgingRegister, RegisteredDevice } from '../register/judgingRegister.ts'
import { calibrationsTouched } from './calibrations.ts'
import { Gateways } from './gateways.ts'
import { PendingVerdicts } from './pendingVerdicts.ts'
import { Schedule } from './schedule.ts'

/** Without verdicts a commit waits this long for company: a replay after a crash judges the same again. */
const LAZY_COMMIT_MS = 500
const MAX_UNCOMMITTED_DEVICES = 5_000

export interface JudgeParts {
  readonly partition: number
  readonly partitions: number
  readonly token: string
  readonly redis: RedisClient
  readonly register: JudgingRegister
  readonly trust: CameraTrust
  readonly clock: () => number
  readonly log: Logger
  /** Our own ears may have been shut: nobody counts as silent for the time before this, epoch ms. */
  readonly listeningSince: () => number
  /** Verdicts were committed: the recorder may take them. */
  readonly onVerdicts: (entries: readonly RawEntry[]) => void
  readonly onReadings: (readings: readonly Reading[]) => void
  /** The lease is gone, or the state can't be trusted: give the partition up. */
  readonly onFailure: (error: Error) => void
}

/**
 * Judges one partition: reads come in by `take`, the clock by `tick`. States live in memory; Redis holds them as of
 * the last commit, together with the place in the feed they are true at. Whatever goes wrong, the partition is given
 * up and loaded again from there.
 */
export class PartitionJudge {
  readonly partition: number
  readonly #parts: JudgeParts
  readonly #states = new Map<string, DeviceState>()
  readonly #schedule = new Schedule()
  readonly #gateways: Gateways
  #committed = '0-0'
  #taken = '0-0'
  #dirty = new Set<string>()
  readonly #verdicts = new PendingVerdicts()
  #lazy: NodeJS.Timeout | null = null
  #turn: Promise<void> = Promise.resolve()
  #committing: Promise<void> | null = null
  #commitWanted = false
  #stopped = false
  /** Whether everything in the feed is judged; while it isn't, the clock says nothing: what seems missing may be waiting. */
  #upToDate = false
  /** Readings judged since this owner took over, for the wall. */
  judged = 0

  constructor(parts: JudgeParts) {
    this.partition = parts.partition
    this.#parts = parts
    this.#gateways = new Gateways(parts)
  }

  async start(): Promise<void> {
    const position = await loadPartition(this.#parts.redis, this.partition, (device, text) => {
      this.#states.set(device, readState(text))
    })
    this.#committed = this.#taken = position
    await this.#parts.register.takeOver(this.partition)
    await this.#parts.register.ensure(this.#states.keys())
    await this.#takeChange(null)
    for (const [id, state] of this.#states) {
      const device = this.#parts.register.get(id)
      if (device) this.#schedule.set(id, nextDue(state, device))
    }
  }

  /** Commits what is judged and ends. */
  async stop(): Promise<void> {
    await this.#inTurn(() => this.#commitNow())
    this.abandon()
  }

  /** Ends without a commit: the partition is another's. */
  abandon(): void {
    this.#stopped = true
    if (this.#lazy) clearTimeout(this.#lazy)
  }

  after(): string {
    return this.#taken
  }

  /** The place in the feed up to which everything is judged and kept. */
  get committed(): string {
    return this.#committed
  }

  states(): ReadonlyMap<string, DeviceState> {
    return this.#states
  }

  /** There is nothing in the feed beyond what was taken. */
  caughtUp(): void {
    this.#upToDate = true
  }

  take(raw: readonly RawEntry[]): Promise<void> {
    this.#upToDate = raw.length < ENTRIES_A_READ
    return this.#inTurn(async () => {
      const entries = raw.map(parseEntry)
      const last = entries.at(-1)
      if (!last) return
      await this.#parts.register.ensure(devicesOf(entries.flatMap((entry) => entry.items)))
      const readings: Reading[] = []
      const lives = new Map<string, GatewayLife | null>()
      for (const { items } of entries) {
        for (const item of items) {
          if (item.kind === 'register-change') await this.#takeChange(item)
          else if (item.kind !== 'dead-letter') await this.#judge(item, readings, lives)
        }
      }
      this.#taken = last.id
      this.judged += readings.length
      if (readings.length > 0) this.#parts.onReadings(readings)
      await this.#settle()
    })
  }

  /** Takes over a change of the register, or, without one, the partition: a calibration may have something new to say. */
  async #takeChange(change: RegisterChange | null): Promise<void> {
    if (change !== null) await this.#parts.register.apply(change, this.partition)
    for (const id of await calibrationsTouched(change, this.#parts, this.#states)) this.#schedule.set(id, NEVER)
  }

  /** Judges what time alone brings: silence, and doors that stay open. */
  tick(now: number): Promise<void> {
    return this.#inTurn(async () => {
      if (!this.#upToDate) return
      await this.#tickGateways(now)
      const due = this.#schedule.due(now)
      await this.#parts.register.ensure(due)
      const lives = new Map<string, GatewayLife | null>()
      for (const id of due) await this.#tickDevice(id, now, lives)
      if (this.#dirty.size > 0) await this.#settle()
    })
  }

  async #tickGateways(now: number): Promise<void> {
    const told = await this.#gateways.judge(now, this.#parts.listeningSince(), (id) => this.#stateOf(id))
    for (const { id, verdicts } of told) {
      this.#dirty.add(id)
      this.#verdicts.push(verdicts)
    }
  }

  /** A device that is overdue behind a gateway is silent by itself only for the time in which the gateway lived. */
  async #learn(state: DeviceState, device: RegisteredDevice, now: number, lives: Map<string, GatewayLife | null>): Promise<void> {
    const { gateway } = device
    state.gateway = undefined
    if (gateway === null) return
    let life = lives.get(gateway)
    if (life === undefined) lives.set(gateway, (life = await this.#gateways.life(gateway)))
    if (life) learnGateway(state, life, now)
  }

  #stateOf(id: string): DeviceState {
    let state = this.#states.get(id)
    if (!state) this.#states.set(id, (state = newDeviceState()))
    return state
  }

  async #tickDevice(id: string, now: number, lives: Map<string, GatewayLife | null>): Promise<void> {
    const device = this.#parts.register.get(id)
    if (!device) return
    const state = this.#states.get(id) ?? newDeviceState()
    if (state.lastArrival !== NEVER) state.lastArrival = Math.max(state.lastArrival, this.#parts.listeningSince())
    if (isOverdue(state, device, now)) await this.#learn(state, device, now, lives)
    const verdicts = judgeClock(state, device, now)
    // Never heard of, or still waiting to hear whether its gateway lives: nothing to keep.
    if (verdicts.length === 0 && (!this.#states.has(id) || state.gateway?.askedAt === now)) this.#schedule.set(id, nextDue(state, device))
    else this.#keep(id, state, device, verdicts)
  }

  async #judge(item: Reading | Heartbeat | Detection, readings: Reading[], lives: Map<string, GatewayLife | null>): Promise<void> {
    let device = this.#parts.register.get(item.device)
    if (!device) {
      await this.#parts.register.ensure([item.device])
      device = this.#parts.register.get(item.device)
    }
    // Removed from the register after the door let it in: kept in history, judged by nobody.
    if (!device) return
    const state = this.#stateOf(item.device)
    if (isOverdue(state, device, item.receivedAt)) await this.#learn(state, device, item.receivedAt, lives)
    if (item.kind === 'reading') readings.push(item)
    this.#keep(item.device, state, device, this.#verdictsOf(state, device, item))
  }

  #verdictsOf(state: DeviceState, device: RegisteredDevice, item: Reading | Heartbeat | Detection): readonly AlertVerdict[] {
    switch (item.kind) {
      case 'reading':
        return judgeReading(state, device, item).verdicts
      case 'heartbeat':
        return judgeHeartbeat(state, device, item)
      case 'detection':
        return judgeDetection(state, device, item, criteriaFor(device.detections.get(item.type), item, this.#parts.trust.trusts(item.device, item.type), device.hours))
    }
  }

  #keep(id: string, state: DeviceState, device: RegisteredDevice, verdicts: readonly AlertVerdict[]): void {
    this.#states.set(id, state)
    this.#dirty.add(id)
    this.#verdicts.push(verdicts)
    this.#schedule.set(id, nextDue(state, device))
  }

  /** Commits at once where something is to be told; otherwise soon. Judging goes on meanwhile, within bounds. */
  async #settle(): Promise<void> {
    if (this.#verdicts.urgent) void this.#commitNow()
    if (this.#dirty.size >= MAX_UNCOMMITTED_DEVICES) return this.#commitNow()
    if (this.#lazy || this.#stopped) return
    this.#lazy = setTimeout(() => {
      this.#lazy = null
      void this.#commitNow()
    }, LAZY_COMMIT_MS)
  }

  /** One commit after another: what is judged while one is on its way goes together in the next. */
  #commitNow(): Promise<void> {
    this.#commitWanted = true
    this.#committing ??= this.#commitAll().finally(() => (this.#committing = null))
    return this.#committing
  }

  async #commitAll(): Promise<void> {
    try {
      while (this.#commitWanted && !this.#stopped) {
        this.#commitWanted = false
        await this.#commit()
      }
    } catch (error) {
      this.#fail(error as Error)
    }
  }

  async #commit(): Promise<void> {
    if (this.#dirty.size === 0 && this.#taken === this.#committed) return
    if (this.#lazy) clearTimeout(this.#lazy)
    this.#lazy = null
    const states = [...this.#dirty].map((id) => [id, writeState(this.#stateOf(id))] as const)
    const verdicts = this.#verdicts.take().map((verdict) => JSON.stringify(verdict))
    const to = this.#taken
    this.#dirty = new Set()
    const ids = await commit(this.#parts.redis, this.partition, { token: this.#parts.token, from: this.#committed, to, id: randomUUID(), states, verdicts })
    this.#committed = to
    if (verdicts.length > 0) this.#parts.onVerdicts(ids.map((id, place) => [id, ['v', verdicts[place] ?? '']]))
  }

  #fail(error: Error): void {
    if (this.#stopped) return
    this.abandon()
    this.#parts.onFailure(error)
  }

  /** One thing at a time, in order; after a failure nothing more. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(async () => {
      if (this.#stopped) return
      try {
        await work()
      } catch (error) {
        this.#fail(error as Error)
      }
    })
    this.#turn = turn
    return turn
  }
}

/** Whether nothing has come for so long that it must be asked whether the gateway lives. */
function isOverdue({ lastArrival }: DeviceState, { intervalMs }: RegisteredDevice, now: number): boolean {
  return intervalMs !== null && lastArrival !== NEVER && now - lastArrival >= 3 * intervalMs
}

function devicesOf(items: readonly FeedItem[]): Set<string> {
  const ids = new Set<string>()
  for (const item of items) if (item.kind !== 'register-change' && item.kind !== 'dead-letter') ids.add(item.device)
  return ids
}
