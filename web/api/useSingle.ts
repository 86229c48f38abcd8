import { shallowRef, type ShallowRef } from 'vue'

export interface Single {
  /** Whether something is on its way; the button that began it shows so. */
  readonly busy: Readonly<ShallowRef<boolean>>
  /** Does it, unless something is on its way already: a second tap is the first one's. */
  run(work: () => Promise<unknown>): Promise<void>
}

/** One thing at a time: thumbs tap twice. */
export function useSingle(): Single {
  const busy = shallowRef(false)
  return {
    busy,
    async run(work) {
      if (busy.value) return
      busy.value = true
      try {
        await work()
      } finally {
        busy.value = false
      }
    },
  }
}
