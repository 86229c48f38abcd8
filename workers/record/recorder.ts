import type { AlertVerdict } from '../../domain/alert.ts'
import { deviceFaultName } from '../../domain/deviceFault.ts'
import type { ViolationCatalogue } from '../../domain/violation.ts'
import { lockAlertRecords, writeAlertRecords, writeOutbox, type AlertRecord, type OutboxJob } from '../../stores/postgres/alertRecords.ts'
import { presentRecords } from '../../stores/postgres/presentAlerts.ts'
import { appendLiveEvents, type NewLiveEvent } from '../../stores/postgres/liveEvents.ts'
import { withdrawDrafts } from '../../stores/postgres/orderDrafts.ts'
import { transaction, type Client, type Pool } from '../../stores/postgres/pool.ts'
import { moveTaken, readTaken } from '../../stores/postgres/taken.ts'
import type { RedisClient } from '../../stores/redis/connect.ts'
import { keys } from '../../stores/redis/keys.ts'
import type { RawEntry } from '../partitions/feedLoop.ts'
import type { JudgingRegister } from '../register/judgingRegister.ts'
import { mergeVerdict, type AlertContext } from './mergeVerdict.ts'

const VERDICTS_A_ROUND = 500
/** Evidence is gathered once the readings around the alert are surely in history. */
const EVIDENCE_DELAY_MS = 3_000

export interface RecorderParts {
  readonly partition: number
  readonly redis: RedisClient
  readonly db: Pool
  readonly register: JudgingRegister
  readonly violations: ViolationCatalogue
  readonly clock: () => number
  /** Jobs were put into the outbox. */
  readonly onJobs: () => void
}

const LIVE_TYPES: Record<AlertVerdict['event'], string> = {
  opened: 'alert.opened', escalated: 'alert.escalated', eased: 'alert.eased', updated: 'alert.updated', cleared: 'alert.resolved',
  corrected: 'alert.corrected', withdrawn: 'alert.withdrawn',
}

/**
 * Takes one partition's verdicts over into PostgreSQL: alert records, the work that follows from them, and what live
 * subscribers hear, with the position, in one transaction.
 */
export class Recorder {
  readonly #parts: RecorderParts
  #position: string | null = null

  constructor(parts: RecorderParts) {
    this.#parts = parts
  }

  /** Takes over what there is, up to one round; true where there may be more. */
  async round(): Promise<boolean> {
    const { redis, db, partition } = this.#parts
    this.#position ??= await readTaken(db, 'verdicts', partition)
    const from = this.#position
    const raw = (await redis.xrange(keys.verdicts(partition), `(${from}`, '+', 'COUNT', VERDICTS_A_ROUND)) as unknown as RawEntry[]
    const last = raw.at(-1)
    if (!last) return false
    const verdicts = raw.map(([, fields]) => JSON.parse(fields[1] ?? '') as AlertVerdict)
    const contexts = await this.#contexts(verdicts)
    try {
      const jobs = await transaction(db, async (client) => {
        await moveTaken(client, 'verdicts', partition, from, last[0])
        return this.#write(client, verdicts, contexts)
      })
      this.#position = last[0]
      if (jobs > 0) this.#parts.onJobs()
    } catch (error) {
      this.#position = null
      throw error
    }
    // Everything up to here is in PostgreSQL; the last one stays, so that the stream's ids go on growing.
    await redis.xtrim(keys.verdicts(partition), 'MINID', last[0])
    return raw.length === VERDICTS_A_ROUND
  }

  async #write(client: Client, verdicts: readonly AlertVerdict[], contexts: ReadonlyMap<string, AlertContext>): Promise<number> {
    const records = await lockAlertRecords(client, [...new Set(verdicts.map((verdict) => verdict.id))])
    const jobs: OutboxJob[] = []
    const events = new Map<string, { type: string; at: number }>()
    const now = this.#parts.clock()
    for (const verdict of verdicts) {
      const context = contexts.get(verdict.id)
      const merged = context && mergeVerdict(records.get(verdict.id), verdict, context, now)
      if (!merged) continue
      records.set(verdict.id, merged)
      jobs.push(...jobsOf(verdict))
      // Several verdicts about one alert are told as one; that it opened outranks what followed.
      const told = events.get(verdict.id)
      const type = told?.type === LIVE_TYPES.opened || verdict.event === 'updated' ? (told?.type ?? LIVE_TYPES[verdict.event]) : LIVE_TYPES[verdict.event]
      events.set(verdict.id, { type, at: now })
    }
    const changed = [...events.keys()].flatMap((id) => records.get(id) ?? [])
    if (changed.length === 0) return 0
    await writeAlertRecords(client, changed)
    await writeOutbox(client, jobs)
    const withdrawn = changed.filter((record) => record.judged === 'withdrawn').map((record) => record.id)
    const orderEvents = await withdrawDrafts(client, withdrawn, now)
    await appendLiveEvents(client, [...(await this.#liveEvents(client, changed, events)), ...orderEvents])
    return jobs.length
  }

  async #liveEvents(client: Client, changed: readonly AlertRecord[], events: ReadonlyMap<string, { type: string; at: number }>): Promise<NewLiveEvent[]> {
    const alerts = await presentRecords(client, changed)
    return alerts.map((alert) => {
      const told = events.get(alert.id)
      return { topic: 'alerts', type: told?.type ?? LIVE_TYPES.updated, at: told?.at ?? this.#parts.clock(), unitId: alert.unitId, district: alert.district, data: alert }
    })
  }

  async #contexts(verdicts: readonly AlertVerdict[]): Promise<Map<string, AlertContext>> {
    const { register, violations } = this.#parts
    await register.ensure(verdicts.map((verdict) => verdict.deviceId))
    const contexts = new Map<string, AlertContext>()
    for (const verdict of verdicts) {
      if (contexts.has(verdict.id)) continue
      const standing = register.get(verdict.deviceId)?.standing ?? NOWHERE
      const rule = verdict.type === null ? await register.ruleText(verdict.ruleId, verdict.ruleVersion) : null
      const ruleName = rule?.name ?? (verdict.type && (violations.get(verdict.type)?.zh ?? deviceFaultName(verdict.type)?.zh)) ?? verdict.ruleId
      contexts.set(verdict.id, { standing, ruleName, basis: rule?.basis ?? null })
    }
    return contexts
  }
}

const NOWHERE = { unitId: null, unitName: null, unitKind: null, district: null, point: null, place: null }

/** The work that follows from a verdict. Ids repeat where the work would: the queue and a unique key see to it. */
function jobsOf(verdict: AlertVerdict): OutboxJob[] {
  const jobs: OutboxJob[] = []
  if (verdict.draftOrder && verdict.state !== 'withdrawn') {
    jobs.push({ queue: 'orders', name: 'draft', jobId: `draft-${verdict.id}`, data: { alertId: verdict.id }, delayMs: 0 })
  }
  if (verdict.metric !== null && (verdict.event === 'opened' || verdict.event === 'cleared' || verdict.event === 'corrected')) {
    jobs.push({ queue: 'evidence', name: 'gather', jobId: `evidence-${verdict.id}-${verdict.revision}`, data: { alertId: verdict.id }, delayMs: EVIDENCE_DELAY_MS })
  }
  return jobs
}
