import type { AlertVerdict } from '../../domain/alert.ts'
import { isWitness, witnessesOf, type Corroboration, type Source } from '../../domain/corroboration.ts'
import type { DetectionRule } from '../../domain/detectionRule.ts'
import { worstSeverity, type Severity } from '../../domain/severity.ts'
import type { AlertRecord } from '../../stores/postgres/alertRecords.ts'
import { lockUnits, relatedAlerts, type RelatedAlert } from '../../stores/postgres/corroboration.ts'
import type { Client } from '../../stores/postgres/pool.ts'
import type { AlertContext } from './mergeVerdict.ts'

/** What is known of rules about detections, of every version by which an alert was opened. */
interface KnownRules {
  corroborating(): readonly DetectionRule[]
  detectionRule(id: string, version: number): Promise<DetectionRule | null>
}

/**
 * Raises what one camera saw once a second source of the unit says the same. The two may come by different partitions
 * and workers, so that it is decided where they meet: at recording, with the unit locked. Verdicts that have nothing
 * to do with such a kind cost nothing.
 */
export class Corroborator {
  readonly #rules: KnownRules

  constructor(rules: KnownRules) {
    this.#rules = rules
  }

  /** What else is known of the units that these verdicts concern; they stay locked until the transaction ends. */
  async related(client: Client, verdicts: readonly AlertVerdict[], contexts: ReadonlyMap<string, AlertContext>): Promise<RelatedAlert[]> {
    const { kinds, types } = this.#kinds()
    const concerned = verdicts.filter((verdict) => isConcerned(verdict, kinds, types))
    const units = [...new Set(concerned.flatMap((verdict) => contexts.get(verdict.id)?.standing.unitId ?? []))]
    if (units.length === 0) return []
    await lockUnits(client, units)
    const since = Math.min(...concerned.map((verdict) => verdict.breachedAt)) - Math.max(...kinds.map((kind) => kind.withinMs))
    const metrics = new Set<string>(kinds.flatMap((kind) => kind.sensors.map((sensor) => sensor.metric)))
    return relatedAlerts(client, units, [...types], [...metrics], since)
  }

  /** Alerts of cameras among these, whose records must be at hand to be raised. */
  claims(related: readonly RelatedAlert[]): string[] {
    const { types } = this.#kinds()
    return related.filter(({ type }) => type !== null && types.has(type)).map(({ id }) => id)
  }

  /** Raises in `records` what is borne out by another of them or of the related alerts; answers the ids of those raised. */
  async raise(records: Map<string, AlertRecord>, related: readonly RelatedAlert[], at: number): Promise<string[]> {
    const { types } = this.#kinds()
    const all = new Map(related.map((alert) => [alert.id, alert]))
    for (const record of records.values()) {
      const alert = relatedOf(record)
      if (alert === null || record.state === 'withdrawn' || record.state === 'dismissed') all.delete(record.id)
      else all.set(record.id, alert)
    }
    const raised: string[] = []
    for (const claim of all.values()) {
      const record = records.get(claim.id)
      if (!record || record.corroborated_by !== null || claim.type === null || !types.has(claim.type)) continue
      const rule = await this.#rules.detectionRule(record.rule_id, record.rule_version)
      if (!rule?.corroboration) continue
      const { severity, corroboration } = rule
      const sources = [...all.values()].filter((alert) => alert.type === claim.type || isWitness(alert, corroboration))
      const witnesses = witnessesOf(sourceOf(claim), sources.map(sourceOf), corroboration)
      if (witnesses.length === 0) continue
      records.set(record.id, raisedRecord(record, severity, witnesses.map((witness) => witness.alertId).sort(), at))
      raised.push(record.id)
    }
    return raised
  }

  #kinds(): { kinds: readonly Corroboration[]; types: ReadonlySet<string> } {
    const rules = this.#rules.corroborating()
    return { kinds: rules.flatMap((rule) => rule.corroboration ?? []), types: new Set(rules.map((rule) => rule.type)) }
  }
}

function isConcerned({ type, metric, value, state }: AlertVerdict, kinds: readonly Corroboration[], types: ReadonlySet<string>): boolean {
  if (state === 'withdrawn') return false
  return type !== null ? types.has(type) : kinds.some((kind) => isWitness({ metric, value }, kind))
}

function raisedRecord(record: AlertRecord, severity: Severity, witnesses: readonly string[], at: number): AlertRecord {
  const worst = worstSeverity(record.severity as Severity, severity)
  const entry = { at: new Date(at).toISOString(), event: 'escalated', by: `rule:${record.rule_id}`, note: `borne out by ${witnesses.join(', ')}` }
  return { ...record, severity: worst, current_severity: worst, corroborated_by: witnesses, timeline: [...record.timeline, entry], version: record.version + 1 }
}

function relatedOf(record: AlertRecord): RelatedAlert | null {
  if (record.unit_id === null) return null
  const until = record.metric !== null && record.resolved_at === null ? Infinity : Date.parse(record.last_seen_at)
  return {
    id: record.id, deviceId: record.device_id, unitId: record.unit_id, metric: record.metric, type: record.type, value: record.value,
    from: Date.parse(record.breached_at), until,
  }
}

function sourceOf({ id, deviceId, unitId, from, until }: RelatedAlert): Source {
  return { alertId: id, deviceId, unitId, from, until }
}
