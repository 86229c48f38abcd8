import { useEventListener, useLocalStorage } from '@vueuse/core'
import { computed, type ComputedRef } from 'vue'
import type { Severity } from '../../domain/severity.ts'
import { useTones } from '../sound/useTones.ts'

interface Wish {
  on: boolean
  /** Epoch milliseconds until which there is no sound. */
  mutedUntil: number
}

export interface Bell {
  /** Whether the person wants sound; a browser gives it only after a click or a key. */
  readonly wanted: ComputedRef<boolean>
  readonly ready: ComputedRef<boolean>
  /** Null where it is not muted now. */
  readonly mutedUntil: ComputedRef<number | null>
  toggle(): void
  mute(minutes: number): void
  unmute(): void
  ring(severity: Severity): void
}

/** The sound of the desk, as each person wishes it in this browser; muting ends by itself. */
export function useBell(username: string, now: () => number): Bell {
  const wish = useLocalStorage<Wish>(`mingjian.duty.bell.${username}`, { on: false, mutedUntil: 0 })
  const tones = useTones()
  const wake = (): void => {
    if (wish.value.on && !tones.on.value) tones.toggle()
  }
  useEventListener(window, ['pointerdown', 'keydown'], wake, { passive: true })
  const muted = computed(() => wish.value.mutedUntil > now())
  return {
    wanted: computed(() => wish.value.on),
    ready: computed(() => tones.on.value),
    mutedUntil: computed(() => (muted.value ? wish.value.mutedUntil : null)),
    toggle() {
      wish.value = { ...wish.value, on: !wish.value.on }
      if (tones.on.value !== wish.value.on) tones.toggle()
    },
    mute: (minutes) => (wish.value = { ...wish.value, mutedUntil: Date.now() + minutes * 60_000 }),
    unmute: () => (wish.value = { ...wish.value, mutedUntil: 0 }),
    ring(severity) {
      if (wish.value.on && !muted.value) tones.play(severity)
    },
  }
}
