import { useDebounceFn } from '@vueuse/core'
import { computed, type ComputedRef } from 'vue'
import type { Alert } from '../../domain/alert.ts'
import type { Notification } from '../../domain/notification/notification.ts'
import type { Unit } from '../../domain/unit.ts'
import { api } from '../api/client.ts'
import type { AlertList, OrderList, OrderView } from '../api/shapes.ts'
import { relate, type Related } from './related.ts'
import type { RuleView } from './ruleText.ts'
import type { DutyFeed } from './useDutyFeed.ts'
import { useKeyed, type Keyed } from './useKeyed.ts'

const DAYS_30_MS = 30 * 86_400_000
const RELATED = 200
/** Events about one alert come in groups: one look after them is enough. */
const REST_MS = 300

/** One alert with the readings of its evidence, and the names of those in its timeline. */
export type AlertDetail = Alert & { people?: Record<string, string> }

export interface Story {
  readonly alert: ComputedRef<Alert | null>
  readonly people: ComputedRef<Readonly<Record<string, string>>>
  readonly detail: Keyed<AlertDetail>
  readonly unit: Keyed<Unit>
  /** Faults of devices are judged by no rule of their own. */
  readonly rule: Keyed<RuleView>
  readonly orders: Keyed<readonly OrderView[]>
  readonly related: ComputedRef<Related | null>
  /** Who was told of it, newest first. */
  readonly told: Keyed<readonly Notification[]>
  /** Takes in an order that an action of ours answered. */
  reloadOrders(): void
}

const path = (id: string): string => encodeURIComponent(id)

/** Everything that the opened alert has to tell, each part by itself: one that fails leaves the others standing. */
export function useStory(id: () => string | null, feed: DutyFeed, foreseen: (alert: Alert) => Alert): Story {
  const detail = useKeyed(id, (key) => api.get<AlertDetail>(`/alerts/${path(key)}`))
  const alert = computed(() => {
    const key = id()
    const live = key === null ? undefined : feed.changed.value.get(key)
    const asked = detail.data.value
    const newest = live && (!asked || live.version > asked.version) ? { ...live, evidence: asked?.evidence ?? live.evidence } : (asked ?? live)
    return newest && newest.id === key ? foreseen(newest) : null
  })
  const unitId = computed(() => alert.value?.unitId ?? null)
  const unit = useKeyed(() => unitId.value, (key) => api.get<Unit>(`/units/${path(key)}`))
  const ruleId = computed(() => (alert.value && (alert.value.metric !== null || alert.value.review !== null) ? alert.value.ruleId : null))
  const rule = useKeyed(() => ruleId.value, (key) => api.get<RuleView>(`/rules/${path(key)}`))
  const orders = useKeyed<readonly OrderView[]>(id, async (key) => (await api.get<OrderList>('/orders', { alert: key, limit: 20 })).items)
  const told = useKeyed<readonly Notification[]>(id, async (key) => (await api.get<{ items: Notification[] }>('/duty/notifications', { alert: key, limit: 100 })).items)
  const place = computed(() => (alert.value ? (unitId.value === null ? `device:${alert.value.deviceId}` : `unit:${unitId.value}`) : null))
  const around = useKeyed(() => place.value, async (key) => {
    const [what = '', value = ''] = [key.slice(0, key.indexOf(':')), key.slice(key.indexOf(':') + 1)]
    const from = new Date(Date.now() - DAYS_30_MS).toISOString()
    const { items } = await api.get<AlertList>('/alerts', { [what]: value, from, limit: RELATED })
    return items
  })
  const related = computed(() => (alert.value && around.data.value ? relate(alert.value, around.data.value.map((each) => foreseen(feed.changed.value.get(each.id) ?? each))) : null))

  const lookAgain = useDebounceFn(() => {
    detail.reload()
    around.reload()
    told.reload()
  }, REST_MS)
  const lookAtOrders = useDebounceFn(() => orders.reload(), REST_MS)
  feed.onEvent((event) => {
    const key = id()
    if (key === null) return
    if ('alert' in event) {
      if (event.alert.id === key || (event.alert.unitId !== null && event.alert.unitId === unitId.value)) void lookAgain()
    } else if (event.order.alertIds.includes(key)) void lookAtOrders()
  })
  return { alert, people: computed(() => detail.data.value?.people ?? {}), detail, unit, rule, orders, related, told, reloadOrders: orders.reload }
}
