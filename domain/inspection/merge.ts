import type { Severity } from '../severity.ts'
import type { Checklist } from './checklist.ts'
import { isKind, type Entry, type EntryOf } from './entry.ts'

export type ResultEntry = EntryOf<'result'>

/** In the order in which things happened, wherever they were entered and whenever they arrived. */
export function inOrder<T extends Pick<Entry, 'at' | 'key'>>(entries: readonly T[]): T[] {
  return entries.toSorted((a, b) => (a.at === b.at ? compare(a.key, b.key) : compare(a.at, b.at)))
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/**
 * The result of every item: of two, the one that happened later counts (by `at`; of two at the same millisecond the one
 * with the greater key), in whatever order they arrived. The other stays in the log. Late ones do not count.
 */
export function resultsOf(entries: readonly Entry[]): Map<string, ResultEntry> {
  const results = new Map<string, ResultEntry>()
  for (const entry of inOrder(entries.filter(isKind('result')))) if (!entry.late) results.set(entry.body.item, entry)
  return results
}

/**
 * The log as it is signed: a line that happened after the signatures is late, unless the signers had it before them
 * (clocks differ; `seen` is the number of the last line they had). That the bytes of what was told before are kept is
 * no news, whenever it is noted. `signedAt` is epoch milliseconds.
 */
export function asSigned(entries: readonly Entry[], signedAt: number, seen = 0): Entry[] {
  return entries.map((entry) => (entry.late || entry.seq <= seen || entry.kind.endsWith('-kept') || Date.parse(entry.at) <= signedAt ? entry : { ...entry, late: true }))
}

/** The items nobody has given a result. */
export function unanswered(checklist: Checklist, entries: readonly Entry[]): string[] {
  const results = resultsOf(entries)
  return checklist.items.map((item) => item.id).filter((id) => !results.has(id))
}

/** Something that is not as it should be: a failed item, or what was found beside the list. */
export interface Finding {
  /** The item's id, or the key of the entry. */
  readonly id: string
  readonly title: string
  readonly note: string | null
  readonly severity: Severity
  readonly stills: readonly string[]
  readonly standard: string | null
  readonly entry: EntryOf<'result'> | EntryOf<'finding'>
  /** The order that was made of it. */
  readonly orderId: string | null
}

/** All that is found, in the order it was. */
export function findingsOf(checklist: Checklist, entries: readonly Entry[]): Finding[] {
  const orders = new Map(entries.filter(isKind('order')).map((entry) => [entry.body.finding, entry.body.orderId]))
  const items = new Map(checklist.items.map((item) => [item.id, item]))
  const failed = [...resultsOf(entries).values()].filter((entry) => entry.body.result === 'fail')
  const beside = entries.filter(isKind('finding')).filter((entry) => !entry.late)
  const taken = entries.filter(isKind('still')).filter((entry) => !entry.late)
  return inOrder<EntryOf<'result'> | EntryOf<'finding'>>([...failed, ...beside]).map((entry) => {
    if (entry.kind === 'finding') {
      const { title, note, severity, stills } = entry.body
      return { id: entry.key, title, note: note ?? null, severity, stills: stills ?? [], standard: null, entry, orderId: orders.get(entry.key) ?? null }
    }
    const { item: id, note, stills, standard } = entry.body
    const item = items.get(id)
    // One that was taken for the item counts, also where the tick came first.
    const shown = [...(stills ?? []), ...taken.filter((one) => one.body.item === id).map((one) => one.body.still)]
    return {
      id, title: item?.zh ?? id, note: note ?? null, severity: item?.severity ?? 'minor', stills: [...new Set(shown)],
      standard: standard ?? item?.basis.document ?? null, entry, orderId: orders.get(id) ?? null,
    }
  })
}

/** How far the list is. */
export function progressOf(checklist: Checklist, entries: readonly Entry[]): { done: number; total: number; failed: number } {
  const results = resultsOf(entries)
  return { done: checklist.items.filter((item) => results.has(item.id)).length, total: checklist.items.length, failed: findingsOf(checklist, entries).length }
}
