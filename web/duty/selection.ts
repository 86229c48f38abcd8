/** The row the keys act on, and the rows that were marked for an action together; pure, over the ids in their order. */
export interface Selection {
  readonly cursor: string | null
  readonly marked: ReadonlySet<string>
  /** Where the last marking began; a range goes from there to the cursor. */
  readonly anchor: string | null
}

export const NOTHING_SELECTED: Selection = { cursor: null, marked: new Set(), anchor: null }

/** Moves the cursor by so many rows and stops at the ends; without one it begins before the first row. */
export function moved(selection: Selection, ids: readonly string[], by: number): Selection {
  if (ids.length === 0) return { ...selection, cursor: null }
  const at = selection.cursor === null ? -1 : ids.indexOf(selection.cursor)
  return { ...selection, cursor: ids[Math.min(ids.length - 1, Math.max(0, at + by))] ?? null }
}

/** Marks the row, or takes the mark away. */
export function toggled(selection: Selection, id: string): Selection {
  const marked = new Set(selection.marked)
  if (!marked.delete(id)) marked.add(id)
  return { cursor: id, marked, anchor: id }
}

/** Marks everything between the anchor and this row, both included. */
export function ranged(selection: Selection, ids: readonly string[], id: string): Selection {
  const to = ids.indexOf(id)
  const from = selection.anchor === null ? to : ids.indexOf(selection.anchor)
  if (to < 0 || from < 0) return toggled(selection, id)
  return { cursor: id, marked: new Set([...selection.marked, ...ids.slice(Math.min(from, to), Math.max(from, to) + 1)]), anchor: selection.anchor ?? id }
}

/**
 * The selection over a list that has changed: marks of rows that left go with them, and a cursor whose row left stands
 * on the row that took its place.
 */
export function settled(selection: Selection, before: readonly string[], after: readonly string[]): Selection {
  const present = new Set(after)
  const marked = [...selection.marked].every((id) => present.has(id)) ? selection.marked : new Set([...selection.marked].filter((id) => present.has(id)))
  const { cursor } = selection
  if (cursor === null || present.has(cursor)) return marked === selection.marked ? selection : { ...selection, marked }
  const at = before.indexOf(cursor)
  const next = before.slice(at + 1).find((id) => present.has(id)) ?? before.slice(0, Math.max(0, at)).findLast((id) => present.has(id)) ?? after[0] ?? null
  return { ...selection, marked, cursor: next }
}
