import type { DetectionRuleInput } from '../../../domain/detectionRule.ts'
import { parseDuration } from '../../../domain/duration.ts'
import { LIMITS } from '../../../domain/ruleLimit.ts'
import type { Scope } from '../../../domain/rule.ts'
import { severityRank } from '../../../domain/severity.ts'
import type { RuleInput } from '../../../domain/writtenRule.ts'
import { hasPlainLevels, levelsOf, type LevelDraft } from './draft.ts'

export interface FieldChange {
  readonly field: string
  readonly before: string
  readonly after: string
}

/** What differs between two versions, by their fields. */
export function changesBetween(before: RuleInput, after: RuleInput): FieldChange[] {
  const [old, now] = [plain(before), plain(after)]
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].flatMap((field) => {
    const [was, is] = [told(old[field]), told(now[field])]
    return was === is ? [] : [{ field, before: was, after: is }]
  })
}

function plain(rule: RuleInput): Record<string, unknown> {
  const { version: _v, author: _a, createdAt: _c, ...rest } = rule as RuleInput & { version?: number; author?: string; createdAt?: string }
  return rest
}

const told = (value: unknown): string => (value === undefined ? '—' : typeof value === 'object' ? JSON.stringify(value) : String(value))

/** One way in which a rule lets more pass than it did. */
export interface Loosening {
  readonly kind: 'enabled' | 'limit' | 'for' | 'severity' | 'scope' | 'tolerance' | 'basis' | 'mode' | 'metric'
  readonly before?: string
  readonly after?: string
  readonly severity?: string
}

/** Kinds of basis that are not ours to loosen without a second look. */
const GUARDED: ReadonlySet<string> = new Set(['legal', 'standard'])

/** In what ways the change loosens a legal or standard limit; empty where the rule stands on neither, or is only tightened. */
export function loosenings(before: RuleInput, after: RuleInput): Loosening[] {
  const basis = before.basis?.kind ?? 'operator'
  if (!GUARDED.has(basis)) return []
  const found: Loosening[] = []
  if (before.enabled !== false && after.enabled === false) found.push({ kind: 'enabled' })
  if ((after.basis?.kind ?? 'operator') !== basis) found.push({ kind: 'basis', after: after.basis?.kind ?? 'operator' })
  if (isNarrower(before.scope ?? {}, after.scope ?? {})) found.push({ kind: 'scope' })
  if ('type' in before || 'type' in after) return [...found, ...('type' in before && 'type' in after ? detectionLoosenings(before, after) : [{ kind: 'metric' as const }])]
  if (before.metric !== after.metric) found.push({ kind: 'metric' })
  if ((before.mode ?? 'continuous') !== (after.mode ?? 'continuous')) found.push({ kind: 'mode' })
  if (after.suppressWhen && JSON.stringify(before.suppressWhen) !== JSON.stringify(after.suppressWhen)) found.push({ kind: 'tolerance' })
  for (const end of ['upTo', 'downTo'] as const) {
    if (after[end] !== undefined && after[end] !== before[end]) found.push({ kind: 'limit', before: String(before[end] ?? '—'), after: String(after[end]) })
  }
  if (hasPlainLevels(before) && hasPlainLevels(after)) found.push(...levelLoosenings(levelsOf(before), levelsOf(after)))
  return found
}

/** Asking for more before a camera is believed lets more pass. */
function detectionLoosenings(before: DetectionRuleInput, after: DetectionRuleInput): Loosening[] {
  const found: Loosening[] = []
  const [was, is] = [before.minConfidence ?? 0, after.minConfidence ?? 0]
  if (before.type !== after.type) found.push({ kind: 'metric' })
  if (is > was) found.push({ kind: 'limit', before: String(was), after: String(is) })
  if ((parseDuration(after.persist ?? 0) ?? 0) > (parseDuration(before.persist ?? 0) ?? 0)) found.push({ kind: 'for', before: String(before.persist ?? 0), after: String(after.persist ?? 0) })
  if (severityRank(after.severity) < severityRank(before.severity)) found.push({ kind: 'severity', severity: before.severity })
  return found
}

function levelLoosenings(before: readonly LevelDraft[], after: readonly LevelDraft[]): Loosening[] {
  return before.flatMap((old): Loosening[] => {
    // Whoever asks for a level is also served by a severer one.
    const kept = after.find((level) => level.severity === old.severity) ?? after.find((level) => severityRank(level.severity) > severityRank(old.severity))
    if (!kept) return [{ kind: 'severity', severity: old.severity }]
    const found: Loosening[] = []
    if (isLooser(old, kept)) found.push({ kind: 'limit', before: String(old.limit), after: String(kept.limit) })
    if ((parseDuration(kept.for) ?? 0) > (parseDuration(old.for) ?? 0)) found.push({ kind: 'for', before: old.for, after: kept.for })
    return found
  })
}

function isLooser(old: LevelDraft, now: LevelDraft): boolean {
  const [a, b] = [LIMITS[old.side], LIMITS[now.side]]
  if (a.direction !== b.direction || a.direction === 'equals') return a.direction !== b.direction || old.limit !== now.limit
  if (old.limit === now.limit) return a.inclusive && !b.inclusive
  return (now.limit > old.limit) === (a.direction === 'above')
}

/** Whether a part of the scope covers less than it did; one that is newly given narrows too. */
function isNarrower(before: Scope, after: Scope): boolean {
  return (['deviceIds', 'profiles', 'unitKinds', 'districts', 'tags'] as const).some((part) => {
    const [old, now] = [before[part] as string[] | undefined, after[part] as string[] | undefined]
    return now !== undefined && (old === undefined || old.some((each) => !now.includes(each)))
  })
}
