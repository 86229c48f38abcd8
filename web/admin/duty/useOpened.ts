import { computed, type ComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'

export interface Opened {
  readonly id: ComputedRef<string | null>
  readonly isNew: ComputedRef<boolean>
  open(id: string): void
  begin(more?: Record<string, string>): void
  /** The same thing under the id it was kept by. */
  stay(id: string): void
  close(): void
}

/** What of a list is opened: it is in the address, so that it can be shown to somebody. */
export function useOpened(name: string): Opened {
  const route = useRoute()
  const router = useRouter()
  return {
    id: computed(() => (typeof route.query[name] === 'string' ? route.query[name] : null)),
    isNew: computed(() => route.query['new'] !== undefined),
    open: (id) => void router.push({ query: { [name]: id } }),
    begin: (more = {}) => void router.push({ query: { new: '', ...more } }),
    stay: (id) => void router.replace({ query: { [name]: id } }),
    close: () => void router.push({ query: {} }),
  }
}
