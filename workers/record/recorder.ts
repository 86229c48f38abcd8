import type { AlertVerdict } from '../../domain/alert.ts'
import { deviceFaultName } from '../../domain/deviceFault.ts'
import { lockAlertRecords, writeAlertRecords, writeOutbox, type AlertRecord, type OutboxJob } from '../../stores/postgres/alertRecords.ts'
import { presentRecords } from '../../stores/postgres/presentAlerts.ts'
import { noteEscalations } from '../../stores/postgres/escalationLooks.ts'
import { noteEvidenceDue } from '../../stores/postgres/evidence.ts'
import { appendLiveEvents, type NewLiveEvent } from '../../stores/postgres/liveEvents.ts'
import { withdrawDrafts } from '../../stores/postgres/orderDrafts.ts'
import type { Client } from '../../stores/postgres/pool.ts'
import type { RedisClient } from '../../stores/redis/connect.ts'
import { keys } from '../../stores/redis/keys.ts'
import type { JudgingRegister } from '../register/judgingRegister.ts'
import type { Batch, Taker } from '../takeOver.ts'
import { Corroborator } from './corroborator.ts'
import type { EscalationPolicies } from './escalationPolicies.ts'
import type { Silences } from './silences.ts'
import { mergeVerdict, type AlertContext } from './mergeVerdict.ts'

const VERDICTS_A_ROUND = 500

export interface RecorderParts {
  readonly redis: RedisClient
  readonly register: JudgingRegister
  readonly silences: Pick<Silences, 'underWay'>
  readonly policies: Pick<EscalationPolicies, 'present'>
  readonly clock: () => number
  /** Jobs were put into the outbox. */
  readonly onJobs: () => void
}

interface Prepared {
  readonly verdicts: readonly AlertVerdict[]
  readonly contexts: ReadonlyMap<string, AlertContext>
  jobs: number
}

const LIVE_TYPES: Record<AlertVerdict['event'], string> = {
  opened: 'alert.opened', escalated: 'alert.escalated', eased: 'alert.eased', updated: 'alert.updated', cleared: 'alert.resolved',
  corrected: 'alert.corrected', withdrawn: 'alert.withdrawn',
}

/** Takes verdicts over into PostgreSQL: alert records, the work that follows from them, and what live subscribers hear. */
export class Recorder implements Taker<Prepared> {
  readonly consumer = 'verdicts'
  readonly entriesARound = VERDICTS_A_ROUND
  readonly #parts: RecorderParts
  readonly #corroborator: Corroborator

  constructor(parts: RecorderParts) {
    this.#parts = parts
    this.#corroborator = new Corroborator(parts.register)
  }

  stream(partition: number): string {
    return keys.verdicts(partition)
  }

