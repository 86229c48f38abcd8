import type { Alert } from '../../domain/alert.ts'
import type { Order } from '../../domain/order.ts'
import type { DeviceLedger } from './ledger.ts'
import type { PlannedAlert, PlannedReading } from './plan.ts'

/** What the system says, read by its public API after everything has come to rest. */
export interface Found {
  /** History by device: each bucket holds one reading's time. */
  readonly history: ReadonlyMap<string, readonly { readonly t: string; readonly last: number; readonly count: number }[]>
  readonly alerts: readonly Alert[]
  readonly orders: readonly Order[]
  /** Each alert as a live subscriber last heard of it. */
  readonly heard: ReadonlyMap<string, Alert>
}

/** One line a difference, each naming what and where. */
export interface Differences {
  readonly lost: string[]
  readonly doubled: string[]
  /** Planned alerts that are there, once, with every planned field. */
  readonly alerted: number
  readonly ordered: number
}

/** Holds what the senders know against what the system says. */
export function compare(ledgers: readonly DeviceLedger[], found: Found): Differences {
  const lost: string[] = []
  const doubled: string[] = []
  for (const ledger of ledgers) compareHistory(ledger, found.history.get(ledger.device) ?? [], lost, doubled)
  for (const { device, refused } of ledgers) lost.push(...refused.map((why) => `${device}: a good reading was refused: ${why}`))
  const alerted = compareAlerts(ledgers.flatMap(({ planned }) => planned), found.alerts, lost, doubled)
  const ordered = compareOrders(found.alerts, found.orders, lost, doubled)
  compareHeard(found.alerts, found.heard, lost)
  return { lost, doubled, alerted, ordered }
}

function compareHistory(ledger: DeviceLedger, buckets: readonly { t: string; last: number; count: number }[], lost: string[], doubled: string[]): void {
  const kept = new Map(buckets.map((bucket) => [Date.parse(bucket.t), bucket]))
  const name = ({ ts }: PlannedReading) => `reading ${ledger.device} ${new Date(ts).toISOString()}`
  for (const reading of ledger.acknowledged) {
    const bucket = kept.get(reading.ts)
    if (!bucket) lost.push(`${name(reading)}: not in history`)
    else if (bucket.last !== reading.value) lost.push(`${name(reading)}: ${bucket.last} in place of ${reading.value}`)
    else if (bucket.count > 1) doubled.push(`${name(reading)}: ${bucket.count} times in history`)
  }
  const sent = new Set(ledger.sent.map(({ ts }) => ts))
  for (const ts of kept.keys()) if (!sent.has(ts)) doubled.push(`${name({ ts, value: 0 })}: never sent`)
}

function compareAlerts(planned: readonly PlannedAlert[], alerts: readonly Alert[], lost: string[], doubled: string[]): number {
  const byBreach = new Map<string, Alert[]>()
  for (const alert of alerts) {
    const key = `${alert.deviceId} ${alert.breachedAt}`
    byBreach.set(key, [...(byBreach.get(key) ?? []), alert])
  }
  let alerted = 0
  for (const plan of planned) {
    const key = `${plan.deviceId} ${iso(plan.breachedAt)}`
    const [alert, ...more] = byBreach.get(key) ?? []
    byBreach.delete(key)
    if (!alert) lost.push(`alert ${key}: not there`)
    else {
      const wrong = wrongFields(plan, alert)
      if (wrong) lost.push(`alert ${key}: ${wrong}`)
      else alerted += 1
    }
    doubled.push(...more.map(({ id }) => `alert ${key}: again as ${id}`))
  }
  for (const [key, extra] of byBreach) doubled.push(...extra.map(({ id }) => `alert ${key}: not planned (${id})`))
  return alerted
}

function wrongFields(plan: PlannedAlert, alert: Alert): string | null {
  const wanted: Partial<Alert> = {
    openedAt: iso(plan.openedAt), resolvedAt: iso(plan.resolvedAt), lastSeenAt: iso(plan.lastSeenAt), value: plan.value,
    state: 'resolved', severity: 'critical', limit: 8, metric: 'temperature',
  }
  const wrong = Object.entries(wanted).flatMap(([field, value]) => {
    const is = alert[field as keyof Alert]
    return is === value ? [] : [`${field} ${String(is)} in place of ${String(value)}`]
  })
  return wrong.length > 0 ? wrong.join(', ') : null
}

function compareOrders(alerts: readonly Alert[], orders: readonly Order[], lost: string[], doubled: string[]): number {
  const byAlert = new Map<string, Order[]>()
  for (const order of orders) for (const id of order.alertIds) byAlert.set(id, [...(byAlert.get(id) ?? []), order])
  for (const alert of alerts) {
    const mine = byAlert.get(alert.id) ?? []
    byAlert.delete(alert.id)
    if (mine.length === 0) lost.push(`order of alert ${alert.id}: not there`)
    if (mine.length > 1) doubled.push(`order of alert ${alert.id}: ${mine.length} of them`)
    const [only] = mine
    if (only && (alert.orderIds.length !== 1 || alert.orderIds[0] !== only.id)) lost.push(`alert ${alert.id} does not name its order ${only.id}`)
  }
  for (const [id, extra] of byAlert) doubled.push(...extra.map((order) => `order ${order.id}: of no planned alert (${id})`))
  return orders.length
}

/** Whatever changed last must have been heard, else the client shows something that is no longer so. */
function compareHeard(alerts: readonly Alert[], heard: ReadonlyMap<string, Alert>, lost: string[]): void {
  for (const alert of alerts) {
    const last = heard.get(alert.id)
    if (!last) lost.push(`live event of alert ${alert.id}: never heard`)
    else if (last.version !== alert.version || last.state !== alert.state) {
      lost.push(`live event of alert ${alert.id}: heard up to version ${last.version} (${last.state}), the API has ${alert.version} (${alert.state})`)
    }
  }
}

function iso(ts: number): string {
  return new Date(ts).toISOString()
}
