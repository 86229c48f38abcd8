import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'
import { ApiProblem } from '../api/problem.ts'

const RETRY_MS = 4000

export interface Keyed<T> {
  /** Null until it has come; kept while it is asked for again. */
  readonly data: Readonly<ShallowRef<T | null>>
  readonly problem: Readonly<ShallowRef<ApiProblem | null>>
  reload(): void
}

/** Something that belongs to a key: asked for anew with each key, and again after a failure that may pass. */
export function useKeyed<T>(key: () => string | null, fetcher: (key: string) => Promise<T>): Keyed<T> {
  const data = shallowRef<T | null>(null)
  const problem = shallowRef<ApiProblem | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  let round = 0

  async function load(): Promise<void> {
    const mine = ++round
    clearTimeout(timer)
    const wanted = key()
    if (wanted === null) return
    try {
      const got = await fetcher(wanted)
      if (mine !== round) return
      data.value = got
      problem.value = null
    } catch (reason) {
      if (mine !== round) return
      problem.value = reason instanceof ApiProblem ? reason : new ApiProblem(0, 'unreachable', String(reason))
      if (problem.value.status === 0 || problem.value.status >= 500) timer = setTimeout(() => void load(), RETRY_MS)
    }
  }
  watch(key, () => {
    data.value = null
    problem.value = null
    void load()
  }, { immediate: true })
  onScopeDispose(() => {
    round += 1
    clearTimeout(timer)
  })
  return { data, problem, reload: () => void load() }
}
