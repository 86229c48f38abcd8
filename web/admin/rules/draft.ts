import { parse, stringify } from 'yaml'
import type { RuleRemark } from '../../../domain/ruleFit.ts'
import type { LimitName } from '../../../domain/ruleLimit.ts'
import { formatDuration } from '../../../domain/duration.ts'
import { compileRule, metricRuleSchema, type MetricRuleInput } from '../../../domain/rule.ts'
import type { Severity } from '../../../domain/severity.ts'
import type { RuleInput } from '../../../domain/writtenRule.ts'

/** A rule as the API gives it. */
export type RuleView = RuleInput & { version: number; author: string; createdAt: string }
/** As the server answers a rule that was saved; with the devices it names that nobody has registered yet, and what it hardly means. */
export type MadeRule = RuleView & { unknownDevices?: string[]; warnings?: RuleRemark[] }
export type RuleWithVersions = RuleView & { versions: RuleView[] }

export const SIDES: readonly LimitName[] = ['above', 'atLeast', 'below', 'atMost', 'equals']

/** A level as the form edits it. */
export interface LevelDraft {
  readonly severity: Severity
  readonly side: LimitName
  readonly limit: number
  readonly for: string
}

type Limits = { readonly [side in LimitName]?: number | undefined }

/** What the server adds to a rule, and nobody sends. */
export function draftOf(view: RuleView | RuleWithVersions): RuleInput {
  const { version: _version, author: _author, createdAt: _createdAt, versions: _versions, ...draft } = view as RuleWithVersions
  return draft
}

export const newDraft = (): MetricRuleInput => ({
  id: '', name: '', scope: {}, metric: 'temperature', above: 8, for: '15m', severity: 'minor', clear: { margin: 0.5, for: '5m' }, order: 'draft', basis: { kind: 'operator', status: 'unverified' },
})

const SPECIAL = ['process', 'changesBy', 'suppressWhen', 'schedule', 'upTo', 'downTo'] as const

/** What of the rule the form has no fields for. */
export const specialFields = (draft: MetricRuleInput): string[] => SPECIAL.filter((field) => draft[field] !== undefined)

/** Whether the form can show its limits: a course or a change carries figures of its own. */
export const hasPlainLevels = (draft: MetricRuleInput): boolean => draft.process === undefined && draft.changesBy === undefined

/** The levels, whether it is written with one or with several. */
export function levelsOf(draft: MetricRuleInput): LevelDraft[] {
  if (draft.levels) return draft.levels.map((level) => levelOf(level, level.severity, level.for))
  return [levelOf(draft, draft.severity ?? 'minor', draft.for)]
}

function levelOf(limits: Limits, severity: Severity, lasting: string | number | undefined): LevelDraft {
  const side = SIDES.find((each) => limits[each] !== undefined) ?? 'above'
  return { severity, side, limit: limits[side] ?? 0, for: typeof lasting === 'number' ? `${lasting}s` : (lasting ?? '0s') }
}

/** When an alert of the rule ends: as it says, else as the judgement takes it. */
export function clearingOf(draft: MetricRuleInput): { readonly margin: number; readonly for: string } {
  const read = metricRuleSchema.safeParse(draft.clear ? { ...draft, clear: undefined } : draft)
  const taken = read.success ? compileRule(read.data, 0).clear : { margin: 0, for: 0 }
  const { margin = 0, for: lasting = '0s' } = draft.clear ?? { margin: taken.margin, for: formatDuration(taken.for) }
  return { margin, for: typeof lasting === 'number' ? `${lasting}s` : lasting }
}

/** The draft with these levels: one is written at the rule itself, several as a ladder. */
export function withLevels(draft: MetricRuleInput, levels: readonly LevelDraft[]): MetricRuleInput {
  const { above: _a, atLeast: _b, below: _c, atMost: _d, equals: _e, for: _f, severity: _g, levels: _h, ...rest } = draft
  const written = levels.map(({ severity, side, limit, for: lasting }) => ({ severity, [side]: limit, for: lasting }))
  return levels.length === 1 ? { ...rest, ...written[0] } : { ...rest, levels: written }
}

/** The draft as text, in an order that people read it in. */
export function textOf(draft: RuleInput): string {
  const { id, name, scope, ...rest } = draft
  const about = 'type' in rest ? { type: rest.type } : { metric: rest.metric }
  return stringify({ id, name, scope, ...about, ...rest }, { lineWidth: 0 })
}

/** Reads YAML, and with it JSON. What the schema says of it is the server's to tell. */
export function draftFrom(text: string): { draft: RuleInput } | { fault: string } {
  try {
    const read: unknown = parse(text)
    if (typeof read !== 'object' || read === null || Array.isArray(read)) return { fault: 'not an object' }
    return { draft: read as RuleInput }
  } catch (error) {
    return { fault: (error as Error).message.split('\n')[0] ?? '' }
  }
}

/** One text for equal rules, in whatever order their fields were written. */
export function asJson(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each) ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1))) : each)
}
