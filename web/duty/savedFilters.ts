import { shallowRef, watch, type ShallowRef } from 'vue'
import { fromQuery, toQuery, type DutyFilter } from './filter.ts'

export interface SavedFilter {
  readonly name: string
  readonly filter: DutyFilter
}

const MOST = 12

/** Reads what this browser kept; whatever is no list of filters counts as none. */
export function readSaved(text: string | null): SavedFilter[] {
  try {
    const list: unknown = JSON.parse(text ?? '[]')
    if (!Array.isArray(list)) return []
    return list.flatMap((each: unknown) => {
      const { name, query } = (each ?? {}) as { name?: unknown; query?: unknown }
      return typeof name === 'string' && typeof query === 'object' && query !== null ? [{ name, filter: fromQuery(query as Record<string, unknown>) }] : []
    })
  } catch {
    return []
  }
}

export const writeSaved = (saved: readonly SavedFilter[]): string => JSON.stringify(saved.map(({ name, filter }) => ({ name, query: toQuery(filter) })))

/** Filters that a person keeps under a name, in this browser. */
export function useSavedFilters(username: string): { saved: ShallowRef<readonly SavedFilter[]>; save: (name: string, filter: DutyFilter) => void; remove: (name: string) => void } {
  const key = `mingjian.duty.filters.${username}`
  const saved = shallowRef<readonly SavedFilter[]>(readSaved(localStorage.getItem(key)))
  watch(saved, (list) => localStorage.setItem(key, writeSaved(list)))
  return {
    saved,
    save: (name, filter) => (saved.value = [...saved.value.filter((each) => each.name !== name), { name, filter }].slice(-MOST)),
    remove: (name) => (saved.value = saved.value.filter((each) => each.name !== name)),
  }
}
