import { z } from 'zod'
import type { Checklist } from '../domain/inspection/checklist.ts'
import { METRIC_NAMES, type MetricName } from '../domain/metrics.ts'
import { orderBasis } from '../domain/order/input.ts'
import { SEVERITIES } from '../domain/severity.ts'
import { UNIT_KINDS, type UnitKind } from '../domain/unit.ts'

const id = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/)
const item = z.strictObject({
  id, section: z.string().min(1), zh: z.string().min(1), en: z.string().min(1), photo: z.boolean().default(false), severity: z.enum(SEVERITIES),
  reading: z.strictObject({ metric: z.enum(METRIC_NAMES as readonly [MetricName, ...MetricName[]]), from: z.number().optional(), to: z.number().optional() }).optional(),
  basis: orderBasis.default({ kind: 'platform', status: 'unverified' }),
})

/** Shape of a file in checklists/. `includes` puts the items of other lists first; `sections` are their English names. */
export const checklistFile = z.strictObject({
  id, zh: z.string().min(1), en: z.string().min(1), kinds: z.array(z.enum(UNIT_KINDS)).default([]), includes: z.array(id).default([]),
  sections: z.record(z.string().min(1), z.string().min(1)).default({}), items: z.array(item),
})
type ChecklistText = z.output<typeof checklistFile>

/** A list and the file it is written in, for messages. */
export interface PlacedChecklist {
  readonly file: string
  readonly list: ChecklistText
}

/** What is wrong with the lists taken together: unknown parts, repeated items, sections without an English name, kinds without a list or with two. */
export function checklistProblems(placed: readonly PlacedChecklist[]): string[] {
  const ids = new Set(placed.map(({ list }) => list.id))
  const unknown = placed.flatMap(({ file, list }) => list.includes.flatMap((part, i) => (ids.has(part) && part !== list.id ? [] : [`${file}: includes[${i}]: no such other checklist: ${part}`])))
  if (unknown.length > 0) return unknown
  const nested = placed.filter(({ list }) => list.includes.some((part) => placed.some((other) => other.list.id === part && other.list.includes.length > 0)))
  if (nested.length > 0) return nested.map(({ file }) => `${file}: includes: a list that is included includes none itself`)
  const repeated = completedChecklists(placed).flatMap((list) => {
    const names = list.items.map((one) => one.id)
    return names.filter((name, i) => names.indexOf(name) < i).map((name) => `checklists: ${list.id}: the item ${name} comes twice`)
  })
  const kinds = UNIT_KINDS.flatMap((kind: UnitKind) => {
    const count = placed.filter(({ list }) => list.kinds.includes(kind)).length
    return count === 1 ? [] : [`checklists: ${count} lists are for units of kind ${kind}, not one`]
  })
  const unnamed = placed.flatMap(({ file, list }) => [...new Set(list.items.map((one) => one.section))].flatMap((section) => (Object.hasOwn(list.sections, section) ? [] : [`${file}: sections: ${section} has no English name`])))
  return [...repeated, ...unnamed, ...kinds]
}

/** The lists with all their items. */
export function completedChecklists(placed: readonly PlacedChecklist[]): Checklist[] {
  const byId = new Map(placed.map(({ list }) => [list.id, list]))
  return placed.map(({ list: { includes, ...list } }) => {
    const parts = includes.flatMap((part) => byId.get(part) ?? [])
    return { ...list, sections: Object.assign({}, ...parts.map((part) => part.sections), list.sections) as Record<string, string>, items: [...parts.flatMap((part) => part.items), ...list.items] }
  })
}
