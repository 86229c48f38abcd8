import { comma } from '../../format/comma.ts'
import type { FieldChange } from '../rules/changes.ts'

/** A thing of a list as it is told: its name, and its parts by what they are called. */
export interface Told {
  readonly id: string
  readonly name: string
  readonly parts: Readonly<Record<string, string>>
}

export interface ChangeWords {
  readonly added: string
  readonly removed: string
  /** Of the list as a whole. */
  readonly order: string
}

const NOTHING = '—'

/** What differs between two versions of a list: what came, what went, what of each is different, and the order. */
export function listChanges(before: readonly Told[], after: readonly Told[], words: ChangeWords): FieldChange[] {
  const [old, now] = [new Map(before.map((each) => [each.id, each])), new Map(after.map((each) => [each.id, each]))]
  const gone = before.filter(({ id }) => !now.has(id)).map(({ name }) => ({ field: name, before: words.removed, after: NOTHING }))
  const there = after.flatMap((each) => {
    const was = old.get(each.id)
    return was ? partChanges(was, each) : [{ field: each.name, before: NOTHING, after: words.added }]
  })
  const [wasOrder, isOrder] = [before.filter(({ id }) => now.has(id)), after.filter(({ id }) => old.has(id))]
  const moved = wasOrder.some(({ id }, i) => isOrder[i]?.id !== id)
  const order = moved ? [{ field: words.order, before: namesOf(wasOrder), after: namesOf(isOrder) }] : []
  return [...gone, ...there, ...order]
}

const namesOf = (all: readonly Told[]): string => all.map(({ name }) => name).join(comma())

function partChanges(before: Told, after: Told): FieldChange[] {
  return [...new Set([...Object.keys(before.parts), ...Object.keys(after.parts)])].flatMap((part) => {
    const [was, is] = [before.parts[part] ?? NOTHING, after.parts[part] ?? NOTHING]
    return was === is ? [] : [{ field: `${after.name} · ${part}`, before: was, after: is }]
  })
}
