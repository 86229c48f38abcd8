import type { Rule } from '../rule.ts'
import { severityRank, type Severity } from '../severity.ts'
import type { Kind } from './kind.ts'
import type { Episode, Fold } from './state.ts'

/** The episode of an open fold; `resolvedAt` null while it goes on. */
export function episodeOf(kind: Kind, fold: Fold, rule: Rule, resolvedAt: number | null): Episode {
  const chief = rule.levels[fold.chief]
  const severity = chief?.severity ?? 'info'
  return {
    version: rule.version,
    severity,
    currentSeverity: currentSeverity(kind, fold, rule),
    breachedAt: fold.breachedAt,
    openedAt: fold.openedAt ?? fold.breachedAt,
    lastSeenAt: fold.lastSeen,
    resolvedAt,
    value: fold.worst,
    limit: chief?.limit ?? null,
    draftOrder: rule.order === 'draft' && severity === 'critical',
  }
}

/** Marks a level as reached. The first level to give a severity keeps it. */
export function reachLevel(fold: Fold, rule: Rule, k: number, at: number): void {
  const level = rule.levels[k]
  if (level === undefined) return
  fold.reached |= 1 << k
  fold.openedAt ??= at
  const chief = rule.levels[fold.chief]
  if (chief === undefined || severityRank(level.severity) > severityRank(chief.severity)) fold.chief = k
}

/** The highest reached level whose condition still holds, else the mildest reached. */
function currentSeverity(kind: Kind, fold: Fold, rule: Rule): Severity {
  let highest: Severity | null = null
  let mildest: Severity | null = null
  for (let k = 0; k < rule.levels.length; k++) {
    const severity = rule.levels[k]?.severity
    if (severity === undefined || (fold.reached & (1 << k)) === 0) continue
    if (mildest === null || severityRank(severity) < severityRank(mildest)) mildest = severity
    if (kind.holds(fold, rule, k) && (highest === null || severityRank(severity) > severityRank(highest))) highest = severity
  }
  return highest ?? mildest ?? 'info'
}
