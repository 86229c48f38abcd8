import { alertId, type AlertVerdict } from '../alert.ts'
import type { MetricName } from '../metrics.ts'
import { severityRank, type Severity } from '../severity.ts'
import type { Episode, Known } from './state.ts'

/** While an alert only goes on being seen, it is told again at most this often, so that a long breach is not a verdict a reading. Milliseconds. */
const SEEN_AGAIN_MS = 5 * 60_000

/** Whose alerts are told. */
export interface Subject {
  readonly deviceId: string
  readonly ruleId: string
  readonly metric: MetricName | null
  readonly type: string | null
  readonly review: 'pending' | null
  /** The devices behind a silent gateway. */
  readonly affected?: readonly string[]
  /** Events of a camera that stand behind the alert. */
  readonly occurrences?: number
}

/**
 * Compares what a fold finds with what was told, and tells the differences. Episodes are matched by
 * equal `breachedAt`, then by overlap in time. Returns the new list of what was told, oldest first.
 */
export function reconcile(subject: Subject, ordinals: Record<string, number>, known: readonly Known[], episodes: readonly Episode[], verdicts: AlertVerdict[]): Known[] {
  const matches = match(known, episodes)
  for (const told of known) if (!matches.includes(told)) verdicts.push(withdrawn(subject, told))
  return episodes.map((episode, i) => {
    const told = matches[i]
    return told === undefined ? open(subject, ordinals, episode, verdicts) : revise(subject, told, episode, verdicts)
  })
}

/** Tells a new alert: first that it opened, then, where that is already so, that it cleared. */
export function open(subject: Subject, ordinals: Record<string, number>, episode: Episode, verdicts: AlertVerdict[], snapshot: string | null = null): Known {
  const ordinal = (ordinals[subject.ruleId] ?? 0) + 1
  ordinals[subject.ruleId] = ordinal
  const opened: Known = { ...episode, resolvedAt: null, ordinal, revision: 1 }
  verdicts.push(verdictOf(subject, opened, 'opened', snapshot))
  return episode.resolvedAt === null ? opened : revise(subject, opened, episode, verdicts, snapshot)
}

/** Tells what changed of a known alert, if it is worth telling. */
export function revise(subject: Subject, told: Known, episode: Episode, verdicts: AlertVerdict[], snapshot: string | null = null): Known {
  const event = changeOf(told, episode)
  if (event === null) return told
  const next: Known = { ...episode, ordinal: told.ordinal, revision: told.revision + 1 }
  verdicts.push(verdictOf(subject, next, event, snapshot))
  return next
}

export function verdictOf(subject: Subject, known: Known, event: AlertVerdict['event'], snapshot: string | null): AlertVerdict {
  return {
    id: alertId(subject.deviceId, subject.ruleId, known.ordinal),
    deviceId: subject.deviceId,
    ruleId: subject.ruleId,
    ruleVersion: known.version,
    ordinal: known.ordinal,
    revision: known.revision,
    metric: subject.metric,
    type: subject.type,
    state: event === 'withdrawn' ? 'withdrawn' : known.resolvedAt === null ? 'open' : 'resolved',
    severity: known.severity,
    currentSeverity: known.currentSeverity,
    breachedAt: known.breachedAt,
    openedAt: known.openedAt,
    lastSeenAt: known.lastSeenAt,
    resolvedAt: known.resolvedAt,
    value: known.value,
    limit: known.limit,
    draftOrder: known.draftOrder,
    review: subject.review,
    ...(subject.affected === undefined ? {} : { affected: subject.affected }),
    ...(subject.occurrences === undefined ? {} : { occurrences: subject.occurrences }),
    snapshot,
    event,
  }
}

function withdrawn(subject: Subject, told: Known): AlertVerdict {
  return verdictOf(subject, { ...told, revision: told.revision + 1 }, 'withdrawn', null)
}

function match(known: readonly Known[], episodes: readonly Episode[]): (Known | undefined)[] {
  const free = new Set(known)
  const take = (fits: (told: Known) => boolean): Known | undefined => {
    for (const told of free) {
      if (!fits(told)) continue
      free.delete(told)
      return told
    }
    return undefined
  }
  const matches = episodes.map((episode) => take((told) => told.breachedAt === episode.breachedAt))
  return matches.map((told, i) => told ?? take((k) => overlap(k, episodes[i])))
}

function overlap(a: Episode, b: Episode | undefined): boolean {
  return b !== undefined && a.breachedAt <= (b.resolvedAt ?? Infinity) && b.breachedAt <= (a.resolvedAt ?? Infinity)
}

function changeOf(told: Known, now: Episode): AlertVerdict['event'] | null {
  if (told.resolvedAt === null && now.resolvedAt !== null) return 'cleared'
  if (told.resolvedAt !== null) return same(told, now) ? null : 'corrected'
  if (told.breachedAt !== now.breachedAt || told.openedAt !== now.openedAt) return 'corrected'
  const severity = rise(told.severity, now.severity)
  const current = rise(told.currentSeverity, now.currentSeverity)
  if (severity < 0 || told.version !== now.version) return 'corrected'
  if (severity > 0 || current > 0) return 'escalated'
  if (current < 0) return 'eased'
  if (told.value !== now.value || told.limit !== now.limit) return 'updated'
  if (now.lastSeenAt < told.lastSeenAt) return 'corrected'
  return now.lastSeenAt - told.lastSeenAt >= SEEN_AGAIN_MS ? 'updated' : null
}

function rise(from: Severity, to: Severity): number {
  return from === to ? 0 : severityRank(to) - severityRank(from)
}

function same(a: Episode, b: Episode): boolean {
  return a.version === b.version && a.severity === b.severity && a.currentSeverity === b.currentSeverity
    && a.breachedAt === b.breachedAt && a.openedAt === b.openedAt && a.lastSeenAt === b.lastSeenAt
    && a.resolvedAt === b.resolvedAt && a.value === b.value && a.limit === b.limit && a.draftOrder === b.draftOrder
}
