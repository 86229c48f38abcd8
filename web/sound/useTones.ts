import { onScopeDispose, shallowRef, type ShallowRef } from 'vue'
import type { Severity } from '../../domain/severity.ts'
import { playTones } from './tones.ts'

/** However many alerts arrive, the wall speaks at most this often. */
const REST_MS = 4000

export interface Tones {
  readonly on: Readonly<ShallowRef<boolean>>
  toggle(): void
  play(severity: Severity): void
}

/** Sound is off until a person switches it on, and off again with the page. */
export function useTones(): Tones {
  const on = shallowRef(false)
  let context: AudioContext | null = null
  let playedAt = 0
  onScopeDispose(() => void context?.close())
  return {
    on,
    toggle() {
      on.value = !on.value
      if (!on.value) return
      context ??= new AudioContext()
      void context.resume()
      playTones(context, 'minor')
    },
    play(severity) {
      if (!on.value || !context || Date.now() - playedAt < REST_MS) return
      playedAt = Date.now()
      playTones(context, severity)
    },
  }
}
