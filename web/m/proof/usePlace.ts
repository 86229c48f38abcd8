import { computed, onScopeDispose, shallowRef, type ComputedRef, type ShallowRef } from 'vue'
import { ACCURACY_M, metresBetween, WITHIN_M } from '../../../domain/proof/nearness.ts'

/** Where the phone is, WGS-84, and how well it knows, metres. */
export interface Fix {
  readonly point: [number, number]
  readonly accuracy: number
}

export type PlaceState = 'asking' | 'denied' | 'unavailable' | 'timeout' | 'vague' | 'far' | 'good'

export interface Place {
  readonly fix: Readonly<ShallowRef<Fix | null>>
  readonly state: ComputedRef<PlaceState>
  /** From the unit's registered place; null while either is unknown. */
  readonly metres: ComputedRef<number | null>
  start(): void
}

const PATIENCE_MS = 20_000
const FAULTS: Readonly<Record<number, PlaceState>> = { 1: 'denied', 2: 'unavailable', 3: 'timeout' }

/** Follows the phone's place from `start` until the page is left. */
export function usePlace(unitPoint: () => readonly [number, number] | null): Place {
  const fix = shallowRef<Fix | null>(null)
  const fault = shallowRef<PlaceState | null>(null)
  let watch: number | null = null

  const stop = (): void => {
    if (watch !== null) navigator.geolocation.clearWatch(watch)
    watch = null
  }
  function start(): void {
    stop()
    fault.value = null
    if (!('geolocation' in navigator)) {
      fault.value = 'unavailable'
      return
    }
    watch = navigator.geolocation.watchPosition(
      ({ coords }) => {
        fault.value = null
        fix.value = { point: [coords.longitude, coords.latitude], accuracy: coords.accuracy }
      },
      ({ code }) => {
        // An older place says nothing of now.
        fix.value = null
        fault.value = FAULTS[code] ?? 'unavailable'
      },
      { enableHighAccuracy: true, maximumAge: 0, timeout: PATIENCE_MS },
    )
  }
  onScopeDispose(stop)

  const metres = computed(() => {
    const from = unitPoint()
    return fix.value && from ? Math.round(metresBetween(fix.value.point, from)) : null
  })
  const state = computed((): PlaceState => {
    if (!fix.value) return fault.value ?? 'asking'
    if (fix.value.accuracy > ACCURACY_M) return 'vague'
    return metres.value !== null && metres.value > WITHIN_M ? 'far' : 'good'
  })
  return { fix, state, metres, start }
}
