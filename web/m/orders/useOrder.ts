import { useDebounceFn } from '@vueuse/core'
import { shallowRef, type ShallowRef } from 'vue'
import type { Alert } from '../../../domain/alert.ts'
import type { Order } from '../../../domain/order.ts'
import { api } from '../../api/client.ts'
import type { OrderView } from '../../api/shapes.ts'
import { useResource, type Resource } from '../../api/useResource.ts'
import { askOrKeep, type Kept } from '../kept.ts'
import { useLine } from '../useLine.ts'

const REST_MS = 200

export interface OpenedOrder {
  readonly order: Resource<Kept<OrderView>>
  /** What the order stands on, with the readings; null until they have come. */
  readonly alerts: ShallowRef<readonly Alert[] | null>
}

/** One order, kept in step while its page is open. */
export function useOrder(id: string): OpenedOrder {
  const path = `/orders/${encodeURIComponent(id)}`
  const alerts = shallowRef<readonly Alert[] | null>(null)
  const order = useResource(async () => {
    // The readings of the evidence come with the alerts.
    const got = await askOrKeep(`order.${id}`, async () => ({ ...(await api.get<OrderView>(path)), evidence: [] }))
    if (!alerts.value) void readAlerts(got.value.alertIds)
    return got
  })
  /** One that can't be read leaves the others standing. */
  async function readAlerts(ids: readonly string[]): Promise<void> {
    const got = await Promise.all(ids.map((each) => api.get<Alert>(`/alerts/${encodeURIComponent(each)}`).catch(() => null)))
    if (got.length === 0 || got.some((each) => each !== null)) alerts.value = got.filter((each) => each !== null)
  }
  const load = (): void => void order.load().catch(() => null)
  const loadSoon = useDebounceFn(load, REST_MS)
  const line = useLine()
  line.onEvent((event) => event.topic === 'orders' && (event.data as Order).id === id && void loadSoon())
  line.onBack(load)
  load()
  return { order, alerts }
}
