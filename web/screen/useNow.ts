import { onScopeDispose, shallowRef, type ShallowRef } from 'vue'

/** The time, once a second and on the second, so that the clock and all ages step together. */
export function useNow(): Readonly<ShallowRef<number>> {
  const now = shallowRef(Date.now())
  let timer: ReturnType<typeof setTimeout>
  const tick = (): void => {
    now.value = Date.now()
    timer = setTimeout(tick, 1000 - (now.value % 1000))
  }
  timer = setTimeout(tick, 1000 - (Date.now() % 1000))
  onScopeDispose(() => clearTimeout(timer))
  return now
}
