import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'
import { isDeviceFault, type Alert } from '../../domain/alert.ts'
import { severityRank } from '../../domain/severity.ts'

/** Who looks at a curve or a picture is given this long before a newer one takes its place. */
const REST_MS = 8000

/** The newest critical open alert that has a curve or a picture; else the newest open one; else the newest. */
export function mostPressing(alerts: readonly Alert[]): Alert | null {
  const open = alerts.filter((alert) => alert.state === 'open')
  const shows = (alert: Alert): boolean => alert.type === null || !isDeviceFault(alert.type)
  return open.find((alert) => alert.severity === 'critical' && shows(alert)) ?? open[0] ?? alerts[0] ?? null
}

/** Whether a newcomer may push the shown one aside at once. */
export const pushesAside = (next: Alert, shown: Alert): boolean => severityRank(next.severity) > severityRank(shown.severity)

export interface FocusInput {
  alerts: () => readonly Alert[]
  /** The alert that a viewer pointed at, while it is there. */
  pointedAt: () => string | null
}

/** The one alert that the wall shows closely. It follows the newest, but not faster than anybody can look. */
export function useFocus({ alerts, pointedAt }: FocusInput): Readonly<ShallowRef<Alert | null>> {
  const shown = shallowRef<Alert | null>(null)
  let since = Number.NEGATIVE_INFINITY
  let timer: ReturnType<typeof setTimeout> | undefined

  function show(alert: Alert | null): void {
    if (alert?.id !== shown.value?.id) since = performance.now()
    shown.value = alert
  }
  function choose(): void {
    clearTimeout(timer)
    const list = alerts()
    const byId = (id: string | undefined): Alert | undefined => list.find((alert) => alert.id === id)
    const pointed = byId(pointedAt() ?? undefined)
    if (pointed) return show(pointed)
    const next = mostPressing(list)
    const still = byId(shown.value?.id)
    const rest = since + REST_MS - performance.now()
    if (!next || !still || next.id === still.id || rest <= 0 || pushesAside(next, still)) return show(next)
    show(still)
    timer = setTimeout(choose, rest)
  }
  watch([alerts, pointedAt], choose, { immediate: true })
  onScopeDispose(() => clearTimeout(timer))
  return shown
}