  async prepare(batches: readonly Batch[]): Promise<Prepared> {
    const verdicts = batches.flatMap(({ entries }) => entries.map(([, fields]) => JSON.parse(fields[1] ?? '') as AlertVerdict))
    return { verdicts, contexts: await this.#contexts(verdicts), jobs: 0 }
  }

  committed({ jobs }: Prepared, positions: ReadonlyMap<number, string>): void {
    if (jobs > 0) this.#parts.onJobs()
    // The last one stays, so that the stream's ids go on growing. Nothing waits for it: a later round trims what one left.
    for (const [partition, last] of positions) this.#parts.redis.xtrim(keys.verdicts(partition), 'MINID', last).catch(() => undefined)
  }

  /** In two exchanges with the database: what is there already; then everything that is written, with the commit. */
  async write(client: Client, prepared: Prepared, moved: Promise<void>, commit: () => Promise<void>): Promise<void> {
    const { verdicts, contexts } = prepared
    const related = await this.#corroborator.related(client, verdicts, contexts)
    const wanted = new Set([...verdicts.map((verdict) => verdict.id), ...this.#corroborator.claims(related)])
    const [records] = await Promise.all([lockAlertRecords(client, [...wanted]), moved])
    const known = new Set(records.keys())
    const jobs: OutboxJob[] = []
    const evidence: { id: string; ended: boolean }[] = []
    const opened: string[] = []
    const events = new Map<string, { type: string; at: number }>()
    const now = this.#parts.clock()
    for (const verdict of verdicts) {
      const context = contexts.get(verdict.id)
      const merged = context && mergeVerdict(records.get(verdict.id), verdict, context, now)
      if (!merged) continue
      records.set(verdict.id, merged)
      jobs.push(...jobsOf(verdict))
      if (verdict.event === 'opened' && verdict.metric !== null) opened.push(verdict.id)
      if (verdict.metric !== null && verdict.event !== 'updated' && verdict.state !== 'withdrawn') evidence.push({ id: verdict.id, ended: verdict.resolvedAt !== null })
      // Several verdicts about one alert are told as one; that it opened outranks what followed.
      const told = events.get(verdict.id)
      const type = told?.type === LIVE_TYPES.opened || verdict.event === 'updated' ? (told?.type ?? LIVE_TYPES[verdict.event]) : LIVE_TYPES[verdict.event]
      events.set(verdict.id, { type, at: now })
    }
    for (const id of await this.#corroborator.raise(records, related, now)) {
      events.set(id, { type: events.get(id)?.type === LIVE_TYPES.opened ? LIVE_TYPES.opened : LIVE_TYPES.escalated, at: now })
    }
    // One job for all: an order closed of late may have to open again.
    if (opened[0] !== undefined) jobs.push({ queue: 'orders', name: 'relapse', jobId: `relapse-${opened[0]}`, data: { opened }, delayMs: 0 })
    const changed = [...events.keys()].flatMap((id) => records.get(id) ?? [])
    if (changed.length === 0) return commit()
    const escalating = changed.filter((record) => events.get(record.id)?.type !== LIVE_TYPES.updated)
    const looks = noteEscalations(client, escalating, known, this.#parts.policies.present(), now)
    const written = Promise.all([writeAlertRecords(client, changed), noteEvidenceDue(client, evidence, now), writeOutbox(client, jobs), looks])
    // Whatever fails fails the commit, too, which is awaited.
    written.catch(() => undefined)
    prepared.jobs = jobs.length + escalating.length
    const withdrawn = changed.filter((record) => record.judged === 'withdrawn').map((record) => record.id)
    const orderEvents = await withdrawDrafts(client, withdrawn, now)
    const alertEvents = await this.#liveEvents(client, changed, known, events)
    await Promise.all([written, appendLiveEvents(client, [...alertEvents, ...orderEvents]), commit()])
  }

  async #liveEvents(client: Client, changed: readonly AlertRecord[], known: ReadonlySet<string>, events: ReadonlyMap<string, { type: string; at: number }>): Promise<NewLiveEvent[]> {
    const alerts = await presentRecords(client, changed, known, this.#parts.silences.underWay())
    return alerts.map((alert) => {
      const told = events.get(alert.id)
      return { topic: 'alerts', type: told?.type ?? LIVE_TYPES.updated, at: told?.at ?? this.#parts.clock(), unitId: alert.unitId, district: alert.district, data: alert }
    })
  }

  async #contexts(verdicts: readonly AlertVerdict[]): Promise<Map<string, AlertContext>> {
    const { register } = this.#parts
    await register.ensure(verdicts.map((verdict) => verdict.deviceId))
    const contexts = new Map<string, AlertContext>()
    for (const verdict of verdicts) {
      if (contexts.has(verdict.id)) continue
      const standing = register.get(verdict.deviceId)?.standing ?? NOWHERE
      const fault = verdict.type === null ? null : deviceFaultName(verdict.type)
      const rule = fault ? null : await register.ruleText(verdict.ruleId, verdict.ruleVersion)
      contexts.set(verdict.id, { standing, ruleName: rule?.name ?? fault?.zh ?? verdict.ruleId, basis: rule?.basis ?? null })
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
  return jobs
}
