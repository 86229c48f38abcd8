import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'
import { api } from '../api/client.ts'

interface Page<T> {
  items: T[]
  next: string | null
}

export interface Listing<T> {
  readonly items: ShallowRef<readonly T[]>
  /** Where the list goes on; null at its end. */
  readonly next: ShallowRef<string | null>
  /** `first` until anything has come. */
  readonly state: ShallowRef<'first' | 'ready' | 'more' | 'failed'>
  more(): void
  reload(): void
}

export type Filters = Record<string, string | undefined>
const PAGE = 50
const RETRY_MS = 4000
/** Whoever types has come to an end after so long. */
const TYPING_MS = 250

/** A list of the server, page after page; begins anew when its filters change, and tries again by itself when it fails. */
export function useListing<T>(path: string, filters: () => Filters): Listing<T> {
  const items = shallowRef<readonly T[]>([])
  const next = shallowRef<string | null>(null)
  const state = shallowRef<'first' | 'ready' | 'more' | 'failed'>('first')
  let round = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  async function load(cursor: string | null): Promise<void> {
    const mine = ++round
    clearTimeout(timer)
    if (state.value === 'ready') state.value = 'more'
    try {
      const page = await api.get<Page<T>>(path, { ...wanted(filters()), limit: PAGE, ...(cursor === null ? {} : { cursor }) })
      if (mine !== round) return
      items.value = cursor === null ? page.items : [...items.value, ...page.items]
      next.value = page.next
      state.value = 'ready'
    } catch {
      if (mine !== round) return
      state.value = 'failed'
      timer = setTimeout(() => void load(cursor), RETRY_MS)
    }
  }
  watch(() => JSON.stringify(wanted(filters())), () => {
    round += 1
    clearTimeout(timer)
    timer = setTimeout(() => void load(null), TYPING_MS)
  })
  onScopeDispose(() => {
    round += 1
    clearTimeout(timer)
  })
  void load(null)
  return { items, next, state, more: () => void (next.value !== null && load(next.value)), reload: () => void load(null) }
}

const wanted = (filters: Filters): Record<string, string> =>
  Object.fromEntries(Object.entries(filters).flatMap(([key, value]) => (value === undefined || value.trim() === '' ? [] : [[key, value.trim()]])))
