import { shallowRef, watch, type ShallowRef } from 'vue'
import type { Alert } from '../../domain/alert.ts'
import type { Device } from '../../domain/device.ts'
import type { MetricName } from '../../domain/metrics.ts'
import { api } from '../api/client.ts'
import type { AlertList, OrderList, OrderView } from '../api/shapes.ts'
import type { Line } from '../m/useLine.ts'

/** What a device says of each metric, and when it said so, ISO 8601 UTC. */
export type Said = Partial<Record<MetricName, { readonly value: number; readonly at: string }>>

export interface UnitFile {
  readonly devices: ShallowRef<readonly Device[]>
  readonly values: ShallowRef<ReadonlyMap<string, Said>>
  /** Open ones. */
  readonly alerts: ShallowRef<readonly Alert[]>
  readonly orders: ShallowRef<readonly OrderView[]>
}

interface Latest {
  readonly device: string
  readonly metric: MetricName
  readonly value: number
  readonly at: string
}
const NOTHING = { items: [] }

/** What is known of a unit beside its entry in the register, kept in step while the page is open. */
export function useUnitFile(unitId: () => string | null, line: Line): UnitFile {
  const devices = shallowRef<readonly Device[]>([])
  const values = shallowRef<ReadonlyMap<string, Said>>(new Map())
  const alerts = shallowRef<readonly Alert[]>([])
  const orders = shallowRef<readonly OrderView[]>([])

  async function readAlerts(unit: string): Promise<void> {
    alerts.value = (await api.get<AlertList>('/alerts', { unit, state: 'open,acknowledged', limit: 50 }).catch(() => NOTHING)).items
  }
  async function readOrders(unit: string): Promise<void> {
    orders.value = (await api.get<OrderList>('/orders', { unit, limit: 20 }).catch(() => NOTHING)).items
  }
  function hear(device: string, said: Said): void {
    values.value = new Map([...values.value, [device, { ...values.value.get(device), ...said }]])
  }
  /** What they said last, until they speak again. */
  async function readLast(unit: string): Promise<void> {
    const { items } = await api.get<{ items: Latest[] }>(`/units/${encodeURIComponent(unit)}/readings`).catch(() => ({ items: [] }))
    for (const { device, metric, value, at } of items) if (!values.value.get(device)?.[metric]) hear(device, { [metric]: { value, at } })
  }
  async function read(unit: string): Promise<void> {
    void readAlerts(unit)
    void readOrders(unit)
    devices.value = (await api.get<{ items: Device[] }>('/devices', { unit, limit: 200 }).catch(() => NOTHING)).items
    line.listen(devices.value.map((device) => `readings:${device.id}`))
    await readLast(unit)
  }
  watch(unitId, (unit) => unit !== null && void read(unit), { immediate: true })
  line.onBack(() => {
    const unit = unitId()
    if (unit !== null) void read(unit)
  })
  line.onEvent((event) => {
    const unit = unitId()
    if (event.topic.startsWith('readings:')) {
      const { device, values: fresh } = event.data as { device: string; values: Partial<Record<MetricName, number>> }
      hear(device, Object.fromEntries(Object.entries(fresh).map(([metric, value]) => [metric, { value, at: event.at }])))
    } else if (unit === null || (event.data as { unitId?: string | null }).unitId !== unit) return
    else if (event.topic === 'alerts') void readAlerts(unit)
    else if (event.topic === 'orders') void readOrders(unit)
  })
  return { devices, values, alerts, orders }
}
