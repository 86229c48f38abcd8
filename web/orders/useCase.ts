import { useDebounceFn, useIntervalFn } from '@vueuse/core'
import { computed, type ComputedRef } from 'vue'
import type { Alert } from '../../domain/alert.ts'
import type { Unit } from '../../domain/unit.ts'
import { api } from '../api/client.ts'
import type { OrderView } from '../api/shapes.ts'
import { useKeyed, type Keyed } from '../duty/useKeyed.ts'
import type { OrdersFeed } from './useOrdersFeed.ts'

/** An order seldom rests on more; the others are counted. */
const MOST_ALERTS = 5
/** Changes come in groups: one look after them is enough. */
const REST_MS = 150
/** Alerts change without the order: whether the readings are back is looked at this often. */
const AGAIN_MS = 15_000

/** One order with its evidence, its photos and the names of those in its timeline. */
export type OrderDetail = OrderView & { people?: Record<string, string> }

export interface Case {
  readonly order: ComputedRef<OrderDetail | null>
  readonly detail: Keyed<OrderDetail>
  readonly unit: Keyed<Unit>
  readonly alerts: Keyed<readonly Alert[]>
  reload(): void
}

const path = (id: string): string => encodeURIComponent(id)

/** Everything that belongs to the opened order, each part by itself: one that fails leaves the others standing. */
export function useCase(id: () => string | null, feed: OrdersFeed): Case {
  const detail = useKeyed(id, (key) => api.get<OrderDetail>(`/orders/${path(key)}`))
  const order = computed(() => (detail.data.value?.id === id() ? detail.data.value : null))
  const unit = useKeyed(() => order.value?.unitId ?? null, (key) => api.get<Unit>(`/units/${path(key)}`))
  const alerts = useKeyed<readonly Alert[]>(() => order.value?.alertIds.slice(0, MOST_ALERTS).join('\n') || null, (key) =>
    Promise.all(key.split('\n').map((each) => api.get<Alert>(`/alerts/${path(each)}`))))
  const lookAgain = useDebounceFn(() => {
    detail.reload()
    alerts.reload()
  }, REST_MS)
  feed.onEvent((changed) => {
    if (changed.id === id()) void lookAgain()
  })
  useIntervalFn(() => alerts.reload(), AGAIN_MS)
  return { order, detail, unit, alerts, reload: () => void lookAgain() }
}
