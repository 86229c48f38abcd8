import { onScopeDispose, shallowRef, type ShallowRef } from 'vue'
import type { Alert } from '../../domain/alert.ts'
import type { Inspection } from '../../domain/inspection.ts'
import type { LiveEvent } from '../../domain/live.ts'
import type { Order } from '../../domain/order.ts'
import type { Stats, TrendPoint, UnitPoints } from '../../domain/stats.ts'
import { api } from '../api/client.ts'
import { trendOf, type AlertList, type DistrictMap, type Trend, type Vocabulary } from '../api/shapes.ts'
import { useResource, type Resource } from '../api/useResource.ts'
import { RUNNING_STATES, withInspection } from '../inspect/running.ts'
import { LiveClient, type Connection } from '../live/client.ts'
import { browserFrames, FrameBatch } from '../live/frames.ts'
import { openSocket } from '../live/socket.ts'
import { AlertBook } from './alertBook.ts'
import { OrderMarks } from './orderMarks.ts'

/** In a flood the page shows a new state this often; a lone alert is shown on the next frame. */
const REST_MS = 200
const SNAPSHOT_LIMIT = 500

export type ReadingListener = (data: unknown) => void

export interface ScreenFeed {
  readonly alerts: Readonly<ShallowRef<readonly Alert[]>>
  /** Ids of alerts for which an order is known from the live push; the alerts of a snapshot name theirs. */
  readonly ordered: Readonly<ShallowRef<ReadonlySet<string>>>
  /** By id: those that went on at the last snapshot, and all that changed since. */
  readonly inspections: Readonly<ShallowRef<ReadonlyMap<string, Inspection>>>
  readonly stats: Readonly<ShallowRef<Stats | null>>
  /** When we last heard figures, by our own clock. */
  readonly statsHeardAt: Readonly<ShallowRef<number | null>>
  readonly connection: Readonly<ShallowRef<Connection>>
  /** Whether the list of alerts has come at least once, and whether the last try failed. */
  readonly ready: Readonly<ShallowRef<boolean>>
  readonly failed: Readonly<ShallowRef<boolean>>
  readonly trend: Resource<Trend>
  readonly units: Resource<UnitPoints>
  readonly districts: Resource<DistrictMap>
  readonly vocabulary: Resource<Vocabulary>
  /** Alerts that were new in the last batch; never those of a snapshot. */
  onArrival(listener: (alerts: readonly Alert[]) => void): void
  /** Follows the readings of one device, or of none; the former one is let go. */
  follow(deviceId: string | null, listener: ReadingListener): void
}

const TOPICS = ['alerts', 'orders', 'inspections', 'stats']

/** Everything the wall shows, kept in step with the server until the page is left. */
export function useScreenFeed(): ScreenFeed {
  const book = new AlertBook()
  const marks = new OrderMarks()
  const alerts = shallowRef<readonly Alert[]>([])
  const ordered = shallowRef(marks.alerts())
  const inspections = shallowRef<ReadonlyMap<string, Inspection>>(new Map())
  const stats = shallowRef<Stats | null>(null)
  const statsHeardAt = shallowRef<number | null>(null)
  const connection = shallowRef<Connection>({ state: 'connecting' })
  const ready = shallowRef(false)
  const failed = shallowRef(false)
  const trend = useResource(async () => trendOf(await api.get<Trend | TrendPoint[]>('/stats/trend', { hours: 24 })), 60_000)
  const units = useResource(() => api.get<UnitPoints>('/map/units'), 3_600_000)
  const districts = useResource(() => api.get<DistrictMap>('/map/districts'))
  const vocabulary = useResource(() => api.get<Vocabulary>('/config/vocabulary'))
  const arrivalListeners = new Set<(alerts: readonly Alert[]) => void>()
  let arrived: Alert[] = []
  let newestStats: Stats | null = null
  let followed: { topic: string; listener: ReadingListener } | null = null

  const batch = new FrameBatch(() => {
    if (newestStats && newestStats !== stats.value) stats.value = newestStats
    const newest = book.newestFirst()
    if (newest !== alerts.value) alerts.value = newest
    ordered.value = marks.alerts()
    if (arrived.length > 0) {
      const news = arrived
      arrived = []
      for (const listener of arrivalListeners) listener(news)
    }
  }, REST_MS, browserFrames)

  function hearStats(next: Stats): void {
    newestStats = next
    statsHeardAt.value = Date.now()
  }

  function apply(event: LiveEvent): void {
    if (event.topic === 'alerts') {
      const alert = event.data as Alert
      if (book.apply(alert)) arrived.push(alert)
    } else if (event.topic === 'orders') marks.apply(event.data as Order)
    else if (event.topic === 'inspections') inspections.value = withInspection(inspections.value, event.data as Inspection)
    else if (event.topic === 'stats') hearStats(event.data as Stats)
    else if (followed && event.topic === followed.topic) return followed.listener(event.data)
    else return
    batch.request()
  }

  async function snapshot(): Promise<string | undefined> {
    void trend.load().catch(() => null)
    for (const resource of [units, districts, vocabulary]) if (!resource.data.value) void resource.load().catch(() => null)
    try {
      const [list, figures, running] = await Promise.all([
        api.get<AlertList>('/alerts', { state: 'open,acknowledged', limit: SNAPSHOT_LIMIT }),
        api.get<Stats>('/stats'),
        api.get<{ items: Inspection[] }>('/inspections', { state: RUNNING_STATES.join(','), limit: SNAPSHOT_LIMIT }),
      ])
      book.replace(list.items)
      hearStats(figures)
      inspections.value = new Map(running.items.map((one) => [one.id, one]))
      ready.value = true
      failed.value = false
      batch.request()
      return list.asOf
    } catch (problem) {
      failed.value = true
      throw problem
    }
  }

  const client = new LiveClient({
    socket: openSocket(),
    snapshot,
    apply,
    changed: (next) => {
      connection.value = next
    },
    now: () => Date.now(),
    later: (ms, run) => browserFrames.later(ms, run),
  }, TOPICS)
  client.start()
  // What the page can show without the live connection is asked for at once.
  for (const resource of [units, districts, vocabulary, trend]) void resource.load().catch(() => null)

  onScopeDispose(() => {
    client.stop()
    batch.stop()
  })

  return {
    alerts, ordered, inspections, stats, statsHeardAt, connection, ready, failed, trend, units, districts, vocabulary,
    onArrival: (listener) => {
      arrivalListeners.add(listener)
      onScopeDispose(() => arrivalListeners.delete(listener))
    },
    follow: (deviceId, listener) => {
      followed = deviceId === null ? null : { topic: `readings:${deviceId}`, listener }
      client.listen(followed ? [followed.topic] : [])
    },
  }
}
