import { computed, type ComputedRef } from 'vue'
import type { FieldProblem } from '../../api/problem.ts'
import { useDutyDocument, type DutyDocument, type DutyKind } from './useDutyDocument.ts'

export interface DutyItems<T> extends Omit<DutyDocument<unknown>, 'put'> {
  /** Null until they have come. */
  readonly items: ComputedRef<readonly T[] | null>
  /** What the server says is wrong with the one that was saved last, with paths within it. */
  readonly itemFaults: ComputedRef<readonly FieldProblem[]>
  /** Keeps one in the place of that of this id, or behind the last where there is none. */
  keep(id: string | null, item: T): Promise<boolean>
  drop(id: string): Promise<boolean>
  /** Exchanges it with its neighbour. */
  move(id: string, by: 1 | -1): Promise<boolean>
}

/** A document of the duty that is a list of things with ids, each of which is edited by itself. */
export function useDutyItems<T extends { readonly id: string }>(kind: DutyKind, field: 'policies' | 'channels'): DutyItems<T> {
  const document = useDutyDocument<Record<string, readonly T[]>>(kind)
  const items = computed(() => document.kept.value?.document[field] ?? null)
  let saved = 0
  const put = (next: readonly T[]): Promise<boolean> => document.put({ [field]: next })
  const at = (id: string | null): number => items.value?.findIndex((each) => each.id === id) ?? -1

  return {
    ...document, items,
    itemFaults: computed(() => {
      const within = `${field}.${saved}.`
      return document.faults.value.map(({ path, detail }) => ({ path: path.startsWith(within) ? path.slice(within.length) : path, detail }))
    }),
    keep(id, item) {
      const [all, place] = [items.value ?? [], at(id)]
      saved = place < 0 ? all.length : place
      return put(all.toSpliced(saved, place < 0 ? 0 : 1, item))
    },
    drop: (id) => put((items.value ?? []).filter((each) => each.id !== id)),
    move(id, by) {
      const [all, place] = [items.value ?? [], at(id)]
      const [one, other] = [all[place], all[place + by]]
      return one && other ? put(all.with(place, other).with(place + by, one)) : Promise.resolve(false)
    },
  }
}
