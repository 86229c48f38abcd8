import { onScopeDispose, shallowRef, type ShallowRef } from 'vue'

export interface Resource<T> {
  readonly data: ShallowRef<T | null>
  /** Set while the last try failed; what was got before stays. */
  readonly failed: ShallowRef<boolean>
  load(): Promise<T>
}

const RETRY_MS = 4000

/** Something the server is asked for: now, again every so often, and soon again after a failure. */
export function useResource<T>(fetcher: () => Promise<T>, every: number | null = null): Resource<T> {
  const data = shallowRef<T | null>(null)
  const failed = shallowRef(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let ended = false
  let round = 0

  const again = (ms: number | null): void => {
    clearTimeout(timer)
    if (ms !== null && !ended) timer = setTimeout(() => void load().catch(() => null), ms)
  }
  async function load(): Promise<T> {
    const mine = ++round
    try {
      const got = await fetcher()
      if (mine === round && !ended) {
        data.value = got
        failed.value = false
        again(every)
      }
      return got
    } catch (problem) {
      if (mine === round && !ended) {
        failed.value = true
        again(RETRY_MS)
      }
      throw problem
    }
  }
  onScopeDispose(() => {
    ended = true
    clearTimeout(timer)
  })
  return { data, failed, load }
}
