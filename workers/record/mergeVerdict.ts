import type { AlertVerdict, TimelineEntry } from '../../domain/alert.ts'
import { alertState } from '../../domain/alertState.ts'
import type { Basis } from '../../domain/rule.ts'
import type { AlertRecord } from '../../stores/postgres/alertRecords.ts'
import type { Standing } from '../register/judgingRegister.ts'

/** What the recorder knows besides the verdict when it first hears of an alert. */
export interface AlertContext {
  readonly standing: Standing
  readonly ruleName: string
  readonly basis: Basis | null
}

/** Event time of what the verdict tells, for the timeline. */
function timeOf(verdict: AlertVerdict): number {
  switch (verdict.event) {
    case 'opened':
      return verdict.openedAt
    case 'cleared':
      return verdict.resolvedAt ?? verdict.lastSeenAt
    case 'escalated':
    case 'eased':
    case 'updated':
    case 'corrected':
    case 'withdrawn':
      return verdict.lastSeenAt
  }
}

/**
 * The alert's record after a verdict: what the judgement says is replaced, what people did is kept, and what is worth
 * telling goes on the timeline. A verdict that is not newer than the record changes nothing (null).
 */
export function mergeVerdict(old: AlertRecord | undefined, verdict: AlertVerdict, context: AlertContext, recordedAt: number): AlertRecord | null {
  if (old && verdict.revision <= old.revision) return null
  const iso = (ms: number): string => new Date(ms).toISOString()
  const entry: TimelineEntry = { at: iso(timeOf(verdict)), event: verdict.event, by: `rule:${verdict.ruleId}` }
  const timeline = old?.timeline ?? []
  const handled = old?.handled ?? null
  const judgedResolution = verdict.resolvedAt === null ? null : iso(verdict.resolvedAt)
  return {
    id: verdict.id, rule_id: verdict.ruleId, rule_version: verdict.ruleVersion, rule_name: old?.rule_name ?? context.ruleName,
    unit_id: old?.unit_id ?? context.standing.unitId, unit_name: old?.unit_name ?? context.standing.unitName,
    district: old?.district ?? context.standing.district, lng: old?.lng ?? context.standing.point?.[0] ?? null, lat: old?.lat ?? context.standing.point?.[1] ?? null,
    device_id: verdict.deviceId, place: old?.place ?? context.standing.place, metric: verdict.metric, type: verdict.type, confirmed_type: old?.confirmed_type ?? null,
    // What a second source raised stays raised: the judgement of one camera knows nothing of it.
    severity: old?.corroborated_by ? old.severity : verdict.severity,
    current_severity: old?.corroborated_by ? old.current_severity : verdict.currentSeverity,
    corroborated_by: old?.corroborated_by ?? null,
    judged: verdict.state, handled, state: alertState(verdict.state, handled), review: old?.review ?? verdict.review,
    breached_at: iso(verdict.breachedAt), opened_at: iso(verdict.openedAt), last_seen_at: iso(verdict.lastSeenAt),
    acknowledged_at: old?.acknowledged_at ?? null,
    resolved_at: handled === 'resolved' ? (old?.resolved_at ?? judgedResolution) : judgedResolution,
    value: verdict.value, limit_value: verdict.limit, basis: old?.basis ?? context.basis, snapshot: verdict.snapshot ?? old?.snapshot ?? null,
    affected: verdict.affected ?? old?.affected ?? null,
    occurrences: verdict.occurrences ?? old?.occurrences ?? null,
    assignee: old?.assignee ?? null, dismissed_for: old?.dismissed_for ?? null,
    timeline: verdict.event === 'updated' ? timeline : [...(repeats(timeline, entry, verdict) ? timeline.slice(0, -1) : timeline), entry],
    revision: verdict.revision, version: (old?.version ?? 0) + 1, recorded_at: old?.recorded_at ?? iso(recordedAt),
  }
}

/** A kind of violation that comes and goes within its merge window leaves one entry of its latest end, not one of each. */
function repeats(timeline: readonly TimelineEntry[], { event, by }: TimelineEntry, { review }: AlertVerdict): boolean {
  const last = timeline.at(-1)
  return review !== null && event === 'cleared' && last?.event === event && last.by === by
}
