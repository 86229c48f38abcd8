import { computed, shallowRef, type ComputedRef, type ShallowRef } from 'vue'
import { api } from '../../api/client.ts'
import { ApiProblem, type FieldProblem } from '../../api/problem.ts'

/** What of the duty is kept as one document, each version whole. */
export type DutyKind = 'roster' | 'escalation' | 'channels'

/** A version of a document, as the server tells it. */
export interface DutyVersion<T> {
  readonly document: T
  /** 0 while nobody has changed what was shipped. */
  readonly version: number
  readonly isShipped: boolean
  /** `user:<username>`; null for the shipped one. */
  readonly author: string | null
  readonly changedAt: string | null
}

export interface DutyDocument<T> {
  /** As it is on the server; null until it has come. */
  readonly kept: ShallowRef<DutyVersion<T> | null>
  readonly saving: ShallowRef<boolean>
  readonly problem: ShallowRef<unknown>
  /** What the server says is wrong, with paths within the document. */
  readonly faults: ShallowRef<readonly FieldProblem[]>
  /** Whether somebody else has changed it since it was read. */
  readonly isOutdated: ComputedRef<boolean>
  load(): Promise<void>
  /** Replaces the whole; false where the server refused. */
  put(document: T): Promise<boolean>
  /** Puts the shipped one back. */
  reset(): Promise<boolean>
}

const WITHIN = 'document.'

/** One of the documents of the duty: read whole and changed whole, against the version that was read. */
export function useDutyDocument<T extends object>(kind: DutyKind): DutyDocument<T> {
  const kept = shallowRef<DutyVersion<T> | null>(null)
  const saving = shallowRef(false)
  const problem = shallowRef<unknown>(null)
  const faults = shallowRef<readonly FieldProblem[]>([])

  async function take(answer: Promise<DutyVersion<T>>): Promise<boolean> {
    try {
      kept.value = await answer
      problem.value = null
      faults.value = []
      return true
    } catch (reason) {
      problem.value = reason
      faults.value = reason instanceof ApiProblem ? reason.fields.map(({ path, detail }) => ({ path: path.startsWith(WITHIN) ? path.slice(WITHIN.length) : path, detail })) : []
      return false
    }
  }
  async function change(answer: Promise<DutyVersion<T>>): Promise<boolean> {
    saving.value = true
    const done = await take(answer)
    saving.value = false
    return done
  }
  const version = (): number => kept.value?.version ?? 0
  return {
    kept, saving, problem, faults,
    isOutdated: computed(() => problem.value instanceof ApiProblem && problem.value.status === 409),
    load: async () => void (await take(api.get<DutyVersion<T>>(`/duty/${kind}`))),
    put: (document) => change(api.put<DutyVersion<T>>(`/duty/${kind}`, { version: version(), document })),
    reset: () => change(api.delete<DutyVersion<T>>(`/duty/${kind}?version=${version()}`)),
  }
}
